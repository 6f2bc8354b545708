using System.Buffers;
using ImageResize.Jpeg.Encoding;
using ImageResize.Jpeg.Markers;
using ImageResize.Metadata.Jpeg;

namespace ImageResize.Jpeg.Scaling;

/// <summary>
/// Puts a primary image and its gain map together. The index at the front holds lengths that are only known at the end, so
/// the primary image is encoded to memory first, and the index then filled in.
/// </summary>
internal sealed class MultiPictureFile(ReadOnlyMemory<byte> gainMap)
{
    private readonly ArrayBufferWriter<byte> _primary = new();
    private int _indexOffset;

    /// <summary>Where the primary image is encoded to.</summary>
    public IBufferWriter<byte> Primary => _primary;

    public int GainMapLength => gainMap.Length;

    /// <summary>Writes the index, among the other segments of the primary image.</summary>
    public void WriteIndex()
    {
        const int MarkerAndLength = 4;
        _indexOffset = _primary.WrittenCount + MarkerAndLength + MetadataSignatureLength;
        new MarkerWriter(_primary).Write(Marker.App2, MetadataSignature.MultiPicture, MultiPictureIndex.Create(0, 0, 0));
    }

    /// <summary>Writes the whole file, once the primary image is complete.</summary>
    public void WriteTo(IBufferWriter<byte> target)
    {
        ReadOnlySpan<byte> primary = _primary.WrittenSpan;
        byte[] index = MultiPictureIndex.Create(primary.Length, _indexOffset, gainMap.Length);
        target.Write(primary[.._indexOffset]);
        target.Write(index);
        target.Write(primary[(_indexOffset + index.Length)..]);
        target.Write(gainMap.Span);
    }

    private static int MetadataSignatureLength => MetadataSignature.MultiPicture.Length;
}

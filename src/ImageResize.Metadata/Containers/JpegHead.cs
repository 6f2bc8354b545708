using System.Buffers.Binary;
using ImageResize.Metadata.Jpeg;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Containers;

/// <summary>The segments of a JPEG file before its first scan that stay when its metadata are replaced.</summary>
/// <param name="Jfif">The JFIF segment, which must come first; empty without.</param>
/// <param name="Others">The others as they are, in their order.</param>
/// <param name="ScanOffset">Where the first scan's marker begins.</param>
/// <param name="IndexOffset">Where the multi-picture index's byte order mark is; 0 without.</param>
internal sealed record JpegHead(byte[] Jfif, List<byte[]> Others, long ScanOffset, long IndexOffset)
{
    /// <summary>Markers and tables of a header are far smaller than this.</summary>
    private const long MaxHead = 64 << 20;

    /// <exception cref="MetadataFormatException">There is no scan, or a segment is broken.</exception>
    public static JpegHead Read(ByteSource source, OtherContent content)
    {
        byte[] jfif = [];
        var others = new List<byte[]>();
        long indexOffset = 0;
        var limit = new MetadataLimit(MaxHead);
        Span<byte> length = stackalloc byte[2];
        if (!source.TryRead(0, length) || length[0] != 0xFF || length[1] != Marker.Soi)
            throw new MetadataFormatException("The file does not begin as a JPEG image does.");
        long position = 2;
        while (true)
        {
            position = JpegScanner.FindMarker(source, position, out byte code);
            if (code == Marker.Sos)
                return new JpegHead(jfif, others, position - 2, indexOffset);
            if (code == Marker.Eoi)
                throw new MetadataFormatException("The file ends before the image data.");
            if (Marker.StandsAlone(code))
                continue;
            if (!source.TryRead(position, length) || BinaryPrimitives.ReadUInt16BigEndian(length) is not (>= 2 and var size) || source.Take(position, size, limit) is not { } segment)
                throw new MetadataFormatException("A marker segment is broken.");
            MetadataSegment described = MetadataSegment.Identify(code, segment.AsSpan(2), 0);
            switch (described.Kind)
            {
                case SegmentKind.Jfif when jfif.Length == 0:
                    jfif = [0xFF, code, .. segment];
                    break;
                case SegmentKind.Exif or SegmentKind.Xmp or SegmentKind.ExtendedXmp or SegmentKind.IccProfile or SegmentKind.Photoshop or SegmentKind.Comment or SegmentKind.Jfif:
                    break;
                case SegmentKind.MultiPicture or SegmentKind.GainMapVersion when content == OtherContent.Picture:
                    break;
                case SegmentKind.Other when code is >= Marker.App0 and <= Marker.App0 + 15 && content != OtherContent.All:
                    break;
                default:
                    if (described.Kind == SegmentKind.MultiPicture)
                        indexOffset = position + 2 + described.Offset;
                    others.Add([0xFF, code, .. segment]);
                    break;
            }

            position += size;
        }
    }
}

using System.Buffers.Binary;
using System.IO.Compression;
using ImageResize.Metadata.Sources;

namespace ImageResize.MoreFormats.Containers;

/// <summary>What the boxes of a JPEG XL file tell beside its code stream: EXIF and XMP, plain or made smaller by Brotli, and a level.</summary>
/// <param name="limit">What they may take.</param>
internal sealed class JxlBoxes(MetadataLimit limit)
{
    private const int InnerType = 4;

    public byte[]? Exif { get; private set; }

    public byte[]? Xmp { get; private set; }

    /// <summary>The level that a decoder must have; null where nothing is said.</summary>
    public byte? Level { get; private set; }

    /// <summary>Takes a box, if it is one of those.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="source">The file.</param>
    /// <param name="at">Where its content begins.</param>
    /// <param name="length">Bytes of the content, which lie in the file.</param>
    public void Take(string type, ByteSource source, long at, long length)
    {
        if (type is "Exif" or "xml " && !IsMet(type))
            Take(type, source.Take(at, length, limit));
        byte[] level = new byte[1];
        if (type == "jxll" && length == 1 && source.Read(at, level) == 1)
            Level = level[0];
        if (type != "brob")
            return;

        byte[] inner = new byte[InnerType];
        if (length <= InnerType || source.Read(at, inner) < InnerType)
            return;
        type = System.Text.Encoding.Latin1.GetString(inner);
        if (type is "Exif" or "xml " && !IsMet(type) && source.Take(at + InnerType, length - InnerType, limit) is { } packed)
            Take(type, Inflate(packed));
    }

    private bool IsMet(string type) => (type == "Exif" ? Exif : Xmp) is not null;

    private void Take(string type, byte[]? content)
    {
        if (type == "xml ")
            Xmp ??= content;
        else if (content is { Length: > 4 } && BinaryPrimitives.ReadUInt32BigEndian(content) is var skip && skip < content.Length - 4)
            Exif ??= content[(4 + (int)skip)..];
    }

    /// <summary>What Brotli has made smaller, up to what metadata may have; null where it is longer, or broken.</summary>
    private byte[]? Inflate(byte[] data)
    {
        try
        {
            using var inflated = new MemoryStream();
            using var brotli = new BrotliStream(new MemoryStream(data), CompressionMode.Decompress);
            byte[] piece = new byte[1 << 16];
            for (int count; inflated.Length <= limit.Left && limit.InflationLeft > 0 && (count = brotli.Read(piece)) > 0;)
            {
                inflated.Write(piece, 0, count);
                limit.CountInflated(count);
            }

            return limit.TryTake(limit.InflationLeft > 0 ? inflated.Length : long.MaxValue) ? inflated.ToArray() : null;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException)
        {
            return null;
        }
    }
}

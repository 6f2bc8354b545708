using System.Buffers.Binary;
using ImageResize.Metadata.Jpeg;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Containers;

/// <summary>A whole picture behind the end of another, without an index that names it: known by its first bytes.</summary>
internal static class TrailingPicture
{
    private const int MaxSegments = 4096;

    /// <summary>The major brands of ISO base media files that are pictures (ISO/IEC 23008-12, annex B).</summary>
    private static readonly string[] PictureBrands = ["heic", "heix", "heim", "heis", "hevc", "mif1", "msf1", "avif", "avis"];

    /// <summary>Where the picture that begins at a place ends, at most at <paramref name="end"/>; -1 where none begins.</summary>
    public static long FindEnd(ByteSource source, long start, long end)
    {
        Span<byte> head = stackalloc byte[16];
        int count = source.Read(start, head[..(int)Math.Min(head.Length, end - start)]);
        ReadOnlySpan<byte> data = head[..count];
        if (data is [0xFF, Marker.Soi, 0xFF, ..])
            return FindJpegEnd(source, start) is > 0 and var jpegEnd ? Math.Min(jpegEnd, end) : end;
        if (data.Length >= 16 && data.StartsWith("RIFF"u8) && data[8..12].SequenceEqual("WEBP"u8))
            return Math.Min(start + 8 + (long)BinaryPrimitives.ReadUInt32LittleEndian(data[4..]), end);
        bool isOther = data.StartsWith(PngPartsReader.Signature) || data.StartsWith("GIF8"u8) || data.StartsWith("II*\0"u8) || data.StartsWith("MM\0*"u8);
        return isOther || IsIsoPicture(source, start) ? end : -1;
    }

    /// <summary>The box's length has zeros first, which were passed over: the brand stands at one of a few places.</summary>
    private static bool IsIsoPicture(ByteSource source, long start)
    {
        Span<byte> head = stackalloc byte[12];
        int type = head[..source.Read(start, head)].IndexOf("ftyp"u8);
        return type is >= 1 and <= 4 && source.TryRead(start + type + 4, head[..4]) && Array.Exists(PictureBrands, IsBrand(head[..4]));
    }

    private static Predicate<string> IsBrand(ReadOnlySpan<byte> brand)
    {
        string name = System.Text.Encoding.Latin1.GetString(brand);
        return known => known == name;
    }

    private static long FindJpegEnd(ByteSource source, long start)
    {
        Span<byte> length = stackalloc byte[2];
        long position = start + 2;
        for (int i = 0; i < MaxSegments; i++)
        {
            position = JpegScanner.FindMarker(source, position, out byte code);
            if (code == Marker.Sos)
                return JpegScanner.FindEnd(source, position);
            if (code == Marker.Eoi)
                return position;
            if (Marker.StandsAlone(code))
                continue;
            if (!source.TryRead(position, length))
                return -1;
            position += BinaryPrimitives.ReadUInt16BigEndian(length);
        }

        return -1;
    }
}

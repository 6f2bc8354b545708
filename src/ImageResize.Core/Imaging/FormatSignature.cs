using System.Buffers.Binary;

namespace ImageResize.Imaging;

/// <summary>
/// Tells what a file is by its first bytes, never by its name. Three answers are possible: a format that we read,
/// a format that we know by name but do not read (so that the message can say which, and whether a module reads it), and nothing known.
/// The signatures are those of the formats' specifications.
/// </summary>
/// <param name="Format">The format, where it is one that we read.</param>
/// <param name="ForeignName">The name of a format that we recognise but do not read.</param>
internal readonly record struct FormatSignature(ImageFormat? Format, string? ForeignName)
{
    /// <summary>Whether <see cref="OptionalFormats.ModuleName"/> reads the format that is not read.</summary>
    public bool IsOptional { get; private init; }

    private static readonly (byte[] Signature, string Name)[] ForeignSignatures =
    [
        ([.. "FOVb"u8], "Sigma X3F raw"), ([0, .. "MRM"u8], "Minolta MRW raw"), ([.. "gimp xcf "u8], "GIMP XCF"), ([0x76, 0x2F, 0x31, 0x01], "OpenEXR"), ([.. "#?RADIANCE"u8], "Radiance HDR"),
        ([.. "#?RGBE"u8], "Radiance HDR"), ([.. "DDS "u8], "DDS"), ([.. "qoif"u8], "QOI"), ([(byte)'I', (byte)'I', 0xBC], "JPEG XR"), ([.. "BPG"u8, 0xFB], "BPG"), ([.. "FLIF"u8], "FLIF"),
        ([.. "AT&TFORM"u8], "DjVu"), ([.. "%!PS"u8], "PostScript"), ([0xC5, 0xD0, 0xD3, 0xC6], "EPS"), ([0xD7, 0xCD, 0xC6, 0x9A], "WMF"), ([.. "SDPX"u8], "DPX"), ([.. "XPDS"u8], "DPX"),
        ([.. "SIMPLE  ="u8], "FITS"), ([.. "id=ImageMagick"u8], "MIFF"),
    ];

    /// <summary>How many bytes from the start of a file are looked at.</summary>
    public const int Length = 32;

    /// <summary>Identifies a format from the first bytes of a file (up to <see cref="Length"/> are looked at).</summary>
    /// <param name="head">The bytes.</param>
    /// <param name="extension">The file's extension with its dot. TGA alone is told by it, having no signature, where nothing else is told.</param>
    public static FormatSignature Identify(ReadOnlySpan<byte> head, string extension = "")
    {
        ImageFormat? format = Readable(head);
        ImageFormat? optional = format is null ? Optional(head) : null;
        if (optional is not null && OptionalFormats.AreThere)
            format = optional;
        string? foreign = format is null ? Foreign(head) : null;
        bool isTga = format is null && foreign is null && FormatTraits.FromExtension(extension) == ImageFormat.Tga;
        return new FormatSignature(isTga ? ImageFormat.Tga : format, foreign) { IsOptional = format is null && optional is not null };
    }

    /// <summary>Formats that are read only by another module.</summary>
    private static ImageFormat? Optional(ReadOnlySpan<byte> head)
    {
        if (IsIsoMedia(head) && (head[8..11].SequenceEqual("hei"u8) || head[8..11].SequenceEqual("hev"u8) || head[8..11].SequenceEqual("mif"u8) || head[8..12].SequenceEqual("msf1"u8)))
            return ImageFormat.Heic;
        if (head.StartsWith("8BPS\0\x01"u8) || head.StartsWith("8BPS\0\x02"u8))
            return ImageFormat.Psd;
        if (IsJpegXl(head))
            return ImageFormat.Jxl;
        return IsJpeg2000(head) ? ImageFormat.Jp2 : null;
    }

    private static ImageFormat? Readable(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return ImageFormat.Jpeg;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]))
            return ImageFormat.Png;
        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
            return ImageFormat.Gif;
        if (head.StartsWith("RIFF"u8) && head.Length >= 12 && head[8..12].SequenceEqual("WEBP"u8))
            return ImageFormat.WebP;
        if (IsBitmap(head))
            return ImageFormat.Bmp;
        if (IsIcon(head))
            return head[2] == 1 ? ImageFormat.Ico : ImageFormat.Cur;
        if (head.Length >= 3 && head[0] == 'P' && head[1] is >= (byte)'1' and <= (byte)'7' && head[2] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'#')
            return ImageFormat.Pnm;
        if (IsRaw(head))
            return ImageFormat.Raw;

        // Camera raw of other makers is TIFF to its first bytes; its directories tell.
        if (head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) || head.StartsWith("II+\0"u8) || head.StartsWith("MM\0+"u8))
            return ImageFormat.Tiff;
        return IsAvif(head) ? ImageFormat.Avif : null;
    }

    private static string? Foreign(ReadOnlySpan<byte> head)
    {
        if (IsIsoMedia(head))
        {
            ReadOnlySpan<byte> brand = head[8..12];
            return brand[0] == 'h' || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8) ? "HEIC/HEIF" : "MP4/QuickTime video";
        }

        if (head.StartsWith("8BPS"u8))
            return "Photoshop PSD";
        if (IsJpegXl(head))
            return "JPEG XL";
        if (IsJpeg2000(head))
            return "JPEG 2000";
        if (head.StartsWith("%PDF"u8))
            return "PDF";
        if (head.IndexOf("<svg"u8) >= 0)
            return "SVG";
        if (head.StartsWith("PF\n"u8) || head.StartsWith("Pf\n"u8))
            return "PFM";
        if (head.Length >= 14 && head[6..14].SequenceEqual("HEAPCCDR"u8))
            return "Canon CRW raw";
        return ByFirstBytes(head);
    }

    /// <summary>Images that hardly anyone has in a folder of pictures, so that the error says what they are.</summary>
    private static string? ByFirstBytes(ReadOnlySpan<byte> head)
    {
        foreach ((byte[] signature, string name) in ForeignSignatures)
            if (head.StartsWith(signature))
                return name;
        return null;
    }

    private static bool IsJpegXl(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]) || head.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ']);

    private static bool IsJpeg2000(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' ']) || head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51]);

    private static bool IsBitmap(ReadOnlySpan<byte> head) =>
        head.StartsWith("BM"u8) && head.Length >= 18 && BinaryPrimitives.ReadUInt32LittleEndian(head[14..]) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;

    /// <summary>Icons and cursors: how many pictures, and a byte of the first one's entry that is always 0.</summary>
    private static bool IsIcon(ReadOnlySpan<byte> head) =>
        head.Length >= 10 && head[..2].SequenceEqual((ReadOnlySpan<byte>)[0, 0]) && head[2] is 1 or 2 && head[3] == 0 && head[4] != 0 && head[9] == 0;

    private static bool IsRaw(ReadOnlySpan<byte> head) =>
        head.StartsWith("IIRO"u8) || head.StartsWith("IIRS"u8) || head.StartsWith("MMOR"u8) || head.StartsWith("IIU\0"u8) || head.StartsWith("FUJIFILMCCD-RAW"u8)
        || (head.StartsWith("II*\0"u8) && head.Length >= 10 && head[8..10].SequenceEqual("CR"u8))
        || (IsIsoMedia(head) && head[8..12].SequenceEqual("crx "u8));

    private static bool IsIsoMedia(ReadOnlySpan<byte> head) => head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8);

    /// <summary>ISO/IEC 23000-22: the brand avif or avis, as the major one or among the compatible ones.</summary>
    private static bool IsAvif(ReadOnlySpan<byte> head)
    {
        if (!IsIsoMedia(head))
            return false;
        int end = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(head), (uint)head.Length);
        for (int at = 8; at + 4 <= end; at += 4)
            if (head.Slice(at, 4).SequenceEqual("avif"u8) || head.Slice(at, 4).SequenceEqual("avis"u8))
                return true;
        return false;
    }
}

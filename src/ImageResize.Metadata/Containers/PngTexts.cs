using System.Text;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// PNG's texts: tEXt in Latin-1, zTXt the same compressed, iTXt in UTF-8 (11.3.3), and what is put into them besides: XMP (XMP
/// specification part 3, 1.1.5), and the "Raw profile type" texts of ImageMagick and ExifTool with EXIF, IPTC, XMP or ICC in
/// hexadecimal digits, from before PNG had chunks for them.
/// </summary>
internal sealed class PngTexts(PartsBuilder parts)
{
    public const string XmpKeyword = "XML:com.adobe.xmp";
    public const string RawProfile = "Raw profile type ";

    private readonly List<(string Kind, byte[] Data)> _profiles = [];

    /// <summary>Takes in a chunk of one of the three types.</summary>
    public void Add(uint type, byte[]? data)
    {
        if (data is null)
            return;
        int refused = parts.Limit.Refused;
        if (Split(type, data) is not { } text)
            parts.BrokenBlocks += parts.Limit.Refused == refused ? 1 : 0;
        else if (text.Entry.Keyword == XmpKeyword)
            parts.Xmp ??= text.Bytes;
        else if (text.Entry.Keyword.StartsWith(RawProfile, StringComparison.Ordinal) && HexProfile(text.Bytes) is { } profile)
            _profiles.Add((text.Entry.Keyword[RawProfile.Length..].ToLowerInvariant(), profile));
        else
            parts.Texts.Add(text.Entry);
    }

    /// <summary>Uses the profiles in texts where there is no chunk of their own.</summary>
    public void Finish()
    {
        foreach ((string kind, byte[] data) in _profiles)
        {
            switch (kind)
            {
                case "exif" or "app1" when data.AsSpan().StartsWith("Exif\0"u8) || kind == "exif":
                    if (parts.Exif.Count == 0)
                        parts.AddExif(data);
                    break;
                case "app1" when data.AsSpan().StartsWith(Jpeg.MetadataSignature.Xmp):
                    parts.Xmp ??= data[Jpeg.MetadataSignature.Xmp.Length..];
                    break;
                case "xmp":
                    parts.Xmp ??= data;
                    break;
                case "iptc" or "8bim" when data.AsSpan().StartsWith("8BIM"u8):
                    parts.ImageResources ??= data;
                    break;
                case "iptc":
                    parts.Iptc ??= data;
                    break;
                case "icc" or "icm":
                    parts.Icc ??= data;
                    break;
                default:
                    parts.BrokenBlocks++;
                    break;
            }
        }
    }

    /// <summary>The content of a chunk that begins with a keyword and a compression method; null where it is broken or beyond the limit.</summary>
    public byte[]? Inflate(byte[]? data)
    {
        int end = data is null ? -1 : Array.IndexOf(data, (byte)0);
        return end is > 0 and < 80 && end + 2 <= data!.Length && data[end + 1] == 0 ? Inflation.Inflate(data, end + 2, parts.Limit) : null;
    }

    private (TextEntry Entry, byte[] Bytes)? Split(uint type, byte[] data)
    {
        int end = Array.IndexOf(data, (byte)0);
        if (end is <= 0 or >= 80)
            return null;
        string keyword = Encoding.Latin1.GetString(data, 0, end);
        if (type == PngChunkType.Text)
            return (new TextEntry(keyword, Encoding.Latin1.GetString(data, end + 1, data.Length - end - 1)), data[(end + 1)..]);
        if (type == PngChunkType.CompressedText)
            return Inflate(data) is { } content ? (new TextEntry(keyword, Encoding.Latin1.GetString(content)), content) : null;
        if (end + 3 > data.Length)
            return null;
        int language = Array.IndexOf(data, (byte)0, end + 3);
        int translated = language < 0 ? -1 : Array.IndexOf(data, (byte)0, language + 1);
        if (translated < 0)
            return null;
        byte[]? value = data[end + 1] == 0 ? data[(translated + 1)..] : Inflation.Inflate(data, translated + 1, parts.Limit);
        if (value is null)
            return null;
        string tag = Encoding.Latin1.GetString(data, end + 3, language - end - 3), name = Encoding.UTF8.GetString(data, language + 1, translated - language - 1);
        return (new TextEntry(keyword, Encoding.UTF8.GetString(value), tag, name), value);
    }

    /// <summary>"\nname\n   length\nhexadecimal digits with line feeds".</summary>
    private static byte[]? HexProfile(byte[] text)
    {
        string[] lines = Encoding.Latin1.GetString(text).TrimStart('\n').Split('\n', 3);
        if (lines.Length < 3 || !int.TryParse(lines[1].Trim(), out int length) || length <= 0 || length > text.Length / 2)
            return null;
        string digits = lines[2].Replace("\n", "", StringComparison.Ordinal).Trim();
        if (digits.Length < 2 * length)
            return null;
        var profile = new byte[length];
        return Convert.FromHexString(digits.AsSpan(0, 2 * length), profile, out _, out int written) == System.Buffers.OperationStatus.Done && written == length ? profile : null;
    }
}

using System.Text;

namespace ImageResize.Metadata.Xmp;

/// <summary>A packet as text with a character for each byte, so that what is not touched is not changed.</summary>
internal static class XmpText
{
    /// <summary>The text of a packet; one in UTF-16 or 32, which is legal and hardly ever seen, is brought to UTF-8 first. Null for other binary data.</summary>
    public static string? Of(ReadOnlySpan<byte> packet)
    {
        ReadOnlySpan<byte> bytes = packet.TrimEnd((byte)0);
        if (bytes.IndexOf((byte)0) < 0)
            return Encoding.Latin1.GetString(bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes);
        Encoding? encoding = packet switch
        {
            [0, 0, 0xFE, 0xFF, ..] or [0, 0, 0, (byte)'<', ..] => new UTF32Encoding(bigEndian: true, byteOrderMark: true),
            [0xFF, 0xFE, 0, 0, ..] or [(byte)'<', 0, 0, 0, ..] => Encoding.UTF32,
            [0xFE, 0xFF, ..] or [0, (byte)'<', ..] => Encoding.BigEndianUnicode,
            [0xFF, 0xFE, ..] or [(byte)'<', 0, ..] => Encoding.Unicode,
            _ => null,
        };
        string? text = encoding?.GetString(packet).Trim('\uFEFF').TrimEnd('\0');
        return text is null || text.Contains('\0') ? null : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
    }

    public static byte[] ToBytes(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>The text with parts of it replaced, each given by where it starts and ends; of those that overlap the first, outer one counts.</summary>
    public static string Replace(string text, List<(int Start, int End, string With)> edits)
    {
        if (edits.Count == 0)
            return text;
        edits.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.End.CompareTo(a.End));
        var result = new StringBuilder(text.Length);
        int position = 0;
        foreach ((int start, int end, string with) in edits)
        {
            if (start < position)
                continue;
            result.Append(text, position, start - position).Append(with);
            position = end;
        }

        return result.Append(text, position, text.Length - position).ToString();
    }
}

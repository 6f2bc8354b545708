using System.Buffers.Binary;
using System.Text;

namespace ImageResize.Metadata.Color;

/// <summary>
/// Reads the description of an ICC profile (ICC.1:2022, 9.2.41): the 'desc' tag, as textDescriptionType in version 2
/// or multiLocalizedUnicodeType in version 4. Every offset is checked; a malformed profile has no description.
/// </summary>
internal static class IccProfile
{
    private const int HeaderLength = 128;
    private const int TagEntryLength = 12;
    private const int MaxTags = 200;

    /// <summary>The profile's description, such as "Display P3", or null where there is none.</summary>
    public static string? Describe(ReadOnlySpan<byte> profile)
    {
        if (profile.Length < HeaderLength + 4)
            return null;
        uint count = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(profile[HeaderLength..]), MaxTags);
        for (int i = 0; i < count; i++)
        {
            int at = HeaderLength + 4 + i * TagEntryLength;
            if (at + TagEntryLength > profile.Length)
                return null;
            if (!profile.Slice(at, 4).SequenceEqual("desc"u8))
                continue;
            uint offset = BinaryPrimitives.ReadUInt32BigEndian(profile[(at + 4)..]);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(profile[(at + 8)..]);
            return offset + (ulong)length <= (ulong)profile.Length ? Text(profile.Slice((int)offset, (int)length)) : null;
        }

        return null;
    }

    private static string? Text(ReadOnlySpan<byte> tag)
    {
        string? text = null;
        if (tag.Length >= 12 && tag.StartsWith("desc"u8))
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(tag[8..]);
            if (length <= (uint)tag.Length - 12)
                text = Encoding.ASCII.GetString(tag.Slice(12, (int)length));
        }
        else if (tag.Length >= 28 && tag.StartsWith("mluc"u8))
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(tag[20..]);
            uint offset = BinaryPrimitives.ReadUInt32BigEndian(tag[24..]);
            if (offset + (ulong)length <= (ulong)tag.Length)
                text = Encoding.BigEndianUnicode.GetString(tag.Slice((int)offset, (int)length & ~1));
        }

        text = text?.Split('\0')[0].Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }
}

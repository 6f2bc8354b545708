using System.Buffers;
using System.Buffers.Binary;
using ImageResize.Metadata.Exif;
using ImageResize.Metadata.Jpeg;
using ImageResize.Metadata.Xmp;

namespace ImageResize.Metadata.Rewriting;

/// <summary>
/// Takes positions out of bytes whose structure is left as it is: what lies behind a picture (further pictures, the video of a
/// motion photo) and thumbnails within EXIF. They are overwritten where they stand and nothing moves, because indexes, announcements
/// and the boxes of a video count these bytes. Found are EXIF blocks, XMP packets, positions as text (ISO 6709, which QuickTime and
/// MP4 have) and 3GPP's location box.
/// </summary>
internal static class HiddenPosition
{
    /// <summary>Multi-picture files hold a handful of pictures; each block costs time in proportion to its length.</summary>
    private const int MaxBlocks = 256;

    /// <summary>The longest block or packet that is taken apart: that of a JPEG segment.</summary>
    private const int MaxBlock = 65_533;

    /// <summary>Signature, length and marker before a JPEG segment's content.</summary>
    private const int SegmentHead = 4;

    private static readonly SearchValues<byte> Signs = SearchValues.Create("+-"u8);

    /// <summary>Overwrites every position; false where there is what may tell one and cannot be cleared. The bytes may be changed in part then.</summary>
    public static bool TryErase(Span<byte> data)
    {
        if (HasPositionTrack(data) || data.IndexOf(MetadataSignature.ExtendedXmp) >= 0 || !TryEraseExif(data) || !TryEraseXmp(data))
            return false;
        EraseTexts(data);
        EraseBoxes(data);
        return true;
    }

    /// <summary>Blocks in JPEG segments; one in a thumbnail of another is found as well.</summary>
    private static bool TryEraseExif(Span<byte> data)
    {
        int count = 0;
        for (int at = 0, found; (found = data[at..].IndexOf(MetadataSignature.Exif)) >= 0;)
        {
            int signature = at + found;
            at = signature + MetadataSignature.Exif.Length;
            Span<byte> block = BlockAt(data, signature, MetadataSignature.Exif.Length);
            if (!block.StartsWith("II*\0"u8) && !block.StartsWith("MM\0*"u8))
                continue;
            if (++count > MaxBlocks)
                return false;
            if (ExifRewriter.Rewrite(block, null, null, dropsLocation: true) > 0)
                continue;
            if (!IsSegment(data, signature))
                return false;
            block.Clear();
        }

        return true;
    }

    private static bool TryEraseXmp(Span<byte> data)
    {
        int count = 0;
        for (int at = 0, found; (found = data[at..].IndexOf("<x:xmpmeta"u8)) >= 0;)
        {
            int start = at + found, length = data[start..].IndexOf("</x:xmpmeta>"u8);
            if (length < 0 || length > MaxBlock || ++count > MaxBlocks)
                return false;
            Span<byte> packet = data.Slice(start, length + "</x:xmpmeta>".Length);
            byte[]? rewritten = XmpPacket.Rewrite(packet, new XmpChanges { DropsLocation = true });
            int kept = rewritten is null || rewritten.Length > packet.Length ? 0 : rewritten.Length;
            rewritten.AsSpan(0, kept).CopyTo(packet);

            // Blanks behind a packet are what its writers leave for changes in place (ISO 16684-1, 7.3.2).
            packet[kept..].Fill((byte)' ');
            at = start + packet.Length;
        }

        // A packet whose outermost element has another name is in no file that we know of.
        return data.IndexOf(MetadataSignature.Xmp) < 0 || count > 0;
    }

    /// <summary>Zeros for the digits of "+48.8577+002.295/" (ISO 6709, annex H), which stays a text of the same form.</summary>
    private static void EraseTexts(Span<byte> data)
    {
        for (int at = 0, found; (found = data[at..].IndexOfAny(Signs)) >= 0;)
        {
            at += found;
            int latitude = NumberLength(data[at..], minDigits: 2, maxDigits: 6);
            int longitude = latitude == 0 ? 0 : NumberLength(data[(at + latitude)..], minDigits: 3, maxDigits: 7);
            if (longitude == 0)
            {
                at++;
                continue;
            }

            Span<byte> text = data.Slice(at, latitude + longitude);
            foreach (ref byte character in text)
            {
                if (char.IsAsciiDigit((char)character))
                    character = (byte)'0';
            }

            at += text.Length;
        }
    }

    /// <summary>The length of a sign, digits, a point and digits; 0 where there is no such number.</summary>
    private static int NumberLength(ReadOnlySpan<byte> text, int minDigits, int maxDigits)
    {
        if (text.Length < 2 || text[0] is not ((byte)'+' or (byte)'-'))
            return 0;
        int whole = DigitCount(text[1..]);
        if (whole < minDigits || whole > maxDigits || text.Length < whole + 3 || text[whole + 1] != '.')
            return 0;
        int fraction = DigitCount(text[(whole + 2)..]);
        return fraction == 0 ? 0 : whole + 2 + fraction;
    }

    private static int DigitCount(ReadOnlySpan<byte> text)
    {
        const int MaxDigits = 16;
        int count = text[..Math.Min(text.Length, MaxDigits)].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return count < 0 ? Math.Min(text.Length, MaxDigits) : count;
    }

    /// <summary>3GPP's box (TS 26.244, 8.10): language, name, role, longitude, latitude, altitude, two more texts. It becomes free space.</summary>
    private static void EraseBoxes(Span<byte> data)
    {
        const int MinBox = 29, MaxBox = 4096;
        for (int at = 0, found; (found = data[at..].IndexOf("loci\0\0\0\0"u8)) >= 0;)
        {
            int type = at + found;
            at = type + 4;
            uint length = type < 4 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(data[(type - 4)..]);
            if (length is < MinBox or > MaxBox || type - 4 + length > data.Length)
                continue;
            data.Slice(type + 4, (int)length - 8).Clear();
            "free"u8.CopyTo(data[type..]);
        }
    }

    /// <summary>Whether a track of a video records positions: Google's camera motion metadata, GoPro's telemetry.</summary>
    private static bool HasPositionTrack(ReadOnlySpan<byte> data)
    {
        // Behind the sample description's type (ISO 14496-12, 8.5.2): version, count, and the first entry's length.
        const int EntryType = 16;
        for (int at = 0, found; (found = data[at..].IndexOf("stsd"u8)) >= 0;)
        {
            at += found + 4;
            ReadOnlySpan<byte> entry = data[Math.Min(data.Length, at + EntryType - 4)..];
            if (entry.StartsWith("camm"u8) || entry.StartsWith("gpmd"u8))
                return true;
        }

        return false;
    }

    private static bool IsSegment(ReadOnlySpan<byte> data, int signature) =>
        signature >= SegmentHead && data[signature - SegmentHead] == 0xFF && data[signature - SegmentHead + 1] == Marker.App1;

    /// <summary>What stands behind a signature: to the end of its segment, or as far as a block can reach.</summary>
    private static Span<byte> BlockAt(Span<byte> data, int signature, int signatureLength)
    {
        int start = signature + signatureLength;
        int length = IsSegment(data, signature) ? BinaryPrimitives.ReadUInt16BigEndian(data[(signature - 2)..]) - 2 - signatureLength : MaxBlock;
        return data.Slice(start, Math.Clamp(length, 0, Math.Min(MaxBlock, data.Length - start)));
    }
}

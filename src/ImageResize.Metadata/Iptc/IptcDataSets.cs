using System.Buffers.Binary;
using System.Text;
using ImageResize.Metadata.Location;

namespace ImageResize.Metadata.Iptc;

/// <summary>The data sets of IPTC's Information Interchange Model (IIM 4.2, 1.5): a marker, a record, a number, a length and a value each.</summary>
internal static class IptcDataSets
{
    private const byte TagMarker = 0x1C;
    private const int HeaderLength = 5;

    /// <summary>
    /// The data sets without those whose text tells a position, such as keywords of the form geo:lat=48.85; the same bytes where
    /// none does, and null where they cannot be read to the end and one could hide there.
    /// </summary>
    public static byte[]? WithoutPosition(byte[] sets)
    {
        var kept = new MemoryStream();
        int at = 0;
        while (at < sets.Length && sets[at] == TagMarker)
        {
            int valueAt = at + HeaderLength;
            if (valueAt > sets.Length)
                return null;
            long length = BinaryPrimitives.ReadUInt16BigEndian(sets.AsSpan(at + 3));
            if (length > short.MaxValue)
            {
                // An extended data set: so many bytes hold the length.
                int bytes = (int)(length & short.MaxValue);
                if (bytes is 0 or > 4 || valueAt + bytes > sets.Length)
                    return null;
                length = 0;
                for (int i = 0; i < bytes; i++)
                    length = length << 8 | sets[valueAt++];
            }

            if (length > sets.Length - valueAt)
                return null;
            int end = valueAt + (int)length;
            if (!PositionText.Tells(Encoding.Latin1.GetString(sets, valueAt, (int)length)))
                kept.Write(sets, at, end - at);
            at = end;
        }

        // Some writers pad with zeros.
        if (sets.AsSpan(at).ContainsAnyExcept((byte)0))
            return null;
        return kept.Length == at ? sets : kept.ToArray();
    }
}

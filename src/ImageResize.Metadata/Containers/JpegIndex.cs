using ImageResize.Metadata.Jpeg;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Containers;

/// <summary>Sets a multi-picture index (CIPA DC-007, 5.2.3.3) right when what lies before the pictures grows or shrinks.</summary>
internal static class JpegIndex
{
    private const ushort EntriesTag = 0xB002;
    private const int EntryLength = 16;

    /// <summary>A segment for its new place: an index with new numbers, any other as it is.</summary>
    /// <param name="segment">The segment from its marker on.</param>
    /// <param name="position">Where it will begin.</param>
    /// <param name="oldIndexOffset">Where the index's byte order mark was.</param>
    /// <param name="shift">By how much everything from the first scan on moves.</param>
    public static byte[] Shift(byte[] segment, long position, long oldIndexOffset, long shift)
    {
        const int MarkerAndLength = 4;
        int mark = MarkerAndLength + MetadataSignature.MultiPicture.Length;
        bool isIndex = segment[1] == Marker.App2 && segment.AsSpan(MarkerAndLength).StartsWith(MetadataSignature.MultiPicture);
        if (!isIndex || !TiffReader.TryOpen(segment.AsSpan(mark), out TiffReader tiff))
            return segment;
        long moved = shift - (position + mark - oldIndexOffset);
        for (int i = 0, count = tiff.CountEntries(tiff.FirstDirectory); i < count; i++)
        {
            TiffEntry entry = tiff.ReadEntry(tiff.FirstDirectory, i);
            long at = entry.Tag == EntriesTag ? tiff.FindValue(entry) : -1;
            if (at < 0)
                continue;
            for (long picture = at; picture + EntryLength <= at + entry.ValueLength; picture += EntryLength)
            {
                // The first is the image itself, which has a length and no offset.
                int field = (int)picture + (picture == at ? 4 : 8);
                uint value = tiff.ReadUInt32(field);
                if (value != 0)
                    tiff.WriteUInt32(field, (uint)Math.Clamp(value + (picture == at ? shift : moved), 0, uint.MaxValue));
            }
        }

        return segment;
    }
}

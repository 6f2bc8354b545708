using ImageResize.Metadata.Jpeg;
using ImageResize.Metadata.Sources;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// Sorts what lies behind the end of a JPEG image: the pictures that its index names (CIPA DC-007, 5.2.3.3), a gain map among
/// them, and the rest.
/// </summary>
internal static class JpegTrailer
{
    private const ushort EntriesTag = 0xB002;
    private const int EntryLength = 16;
    private const int MaxPictures = 256;

    public static void Read(PartsBuilder parts, byte[]? index, long indexOffset, long end)
    {
        long length = parts.Source.Length;
        foreach ((PictureRole role, long offset, long size) in Pictures(index, indexOffset, length).OrderBy(picture => picture.Offset))
        {
            if (offset < end)
                continue;
            TrailingReader.Read(parts, end, offset);
            end = offset + size;
            if (!IsGainMap(parts.Source, offset, size))
            {
                parts.OtherPictures.Add(new OtherPicture(role, size));
                continue;
            }

            parts.HasGainMap = true;
            parts.GainMapLength = size;
        }

        TrailingReader.Read(parts, end, length);
    }

    private static List<(PictureRole Role, long Offset, long Length)> Pictures(byte[]? index, long indexOffset, long fileLength)
    {
        var pictures = new List<(PictureRole, long, long)>();
        if (index is null || !TiffReader.TryOpen(index, out TiffReader tiff))
            return pictures;
        long directory = tiff.FirstDirectory;
        for (int i = 0, count = tiff.CountEntries(directory); i < count; i++)
        {
            TiffEntry entry = tiff.ReadEntry(directory, i);
            long at = entry.Tag == EntriesTag ? tiff.FindValue(entry) : -1;
            if (at < 0)
                continue;
            for (long picture = at + EntryLength; picture + EntryLength <= at + entry.ValueLength && pictures.Count < MaxPictures; picture += EntryLength)
            {
                uint type = tiff.ReadUInt32((int)picture) & 0xFFFFFF;
                long offset = indexOffset + tiff.ReadUInt32((int)picture + 8), length = Math.Min(tiff.ReadUInt32((int)picture + 4), fileLength - offset);
                if (offset > indexOffset && length > 0)
                    pictures.Add((type is >= 0x010001 and <= 0x01FFFF ? PictureRole.Preview : PictureRole.Picture, offset, length));
            }
        }

        return pictures;
    }

    /// <summary>Whether the segments of a picture say that it is a gain map.</summary>
    private static bool IsGainMap(ByteSource source, long offset, long length)
    {
        // The packet is among the first segments.
        const int Head = 16_384;
        var head = new byte[(int)Math.Min(length, Head)];
        ReadOnlySpan<byte> data = head.AsSpan(0, source.Read(offset, head));
        return JpegSegments.SaysGainMap(data) || data.IndexOf(MetadataSignature.GainMapVersion) >= 0 || data.IndexOf("hdrgainmap"u8) >= 0;
    }
}

using System.Buffers.Binary;
using ImageResize.Metadata.Jpeg;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Jpeg.Markers;

/// <summary>
/// The index of a multi-picture file (CIPA DC-007, 5): a TIFF structure in an APP2 segment of the first image, with the
/// length of each image and its offset from that structure's byte order mark.
/// </summary>
internal static class MultiPictureIndex
{
    private const int EntriesTag = 0xB002;
    private const int PictureLength = 16;
    private const int PictureCount = 2;
    private const int FirstPicture = 50;

    /// <summary>More images than this are not looked at: real files have two to four.</summary>
    private const int MaxPictures = 16;

    /// <summary>The images that the indexes of a file name, the first ones of them.</summary>
    /// <param name="source">The file, as far as its header goes.</param>
    /// <param name="segments">The segments of its header.</param>
    /// <param name="fileLength">The length of the file.</param>
    public static (int Offset, int Length)[] ReadAll(ReadOnlySpan<byte> source, IEnumerable<MetadataSegment> segments, int fileLength)
    {
        var images = new List<(int, int)>();
        foreach (MetadataSegment segment in segments)
        {
            if (segment.Kind == SegmentKind.MultiPicture)
                images.AddRange(Read(segment.Of(source), segment.Offset, fileLength));
        }

        return [.. images.Take(MaxPictures)];
    }

    /// <summary>The images behind the first one that lie within the file, each cut off at its end.</summary>
    /// <param name="index">The segment's content, from the byte order mark on.</param>
    /// <param name="indexOffset">Where that is in the file.</param>
    /// <param name="fileLength">The length of the file.</param>
    public static List<(int Offset, int Length)> Read(ReadOnlySpan<byte> index, int indexOffset, int fileLength)
    {
        var images = new List<(int, int)>();
        if (!TiffReader.TryOpen(index.ToArray(), out TiffReader tiff))
            return images;
        uint directory = tiff.FirstDirectory;
        for (int i = 0, count = tiff.CountEntries(directory); i < count; i++)
        {
            TiffEntry entry = tiff.ReadEntry(directory, i);
            long at = entry.Tag == EntriesTag ? tiff.FindValue(entry) : -1;
            if (at < 0)
                continue;
            for (long picture = at + PictureLength; picture + PictureLength <= at + entry.ValueLength; picture += PictureLength)
            {
                long offset = indexOffset + (long)tiff.ReadUInt32((int)picture + 8), length = Math.Min(tiff.ReadUInt32((int)picture + 4), fileLength - offset);
                if (offset > indexOffset && length > 0)
                    images.Add(((int)offset, (int)length));
            }
        }

        return images;
    }

    /// <summary>An index of a primary image and one more behind it.</summary>
    /// <param name="primaryLength">The length of the primary image, and the offset of the other one, in bytes.</param>
    /// <param name="indexOffset">Where the content of the index will be in the file.</param>
    /// <param name="secondLength">The length of the other image.</param>
    public static byte[] Create(int primaryLength, int indexOffset, int secondLength)
    {
        var index = new byte[FirstPicture + PictureCount * PictureLength];
        ReadOnlySpan<byte> directory =
        [
            (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 3,
            0xB0, 0x00, 0, 7, 0, 0, 0, 4, (byte)'0', (byte)'1', (byte)'0', (byte)'0',
            0xB0, 0x01, 0, 4, 0, 0, 0, 1, 0, 0, 0, PictureCount,
            0xB0, 0x02, 0, 7, 0, 0, 0, PictureCount * PictureLength, 0, 0, 0, FirstPicture,
        ];
        directory.CopyTo(index);
        // The attribute of the first: a baseline primary image. The other has none, since no type of the standard fits.
        BinaryPrimitives.WriteUInt32BigEndian(index.AsSpan(FirstPicture), 0x030000);
        BinaryPrimitives.WriteInt32BigEndian(index.AsSpan(FirstPicture + 4), primaryLength);
        BinaryPrimitives.WriteInt32BigEndian(index.AsSpan(FirstPicture + PictureLength + 4), secondLength);
        BinaryPrimitives.WriteInt32BigEndian(index.AsSpan(FirstPicture + PictureLength + 8), primaryLength - indexOffset);
        return index;
    }
}

using System.Buffers;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// Tells what lies behind the end of an image: the video of a motion photo (an ISO base media file, behind a Samsung block
/// or by itself), Samsung's trailer, other pictures, other data. Zeros, with which some devices fill up, are nothing.
/// </summary>
internal static class TrailingReader
{
    private const int Step = 65_536;

    /// <summary>Pictures one behind the other; cameras leave two or three.</summary>
    private const int MaxPictures = 64;

    /// <summary>How far into the data a video is looked for.</summary>
    private const int VideoSearch = 1 << 20;

    /// <summary>Adds what lies between two places of the source.</summary>
    public static void Read(PartsBuilder parts, long start, long end)
    {
        for (int count = 0; ; count++)
        {
            long content = SkipZeros(parts.Source, start, end);
            if (content >= end)
                return;
            long pictureEnd = count < MaxPictures ? TrailingPicture.FindEnd(parts.Source, content, end) : -1;
            if (pictureEnd < 0)
            {
                // Zeros may be the high bytes of a first box's length.
                ReadOther(parts, Math.Max(start, content - 3), end);
                return;
            }

            parts.OtherPictures.Add(new OtherPicture(PictureRole.Picture, pictureEnd - content));
            start = pictureEnd;
        }
    }

    private static void ReadOther(PartsBuilder parts, long start, long end)
    {
        int video = FindVideo(parts.Source, start, end);
        Span<byte> tail = stackalloc byte[4];
        bool isSamsung = end - start >= 4 && parts.Source.TryRead(end - 4, tail) && tail.SequenceEqual("SEFT"u8);
        if (video >= 0)
        {
            if (video > 0 && !isSamsung)
                parts.Trailing.Add(new TrailingData(TrailingKind.Other, start, video));
            parts.Trailing.Add(new TrailingData(TrailingKind.Video, start + video, end - start - video));
        }
        else
        {
            parts.Trailing.Add(new TrailingData(isSamsung ? TrailingKind.Samsung : TrailingKind.Other, start, end - start));
        }
    }

    private static int FindVideo(ByteSource source, long start, long end)
    {
        // A new array of that length for each image would make the garbage collector look at the whole heap every few images.
        byte[] head = ArrayPool<byte>.Shared.Rent((int)Math.Min(VideoSearch, end - start));
        try
        {
            int count = source.Read(start, head.AsSpan(0, (int)Math.Min(VideoSearch, end - start)));
            return FindVideo(head.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(head);
        }
    }

    /// <summary>Where a video begins, at once or behind the block by which Samsung names it; -1 for none.</summary>
    private static int FindVideo(ReadOnlySpan<byte> data)
    {
        int type = data[..Math.Min(data.Length, 12)].IndexOf("ftyp"u8);
        if (type >= 4)
            return type - 4;
        int name = data.IndexOf("MotionPhoto_Data"u8);
        int video = name < 0 ? -1 : name + "MotionPhoto_Data".Length;
        return video >= 0 && data.Length >= video + 8 && data[(video + 4)..].StartsWith("ftyp"u8) ? video : -1;
    }

    private static long SkipZeros(ByteSource source, long start, long end)
    {
        byte[]? buffer = null;
        while (start < end)
        {
            ReadOnlySpan<byte> bytes = source.Look(start, (int)Math.Min(Step, end - start), ref buffer);
            bytes = bytes[..(int)Math.Min(bytes.Length, end - start)];
            if (bytes.IsEmpty)
                return end;
            int data = bytes.IndexOfAnyExcept((byte)0);
            if (data >= 0)
                return start + data;
            start += bytes.Length;
        }

        return end;
    }
}

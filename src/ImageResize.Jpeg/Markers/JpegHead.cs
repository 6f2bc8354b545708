using System.Buffers.Binary;
using ImageResize.Metadata.Jpeg;

namespace ImageResize.Jpeg.Markers;

/// <summary>
/// A file of which only some parts are read, while only its header is wanted. Metadata may make a header long (hundreds of
/// kilobytes), and a gain map has its own behind the image; all else stays unread.
/// </summary>
public interface IJpegFile
{
    /// <summary>The length of the file in bytes.</summary>
    int Length { get; }

    /// <summary>
    /// Bytes of the file from an offset on: as many as asked for or more, or all up to its end. They are valid until the
    /// next call.
    /// </summary>
    /// <param name="offset">0 to <see cref="Length"/>.</param>
    /// <param name="count">How many are needed, at least 1.</param>
    ReadOnlySpan<byte> Read(int offset, int count);
}

/// <summary>A file that is in memory.</summary>
internal readonly ref struct JpegBytes(ReadOnlySpan<byte> bytes) : IJpegFile
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Length => _bytes.Length;

    public ReadOnlySpan<byte> Read(int offset, int count) => _bytes[offset..];
}

/// <summary>Reads of a file what its header takes, in growing pieces.</summary>
internal static class JpegHead
{
    /// <summary>Most headers fit into it, and no storage is faster with less.</summary>
    private const int Piece = 64 << 10;

    /// <summary>A marker and its segment's length, and the two bytes of a DNL segment.</summary>
    private const int DnlLength = 6;

    /// <summary>An image from its start up to its first scan, or more of it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">Where the image begins.</param>
    /// <param name="length">The image's length in bytes.</param>
    /// <param name="limit">The most bytes that are read.</param>
    /// <exception cref="JpegFormatException">The first scan begins beyond the limit.</exception>
    public static ReadOnlySpan<byte> Read<TFile>(TFile file, int start, int length, int limit)
        where TFile : IJpegFile, allows ref struct
    {
        int wanted = Math.Min(length, Piece);
        while (true)
        {
            ReadOnlySpan<byte> head = file.Read(start, Math.Max(1, wanted));
            head = head[..Math.Min(head.Length, length)];
            if (head.Length == length || head.Length < wanted)
                return head;
            long needed = FindScan(head);
            if (needed <= head.Length)
                return head;
            if (needed > limit)
                throw new JpegFormatException("The header is too long.");
            wanted = (int)Math.Min(length, Math.Min(limit, Math.Max(needed + Piece, 2L * head.Length)));
        }
    }

    /// <summary>The number of lines from the DNL marker (ITU T.81, B.2.5), which must follow the first scan.</summary>
    /// <param name="file">The file.</param>
    /// <param name="position">Where the scan's data begin.</param>
    /// <param name="end">Where the image ends.</param>
    /// <exception cref="JpegFormatException">Another marker follows, or none.</exception>
    public static int FindLineCount<TFile>(TFile file, int position, int end)
        where TFile : IJpegFile, allows ref struct
    {
        while (position < end)
        {
            ReadOnlySpan<byte> piece = file.Read(position, Math.Min(Piece, end - position));
            piece = piece[..Math.Min(piece.Length, end - position)];
            bool isLast = position + piece.Length == end || piece.Length < Piece;
            int at = 0;
            while ((at = IndexOfMarker(piece, at)) >= 0 && (at + DnlLength <= piece.Length || isLast))
            {
                byte code = piece[at + 1];
                if (Marker.IsRestart(code))
                {
                    at += 2;
                    continue;
                }

                int height = code == Marker.Dnl && at + DnlLength <= piece.Length && BinaryPrimitives.ReadUInt16BigEndian(piece[(at + 2)..]) >= 4 ? BinaryPrimitives.ReadUInt16BigEndian(piece[(at + 4)..]) : 0;
                return height > 0 ? height : throw new JpegFormatException("Neither the frame header nor a DNL marker gives the image a height.");
            }

            if (isLast)
                break;

            // A marker may lie across the end of the piece.
            position += at > 0 ? at : piece.Length - 1;
        }

        throw new JpegFormatException("Neither the frame header nor a DNL marker gives the image a height.");
    }

    /// <summary>The next FF before another byte than 0 or FF; -1 where there is none.</summary>
    private static int IndexOfMarker(ReadOnlySpan<byte> bytes, int from)
    {
        for (int at = from; at + 1 < bytes.Length; at++)
        {
            int skip = bytes[at..^1].IndexOf((byte)0xFF);
            if (skip < 0)
                return -1;
            at += skip;
            if (bytes[at + 1] is not (0 or 0xFF))
                return at;
        }

        return -1;
    }

    /// <summary>Where the first scan's data begin; beyond the end of the bytes, how many are needed at least to go on.</summary>
    private static long FindScan(ReadOnlySpan<byte> head)
    {
        bool hasFrame = false;
        for (int at = 2; ;)
        {
            int marker = at <= head.Length ? IndexOfMarker(head, at) : -1;
            if (marker < 0)
                return head.Length + 1L;
            byte code = head[marker + 1];
            at = marker + 2;
            if (code == Marker.Eoi && hasFrame)
                return at;
            if (Marker.StandsAlone(code))
                continue;
            if (at + 2 > head.Length)
                return at + 2;
            at += Math.Max(2, (int)BinaryPrimitives.ReadUInt16BigEndian(head[at..]));
            if (code == Marker.Sos || at > head.Length)
                return at;
            hasFrame |= Marker.IsFrame(code);
        }
    }
}

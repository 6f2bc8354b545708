using System.Runtime.CompilerServices;

namespace ImageResize.Bitmaps.Gif;

/// <summary>Tells what of a frame must be drawn: what differs from the frame before, where there is one.</summary>
internal static class FrameChange
{
    /// <summary>As many pixels in a row must be the same to be left as they are: fewer would break strings of indices that come again.</summary>
    private const int ShortestRun = 6;

    /// <summary>Marks the pixels that are left as they are.</summary>
    /// <param name="former">The pixels of the frame before; empty without one.</param>
    /// <param name="current">The pixels, row by row; 0 where nothing is seen.</param>
    /// <param name="marks">Set to <paramref name="left"/> where a pixel is not drawn, else to 0.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="left">The mark.</param>
    /// <returns>A part outside of which no pixel is drawn, and whether pixels in the picture are left.</returns>
    public static (GifRectangle Part, bool Leaves) Mark(ReadOnlySpan<uint> former, ReadOnlySpan<uint> current, Span<byte> marks, int width, byte left)
    {
        int height = current.Length / width, top = height, bottom = 0, first = width, end = 0;
        bool leaves = false;
        marks.Clear();
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<uint> row = current.Slice(y * width, width);
            Span<byte> rowMarks = marks.Slice(y * width, width);
            leaves |= MarkTransparent(row, rowMarks, left);
            if (!former.IsEmpty)
                leaves |= MarkSame(former.Slice(y * width, width), row, rowMarks, left);
            int from = rowMarks.IndexOfAnyExcept(left);
            if (from < 0)
                continue;
            (top, bottom) = (Math.Min(top, y), y + 1);
            (first, end) = (Math.Min(first, from), Math.Max(end, EndOfOther(rowMarks, left)));
        }

        return (bottom == 0 ? new GifRectangle(0, 0, 1, 1) : new GifRectangle(first, top, end - first, bottom - top), leaves);
    }

    private static bool MarkTransparent(ReadOnlySpan<uint> row, Span<byte> marks, byte left)
    {
        int at = row.IndexOf(0u);
        if (at < 0)
            return false;
        for (; at < row.Length; at++)
            if (row[at] == 0)
                marks[at] = left;
        return true;
    }

    /// <summary>Behind the last mark that is another. The framework's search from behind, and its filling, are not compiled ahead of time.</summary>
    private static int EndOfOther(ReadOnlySpan<byte> marks, byte left)
    {
        int end = marks.Length;
        while (end > 0 && marks[end - 1] == left)
            end--;
        return end;
    }

    private static void Mark(Span<byte> marks, byte left)
    {
        for (int i = 0; i < marks.Length; i++)
            marks[i] = left;
    }

    private static bool MarkSame(ReadOnlySpan<uint> former, ReadOnlySpan<uint> row, Span<byte> marks, byte left)
    {
        bool leaves = false;
        for (int x = 0; x < row.Length;)
        {
            x += CountOther(former[x..], row[x..]);
            int same = CountSame(former[x..], row[x..]);

            // At an end of the row it makes the part smaller, however short it is.
            if (same > 0 && (same >= ShortestRun || x == 0 || x + same == row.Length))
            {
                Mark(marks.Slice(x, same), left);
                leaves = true;
            }

            x += same;
        }

        return leaves;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int CountOther(ReadOnlySpan<uint> former, ReadOnlySpan<uint> row)
    {
        int other = 0;
        while (other < row.Length && row[other] != former[other])
            other++;
        return other;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int CountSame(ReadOnlySpan<uint> former, ReadOnlySpan<uint> row)
    {
        int same = 0;
        while (same < row.Length && row[same] == former[same])
            same++;
        return same;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ImageResize.Bitmaps.Gif;

/// <summary>
/// Finds the colours of a frame's palette. Few are taken as they are. Of many, those of areas stay to the level; the rest are boxes
/// of colours, cut where that helps most, whose means move to where the pixels are that they are nearest to (k-means). Belongs to one thread.
/// </summary>
internal sealed class PaletteFinder : IDisposable
{
    /// <summary>How often means move; more often gains next to nothing.</summary>
    private const int Moves = 3;

    /// <summary>How much worse than a palette of its own the palette of the frame before may be, so that it is kept: frames that change alone would flicker.</summary>
    private const double KeptError = 1.05;

    private readonly ColorCells _cells = new();
    /// <summary>Places for the at most 256 colours that were seen: the index is the upper 10 bits of a product.</summary>
    private const int Slots = 1024;

    private readonly uint[] _exact = new uint[256];

    /// <summary>The colours that were seen, by open addressing, with the highest byte set. The framework's sets of numbers are slow until the runtime's compiler comes to them.</summary>
    private readonly uint[] _seen = new uint[Slots];

    /// <summary>The palette for a part of a picture.</summary>
    /// <param name="pixels">The whole picture's pixels, row by row, red in the lowest byte.</param>
    /// <param name="marks">For each pixel whether it counts: it does not where the mark is <paramref name="left"/>.</param>
    /// <param name="stride">Pixels of a row.</param>
    /// <param name="part">The part.</param>
    /// <param name="left">The mark; -1 where all count.</param>
    /// <param name="most">The most colours: 2 to 256.</param>
    /// <param name="former">The palette of the frame before, which is given back where it will do; null without one.</param>
    /// <returns>At least one colour.</returns>
    public uint[] Find(ReadOnlySpan<uint> pixels, ReadOnlySpan<byte> marks, int stride, GifRectangle part, int left, int most, uint[]? former)
    {
        if (CountFew(pixels, marks, stride, part, left, most) is { } few)
        {
            ReadOnlySpan<uint> exact = _exact.AsSpan(0, few);
            if (former is not null && !exact.ContainsAnyExcept(former))
                return former;
            return exact.IsEmpty ? [0] : exact.ToArray();
        }

        _cells.Count(pixels, marks, stride, part, left);
        List<(uint Color, int Count)> areas = _cells.Areas;
        areas.Sort((one, other) => other.Count.CompareTo(one.Count));
        uint[] still = [.. areas.Take(most / 2).Select(area => area.Color)];
        foreach ((uint color, int count) in areas.Skip(still.Length))
            _cells.Filled.Add(new ColorCell(count, color & 255, color >> 8 & 255, color >> 16 & 255));
        Span<ColorCell> cells = CollectionsMarshal.AsSpan(_cells.Filled);
        Vector128<float>[] colors = [.. still.Select(color => Vector128.Create(0, color & 255, color >> 8 & 255, (float)(color >> 16 & 255))), .. Boxes(cells, most - still.Length)];
        double error = Refine(cells, colors, still.Length);
        return former is not null && ErrorOf(cells, former) <= KeptError * error ? former : [.. colors.Select(ToColor).Distinct()];
    }

    /// <inheritdoc/>
    public void Dispose() => _cells.Dispose();

    /// <summary>How many different colours there are, where there are no more than a palette has; null where there are. They are in the order in which they came.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int? CountFew(ReadOnlySpan<uint> pixels, ReadOnlySpan<byte> marks, int stride, GifRectangle part, int left, int most)
    {
        _seen.AsSpan().Clear();
        int count = 0;
        uint last = uint.MaxValue;
        for (int y = part.Top; y < part.Top + part.Height; y++)
        {
            for (int at = y * stride + part.Left, end = at + part.Width; at < end; at++)
            {
                uint color = pixels[at] & 0xFF_FFFF;
                if (color == last || marks[at] == left)
                    continue;
                last = color;
                uint seen = color | 0xFF00_0000, slot = color * 0x9E37_79B1 >> 22;
                while (_seen[slot] != 0 && _seen[slot] != seen)
                    slot = slot + 1 & Slots - 1;
                if (_seen[slot] == seen)
                    continue;
                if (count == most)
                    return null;
                (_seen[slot], _exact[count++]) = (seen, color);
            }
        }

        return count;
    }

    private static IEnumerable<Vector128<float>> Boxes(Span<ColorCell> cells, int count)
    {
        if (cells.IsEmpty)
            return [];
        var boxes = new PriorityQueue<CellBox, float>();
        var first = new CellBox(cells, 0, cells.Length);
        boxes.Enqueue(first, -first.Gain);
        while (boxes.Count < count && boxes.Peek().Gain > 0)
        {
            (CellBox left, CellBox right) = boxes.Dequeue().Cut(cells);
            boxes.Enqueue(left, -left.Gain);
            boxes.Enqueue(right, -right.Gain);
        }

        return boxes.UnorderedItems.Select(box => box.Element.Mean);
    }

    /// <summary>Moves colours, but for the first ones, to the means of the cells that they are nearest to; gives the sum of square errors before the last move.</summary>
    private static double Refine(ReadOnlySpan<ColorCell> cells, Vector128<float>[] colors, int still)
    {
        double error = 0;
        var sums = new Vector128<float>[colors.Length];
        var search = new CellSearch();
        for (int move = 0; move < Moves; move++)
        {
            sums.AsSpan().Clear();
            search.Begin(colors);
            error = 0;
            foreach (ref readonly ColorCell cell in cells)
            {
                int nearest = search.Find(cell, out float distance);
                error += distance * cell.Count;
                sums[nearest] += Vector128.Create(1, cell.Red, cell.Green, cell.Blue) * cell.Count;
            }

            for (int i = still; i < colors.Length; i++)
                if (sums[i].ToScalar() > 0)
                    colors[i] = sums[i] / sums[i].ToScalar();
        }

        return error;
    }

    private static double ErrorOf(ReadOnlySpan<ColorCell> cells, uint[] palette)
    {
        double error = 0;
        var search = new CellSearch();
        search.Begin([.. palette.Select(color => Vector128.Create(0, color & 255, color >> 8 & 255, (float)(color >> 16 & 255)))]);
        foreach (ref readonly ColorCell cell in cells)
        {
            search.Find(cell, out float distance);
            error += distance * cell.Count;
        }

        return error;
    }

    private static uint ToColor(Vector128<float> color) => (uint)MathF.Round(color[1]) | (uint)MathF.Round(color[2]) << 8 | (uint)MathF.Round(color[3]) << 16;
}

using System.Runtime.CompilerServices;
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
        ReadOnlySpan<uint> areas = _cells.TakeAreas(most / 2);
        Span<ColorCell> cells = _cells.Filled;
        CellBox[] boxes = CellBox.CutUp(cells, most - areas.Length);
        var colors = new Vector128<float>[areas.Length + boxes.Length];
        ToVectors(areas, colors);
        for (int i = 0; i < boxes.Length; i++)
            colors[areas.Length + i] = boxes[i].Mean;
        double error = Refine(cells, colors, areas.Length);
        return former is not null && ErrorOf(cells, former) <= KeptError * error ? former : ToColors(colors);
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
        var colors = new Vector128<float>[palette.Length];
        ToVectors(palette, colors);
        search.Begin(colors);
        foreach (ref readonly ColorCell cell in cells)
        {
            search.Find(cell, out float distance);
            error += distance * cell.Count;
        }

        return error;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToVectors(ReadOnlySpan<uint> colors, Vector128<float>[] vectors)
    {
        for (int i = 0; i < colors.Length; i++)
            vectors[i] = Vector128.Create(0, colors[i] & 255, colors[i] >> 8 & 255, (float)(colors[i] >> 16 & 255));
    }

    /// <summary>The colours to the level, each once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint[] ToColors(Vector128<float>[] vectors)
    {
        var colors = new uint[vectors.Length];
        int count = 0;
        foreach (Vector128<float> vector in vectors)
        {
            uint color = (uint)MathF.Round(vector[1]) | (uint)MathF.Round(vector[2]) << 8 | (uint)MathF.Round(vector[3]) << 16;
            int same = 0;
            while (same < count && colors[same] != color)
                same++;
            colors[same] = color;
            count = Math.Max(count, same + 1);
        }

        return colors.AsSpan(0, count).ToArray();
    }
}

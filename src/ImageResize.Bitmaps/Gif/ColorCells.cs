using System.Runtime.CompilerServices;
using ImageResize.Bitmaps.Memory;

namespace ImageResize.Bitmaps.Gif;

/// <summary>Colours that are close to each other, as one.</summary>
/// <param name="Count">How many pixels have them.</param>
/// <param name="Red">Their mean.</param>
/// <param name="Green">Their mean.</param>
/// <param name="Blue">Their mean.</param>
internal readonly record struct ColorCell(float Count, float Red, float Green, float Blue);

/// <summary>
/// Counts the colours of a frame in a grid of 64 cells a side over the range that they have, so that a cell is 1, 2 or 4 levels wide.
/// Colours of areas, which many pixels share to the level, are told apart from the cell they lie in. Belongs to one thread.
/// </summary>
internal sealed unsafe class ColorCells : IDisposable
{
    private const int Bits = 6, Side = 1 << Bits, Cells = Side * Side * Side;

    /// <summary>The share of the pixels, as its inverse, from which a colour is that of an area.</summary>
    private const int AreaShare = 192;

    /// <summary>Different colours in a cell, at most.</summary>
    private const int ColorsPerCell = 64;

    private readonly NativeBlock<Tally> _tallies = new(Cells);
    private readonly byte[] _heavy = new byte[Cells];
    private readonly int[] _areaCounts = new int[256 * ColorsPerCell];
    private readonly int[] _first = new int[3], _shift = new int[3];

    /// <summary>The colours of areas below how many pixels have each, the largest first: at most 192. The framework's lists and sorting of such values are not compiled ahead of time.</summary>
    private readonly long[] _areas = new long[AreaShare];

    private readonly uint[] _areaColors = new uint[AreaShare];
    private ColorCell[] _filled = new ColorCell[1024];
    private int _filledCount, _areaCount;

    /// <summary>The cells that have pixels, their areas left out but for those that <see cref="TakeAreas"/> made cells of their own.</summary>
    public Span<ColorCell> Filled => _filled.AsSpan(0, _filledCount);

    /// <summary>Counts the colours of a part.</summary>
    /// <param name="pixels">The whole picture's pixels, row by row, red in the lowest byte.</param>
    /// <param name="marks">For each pixel whether it counts: it does not where the mark is <paramref name="left"/>.</param>
    /// <param name="stride">Pixels of a row.</param>
    /// <param name="part">The part.</param>
    /// <param name="left">The mark; -1 where all count.</param>
    public void Count(ReadOnlySpan<uint> pixels, ReadOnlySpan<byte> marks, int stride, GifRectangle part, int left)
    {
        (_filledCount, _areaCount) = (0, 0);
        FindRange(pixels, stride, part);
        Span<Tally> tallies = _tallies.GetSpan();
        tallies.Clear();
        fixed (Tally* cells = tallies)
            for (int y = part.Top; y < part.Top + part.Height; y++)
                CountRow(pixels.Slice(y * stride + part.Left, part.Width), marks.Slice(y * stride + part.Left, part.Width), left, cells);

        long total = 0;
        foreach (ref readonly Tally tally in tallies)
            total += tally.Count;
        FindAreas(pixels, marks, stride, part, left, Math.Max(1, total / AreaShare));
        for (int cell = 0; cell < Cells; cell++)
            if (tallies[cell] is { Count: > 0 and var count } tally)
                Add(new ColorCell(count, Base(cell, 0) + tally.Red / (float)count, Base(cell, 1) + tally.Green / (float)count, Base(cell, 2) + tally.Blue / (float)count));
    }

    /// <summary>The colours of the largest areas, the largest first; the others become cells of their own.</summary>
    /// <param name="most">How many at most.</param>
    /// <returns>Colours, red in the lowest byte, that are valid until colours are counted again.</returns>
    public ReadOnlySpan<uint> TakeAreas(int most)
    {
        for (int i = 0; i < _areaCount; i++)
        {
            uint color = _areaColors[i] = (uint)_areas[i] & 0xFF_FFFF;
            if (i >= most)
                Add(new ColorCell(_areas[i] >> 24, color & 255, color >> 8 & 255, color >> 16 & 255));
        }

        return _areaColors.AsSpan(0, Math.Min(most, _areaCount));
    }

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)_tallies).Dispose();

    private void Add(in ColorCell cell)
    {
        if (_filledCount == _filled.Length)
            Grow();
        _filled[_filledCount++] = cell;
    }

    private void Grow()
    {
        ColorCell[] filled = new ColorCell[2 * _filledCount];
        Filled.CopyTo(filled);
        _filled = filled;
    }

    private int Base(int cell, int channel) => _first[channel] + ((cell >> Bits * (2 - channel) & Side - 1) << _shift[channel]);

    /// <summary>The range of each channel; pixels that do not count may widen it.</summary>
    private void FindRange(ReadOnlySpan<uint> pixels, int stride, GifRectangle part)
    {
        uint least = 0xFF_FFFF, most = 0;
        for (int y = part.Top; y < part.Top + part.Height; y++)
        {
            foreach (uint pixel in pixels.Slice(y * stride + part.Left, part.Width))
            {
                least = Math.Min(least & 255, pixel & 255) | Math.Min(least & 0xFF00, pixel & 0xFF00) | Math.Min(least & 0xFF_0000, pixel & 0xFF_0000);
                most = Math.Max(most & 255, pixel & 255) | Math.Max(most & 0xFF00, pixel & 0xFF00) | Math.Max(most & 0xFF_0000, pixel & 0xFF_0000);
            }
        }

        for (int channel = 0; channel < 3; channel++)
        {
            int first = (int)(least >> 8 * channel & 255), last = (int)(most >> 8 * channel & 255), shift = 0;
            while (last - first >> shift >= Side)
                shift++;
            (_first[channel], _shift[channel]) = (first, shift);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountRow(ReadOnlySpan<uint> pixels, ReadOnlySpan<byte> marks, int left, Tally* cells)
    {
        int firstRed = _first[0], firstGreen = _first[1], firstBlue = _first[2], shiftRed = _shift[0], shiftGreen = _shift[1], shiftBlue = _shift[2];
        int withinRed = (1 << shiftRed) - 1, withinGreen = (1 << shiftGreen) - 1, withinBlue = (1 << shiftBlue) - 1;
        for (int x = 0; x < pixels.Length; x++)
        {
            if (marks[x] == left)
                continue;
            uint pixel = pixels[x];
            int red = (int)(pixel & 255) - firstRed, green = (int)(pixel >> 8 & 255) - firstGreen, blue = (int)(pixel >> 16 & 255) - firstBlue;
            Tally* cell = cells + ((red >> shiftRed) << 2 * Bits | (green >> shiftGreen) << Bits | blue >> shiftBlue);
            cell->Count++;
            cell->Red += red & withinRed;
            cell->Green += green & withinGreen;
            cell->Blue += blue & withinBlue;
        }
    }

    /// <summary>Looks into the cells that are full enough for an area, and takes areas out of them.</summary>
    private void FindAreas(ReadOnlySpan<uint> pixels, ReadOnlySpan<byte> marks, int stride, GifRectangle part, int left, long least)
    {
        Span<Tally> tallies = _tallies.GetSpan();
        var heavy = new List<int>();
        for (int cell = 0; cell < Cells; cell++)
            if (tallies[cell].Count > least)
                heavy.Add(cell);
        if (heavy.Count == 0)
            return;
        _areaCounts.AsSpan().Clear();
        for (int i = 0; i < heavy.Count; i++)
            _heavy[heavy[i]] = (byte)(i + 1);
        for (int y = part.Top; y < part.Top + part.Height; y++)
            CountHeavy(pixels.Slice(y * stride + part.Left, part.Width), marks.Slice(y * stride + part.Left, part.Width), left);
        for (int i = 0; i < heavy.Count; i++)
        {
            _heavy[heavy[i]] = 0;
            for (int within = 0; within < ColorsPerCell; within++)
                if (_areaCounts[i * ColorsPerCell + within] is var count && count > least)
                    Take(heavy[i], ref tallies[heavy[i]], within, count);
        }
    }

    private void Take(int cell, ref Tally tally, int within, int count)
    {
        (int red, int green, int blue) = (within >> 4, within >> 2 & 3, within & 3);
        long area = (long)count << 24 | (long)(Base(cell, 0) + red) | (long)(Base(cell, 1) + green) << 8 | (long)(Base(cell, 2) + blue) << 16;
        int place = _areaCount++;
        for (; place > 0 && _areas[place - 1] < area; place--)
            _areas[place] = _areas[place - 1];
        _areas[place] = area;
        tally.Count -= count;
        tally.Red -= count * red;
        tally.Green -= count * green;
        tally.Blue -= count * blue;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountHeavy(ReadOnlySpan<uint> pixels, ReadOnlySpan<byte> marks, int left)
    {
        byte[] heavy = _heavy;
        int[] counts = _areaCounts;
        int firstRed = _first[0], firstGreen = _first[1], firstBlue = _first[2], shiftRed = _shift[0], shiftGreen = _shift[1], shiftBlue = _shift[2];
        int withinRed = (1 << shiftRed) - 1, withinGreen = (1 << shiftGreen) - 1, withinBlue = (1 << shiftBlue) - 1;
        for (int x = 0; x < pixels.Length; x++)
        {
            if (marks[x] == left)
                continue;
            uint pixel = pixels[x];
            int red = (int)(pixel & 255) - firstRed, green = (int)(pixel >> 8 & 255) - firstGreen, blue = (int)(pixel >> 16 & 255) - firstBlue;
            int slot = heavy[(red >> shiftRed) << 2 * Bits | (green >> shiftGreen) << Bits | blue >> shiftBlue];
            if (slot != 0)
                counts[(slot - 1) * ColorsPerCell + ((red & withinRed) << 4 | (green & withinGreen) << 2 | blue & withinBlue)]++;
        }
    }

    /// <summary>The pixels of a cell, and the sums of how far their channels lie above its first levels: 3 at most, so that sums stay in 32 bits.</summary>
    private struct Tally
    {
        public int Count, Red, Green, Blue;
    }
}

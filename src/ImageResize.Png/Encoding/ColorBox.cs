using System.Runtime.CompilerServices;

namespace ImageResize.Png.Encoding;

/// <summary>Some of the colours of an image, which a palette shall have one colour for. Colours are weighted with their alpha.</summary>
internal sealed class ColorBox
{
    private readonly uint[] _colors;
    private readonly int[] _counts;
    private readonly int _start, _end;
    private readonly int _axis;

    /// <summary>Takes a range of the colours, whose order it may change later.</summary>
    /// <param name="colors">The colours.</param>
    /// <param name="counts">How many pixels have each.</param>
    /// <param name="start">The first.</param>
    /// <param name="end">Behind the last; there is at least one.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ColorBox(uint[] colors, int[] counts, int start, int end)
    {
        (_colors, _counts, _start, _end) = (colors, counts, start, end);
        Span<double> sums = stackalloc double[NearestColor.Channels], squares = stackalloc double[NearestColor.Channels];
        double total = 0;
        for (int i = start; i < end; i++)
        {
            total += counts[i];
            for (int channel = 0; channel < NearestColor.Channels; channel++)
            {
                double value = NearestColor.Weighted(colors[i], channel);
                sums[channel] += value * counts[i];
                squares[channel] += value * value * counts[i];
            }
        }

        double widest = -1;
        for (int channel = 0; channel < NearestColor.Channels; channel++)
        {
            double spread = squares[channel] - sums[channel] * sums[channel] / total;
            Error += Math.Max(0, spread);
            if (spread > widest)
                (widest, _axis) = (spread, channel);
            sums[channel] /= total;
        }

        if (end - start == 1)
            Error = 0;
        Mean = end - start == 1 ? colors[start] : NearestColor.Unweighted(sums);
    }

    /// <summary>The sum of the square distances from the mean, in levels.</summary>
    public double Error { get; }

    /// <summary>The colour that stands for all.</summary>
    public uint Mean { get; }

    /// <summary>Two boxes, parted along the channel that varies most, where the errors of both together are least.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (ColorBox Left, ColorBox Right) Cut()
    {
        int[] keys = new int[_end - _start];
        Span<uint> colors = _colors.AsSpan(_start, keys.Length);
        Span<int> counts = _counts.AsSpan(_start, keys.Length);
        (uint[] oldColors, int[] oldCounts) = (colors.ToArray(), counts.ToArray());

        // Sorted by counting: there are 256 levels.
        Span<int> places = stackalloc int[257];
        places.Clear();
        foreach (uint color in oldColors)
            places[NearestColor.Weighted(color, _axis) + 1]++;
        for (int level = 1; level < places.Length; level++)
            places[level] += places[level - 1];
        for (int i = 0; i < oldColors.Length; i++)
        {
            int level = NearestColor.Weighted(oldColors[i], _axis), place = places[level]++;
            (keys[place], colors[place], counts[place]) = (level, oldColors[i], oldCounts[i]);
        }

        int cut = _start + FindCut(keys, counts);
        return (new ColorBox(_colors, _counts, _start, cut), new ColorBox(_colors, _counts, cut, _end));
    }

    /// <summary>Where the variance between the two parts is largest: between 1 and the count less 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FindCut(int[] keys, Span<int> counts)
    {
        double total = 0, sum = 0;
        for (int i = 0; i < keys.Length; i++)
            (total, sum) = (total + counts[i], sum + (double)keys[i] * counts[i]);
        double left = 0, leftSum = 0, best = -1;
        int cut = keys.Length / 2;
        for (int i = 0; i < keys.Length - 1; i++)
        {
            (left, leftSum) = (left + counts[i], leftSum + (double)keys[i] * counts[i]);
            double between = leftSum * leftSum / left + (sum - leftSum) * (sum - leftSum) / (total - left);
            if (between > best && keys[i] != keys[i + 1])
                (best, cut) = (between, i + 1);
        }

        return cut;
    }
}

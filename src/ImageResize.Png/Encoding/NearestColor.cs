using System.Runtime.CompilerServices;
using ImageResize.Pixels.Memory;

namespace ImageResize.Png.Encoding;

/// <summary>
/// Finds the colour of a palette that is nearest to another. Distances are of red, green and blue weighted with alpha, and of alpha, so that
/// what is hardly seen hardly counts.
/// </summary>
internal sealed class NearestColor
{
    public const int Channels = 4;

    private readonly uint[] _palette;
    private readonly int[] _weighted;

    /// <summary>Prepares a palette.</summary>
    /// <param name="palette">At least one colour.</param>
    public NearestColor(uint[] palette)
    {
        // In the order of green: the search ends where that alone is too far.
        var keys = new long[palette.Length];
        for (int i = 0; i < keys.Length; i++)
            keys[i] = (long)Weighted(palette[i], 1) << 32 | (long)i;
        NumberSort.Sort(keys);
        _palette = new uint[palette.Length];
        _weighted = new int[Channels * palette.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            _palette[i] = palette[(int)keys[i]];
            for (int channel = 0; channel < Channels; channel++)
                _weighted[Channels * i + channel] = Weighted(_palette[i], channel);
        }
    }

    /// <summary>A channel weighted with alpha, 0 to 255; of alpha itself, the third, as it is.</summary>
    public static int Weighted(uint color, int channel)
    {
        int alpha = (int)(color >> 24), value = (int)(color >> (8 * channel) & 255);
        return channel == 3 ? alpha : (value * alpha + 127) / 255;
    }

    /// <summary>The colour of weighted channels.</summary>
    public static uint Unweighted(ReadOnlySpan<double> weighted)
    {
        double alpha = weighted[3];
        uint color = (uint)Math.Clamp(Math.Round(alpha), 0, 255) << 24;
        if (color == 0)
            return 0;
        for (int channel = 0; channel < 3; channel++)
            color |= (uint)Math.Clamp(Math.Round(weighted[channel] * 255 / alpha), 0, 255) << (8 * channel);
        return color;
    }

    /// <summary>The nearest colour.</summary>
    /// <param name="color">Any colour.</param>
    /// <param name="error">The sum of the squares of the distances in the four channels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public uint Find(uint color, out int error)
    {
        int red = Weighted(color, 0), green = Weighted(color, 1), blue = Weighted(color, 2), alpha = (int)(color >> 24);
        int start = FindStart(green), nearest = start;
        error = int.MaxValue;
        for (int down = start, up = start + 1; down >= 0 || up < _palette.Length;)
        {
            if (down >= 0 && !IsTried(down, ref nearest, ref error))
                down = -1;
            else
                down--;
            if (up < _palette.Length && !IsTried(up, ref nearest, ref error))
                up = _palette.Length;
            else
                up++;
        }

        return _palette[nearest];

        // False where the green alone is too far, and so is all beyond.
        bool IsTried(int i, ref int best, ref int least)
        {
            int at = Channels * i, far = _weighted[at + 1] - green;
            int distance = far * far;
            if (distance >= least)
                return false;
            int other = _weighted[at] - red;
            distance += other * other;
            other = _weighted[at + 2] - blue;
            distance += other * other;
            other = _weighted[at + 3] - alpha;
            distance += other * other;
            if (distance < least)
                (best, least) = (i, distance);
            return true;
        }
    }

    /// <summary>The last colour whose green is not above a value; the first where there is none.</summary>
    private int FindStart(int green)
    {
        int low = 0, high = _palette.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_weighted[Channels * middle + 1] <= green)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }
}

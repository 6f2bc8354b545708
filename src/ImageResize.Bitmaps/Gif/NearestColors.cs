using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageResize.Bitmaps.Gif;

/// <summary>
/// Finds the colour of a palette that is nearest to another, exactly and by few comparisons: for each cube of 8 levels a side the
/// colours that can be nearest to any of it are listed when the first of it is asked for. Distances are weighted
/// (<see cref="ColorWeights"/>). Belongs to one thread.
/// </summary>
internal sealed class NearestColors
{
    private const int Most = 256;

    /// <summary>Further from any colour than they are from each other.</summary>
    private const int Nowhere = 10_000;

    private const int Shift = 3, Side = 1 << Shift, Cubes = 256 / Side;

    /// <summary>Where each cube's list begins; 0 where it is not made yet.</summary>
    private readonly int[] _lists = new int[Cubes * Cubes * Cubes];

    /// <summary>Lists: how many colours there are, then the colours, each with its index in the highest byte.</summary>
    private uint[] _entries = new uint[1 << 14];
    private readonly int[] _reds = new int[Most], _greens = new int[Most], _blues = new int[Most];
    private uint[] _palette = [];
    private int _used = 1, _padded;

    /// <summary>Takes another palette.</summary>
    /// <param name="palette">1 to 256 colours, red in the lowest byte; the highest does not count.</param>
    public void Begin(ReadOnlySpan<uint> palette)
    {
        _palette = palette.ToArray();
        _padded = (palette.Length + Vector256<int>.Count - 1) / Vector256<int>.Count * Vector256<int>.Count;
        for (int i = 0; i < _padded; i++)
            (_reds[i], _greens[i], _blues[i]) = i < palette.Length ? ((int)(palette[i] & 255), (int)(palette[i] >> 8 & 255), (int)(palette[i] >> 16 & 255)) : (Nowhere, Nowhere, Nowhere);
        _lists.AsSpan().Clear();
        _used = 1;
    }

    /// <summary>The colour that an index stands for.</summary>
    public uint ColorOf(int index) => _palette[index];

    /// <summary>The index of the nearest colour; of equals the first.</summary>
    /// <param name="red">0 to 255.</param>
    /// <param name="green">0 to 255.</param>
    /// <param name="blue">0 to 255.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int red, int green, int blue)
    {
        int cube = (red >> Shift) * Cubes * Cubes + (green >> Shift) * Cubes + (blue >> Shift), list = _lists[cube];
        if (list == 0)
            list = _lists[cube] = Make(red & -Side, green & -Side, blue & -Side);
        uint[] entries = _entries;
        int end = list + (int)entries[list], nearest = int.MaxValue;
        for (int i = list + 1; i <= end; i++)
        {
            uint entry = entries[i];
            int far = (int)(entry & 255) - red, distance = ColorWeights.Red * far * far;
            far = (int)(entry >> 8 & 255) - green;
            distance += ColorWeights.Green * far * far;
            far = (int)(entry >> 16 & 255) - blue;
            distance += ColorWeights.Blue * far * far;

            // 20 bits of distance before 8 of the index.
            nearest = Math.Min(nearest, distance << 8 | (int)(entry >> 24));
        }

        return nearest & 255;
    }

    /// <summary>Lists the colours whose least distance from a cube is not above the least of all largest ones.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private int Make(int red, int green, int blue)
    {
        Span<int> least = stackalloc int[Most];
        Vector256<int> limits = Vector256.Create(int.MaxValue);
        for (int i = 0; i < _padded; i += Vector256<int>.Count)
        {
            (Vector256<int> nearRed, Vector256<int> farRed) = Range(_reds, i, red, ColorWeights.Red);
            (Vector256<int> nearGreen, Vector256<int> farGreen) = Range(_greens, i, green, ColorWeights.Green);
            (Vector256<int> nearBlue, Vector256<int> farBlue) = Range(_blues, i, blue, ColorWeights.Blue);
            (nearRed + nearGreen + nearBlue).CopyTo(least[i..]);
            limits = Vector256.Min(limits, farRed + farGreen + farBlue);
        }

        int limit = int.MaxValue;
        for (int lane = 0; lane < Vector256<int>.Count; lane++)
            limit = Math.Min(limit, limits[lane]);
        int list = _used++;
        if (_entries.Length < list + 1 + _palette.Length)
            Array.Resize(ref _entries, 2 * _entries.Length + _palette.Length);
        for (int i = 0; i < _palette.Length; i++)
            if (least[i] <= limit)
                _entries[_used++] = _palette[i] & 0xFF_FFFF | (uint)i << 24;
        _entries[list] = (uint)(_used - list - 1);
        return list;
    }

    /// <summary>The weighted squares of the least and the largest distance of eight values from those of a cube.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<int> Near, Vector256<int> Far) Range(int[] values, int at, int first, int weight)
    {
        Vector256<int> value = Vector256.Create(values.AsSpan(at)), below = Vector256.Create(first) - value, above = value - Vector256.Create(first + Side - 1);
        Vector256<int> near = Vector256.Max(Vector256<int>.Zero, Vector256.Max(below, above)), far = Vector256.Max(Vector256.Abs(below), Vector256.Abs(above));
        return (near * near * weight, far * far * weight);
    }
}

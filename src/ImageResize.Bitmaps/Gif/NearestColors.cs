using System.Runtime.CompilerServices;

namespace ImageResize.Bitmaps.Gif;

/// <summary>
/// Finds the colour of a palette that is nearest to another, exactly and by few comparisons: for each cube of 8 levels a side the
/// colours that can be nearest to any of it are listed when the first of it is asked for. Distances are weighted
/// (<see cref="ColorWeights"/>). Belongs to one thread.
/// </summary>
internal sealed unsafe class NearestColors
{
    private const int Shift = 3, Side = 1 << Shift, Cubes = 256 / Side;

    /// <summary>Where each cube's list begins; 0 where it is not made yet.</summary>
    private readonly int[] _lists = new int[Cubes * Cubes * Cubes];

    /// <summary>Lists: how many colours there are, then the colours, each with its index in the highest byte.</summary>
    private uint[] _entries = new uint[1 << 14];
    private uint[] _palette = [];
    private int _used = 1;

    /// <summary>Takes another palette.</summary>
    /// <param name="palette">1 to 256 colours, red in the lowest byte; the highest does not count.</param>
    public void Begin(ReadOnlySpan<uint> palette)
    {
        _palette = palette.ToArray();
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
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Make(int red, int green, int blue)
    {
        int* least = stackalloc int[256];
        int limit = int.MaxValue;
        for (int i = 0; i < _palette.Length; i++)
        {
            uint color = _palette[i];
            (int nearRed, int farRed) = Range((int)(color & 255), red);
            (int nearGreen, int farGreen) = Range((int)(color >> 8 & 255), green);
            (int nearBlue, int farBlue) = Range((int)(color >> 16 & 255), blue);
            least[i] = ColorWeights.Red * nearRed + ColorWeights.Green * nearGreen + ColorWeights.Blue * nearBlue;
            limit = Math.Min(limit, ColorWeights.Red * farRed + ColorWeights.Green * farGreen + ColorWeights.Blue * farBlue);
        }

        int list = _used++;
        if (_entries.Length < list + 1 + _palette.Length)
            Array.Resize(ref _entries, 2 * _entries.Length + _palette.Length);
        for (int i = 0; i < _palette.Length; i++)
            if (least[i] <= limit)
                _entries[_used++] = _palette[i] & 0xFF_FFFF | (uint)i << 24;
        _entries[list] = (uint)(_used - list - 1);
        return list;
    }

    /// <summary>The squares of the least and the largest distance of a value from those of a cube.</summary>
    private static (int Near, int Far) Range(int value, int first)
    {
        int below = first - value, above = value - (first + Side - 1), near = Math.Max(0, Math.Max(below, above)), far = Math.Max(Math.Abs(below), Math.Abs(above));
        return (near * near, far * far);
    }
}

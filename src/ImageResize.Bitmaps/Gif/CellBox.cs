using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageResize.Bitmaps.Gif;

/// <summary>
/// Some cells of colours, which a palette shall have one colour for; and how they are best parted: along which channel, and where,
/// so that the square errors of both parts together are least (Wu, "Efficient Statistical Computations for Optimal Color
/// Quantization", Graphics Gems II).
/// </summary>
internal sealed class CellBox
{
    /// <summary>Steps of a box's range that cuts are looked for between, in each channel.</summary>
    private const int Steps = 64;

    private readonly int _start, _end;
    private Vector128<float> _first, _scale;
    private int _axis, _cut;

    /// <param name="cells">All cells, whose order is changed when one is parted.</param>
    /// <param name="start">The first that are in the box.</param>
    /// <param name="end">Behind the last; there is at least one.</param>
    public CellBox(ReadOnlySpan<ColorCell> cells, int start, int end)
    {
        (_start, _end) = (start, end);
        Find(cells[start..end]);
    }

    /// <summary>By how much parting makes the sum of square errors smaller; 0 where it cannot be parted.</summary>
    public float Gain { get; private set; }

    /// <summary>The mean of the colours: red, green and blue behind the count of pixels.</summary>
    public Vector128<float> Mean { get; private set; }

    /// <summary>Cuts all cells up, always the box where that helps most.</summary>
    /// <param name="cells">The cells, whose order is changed.</param>
    /// <param name="count">How many boxes are wanted, at least one; they are fewer where nothing helps any more.</param>
    public static CellBox[] CutUp(Span<ColorCell> cells, int count)
    {
        if (cells.IsEmpty)
            return [];

        // At most 256 boxes: looking at all is as fast as a heap, and the framework's of numbers is not compiled ahead of time.
        var boxes = new CellBox[count];
        boxes[0] = new CellBox(cells, 0, cells.Length);
        int used = 1;
        for (; used < count; used++)
        {
            int best = 0;
            for (int i = 1; i < used; i++)
                if (boxes[i].Gain > boxes[best].Gain)
                    best = i;
            if (boxes[best].Gain <= 0)
                break;
            (boxes[best], boxes[used]) = boxes[best].Cut(cells);
        }

        return boxes[..used];
    }

    /// <summary>The two parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (CellBox Left, CellBox Right) Cut(Span<ColorCell> cells)
    {
        int low = _start, high = _end - 1;
        while (low <= high)
        {
            if (StepsOf(cells[low])[_axis] < _cut)
                low++;
            else
                (cells[low], cells[high]) = (cells[high--], cells[low]);
        }

        return (new CellBox(cells, _start, low), new CellBox(cells, low, _end));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ChannelsOf(in ColorCell cell) => Vector128.Create(1, cell.Red, cell.Green, cell.Blue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<int> StepsOf(in ColorCell cell) =>
        Vector128.Min(Vector128.ConvertToInt32((ChannelsOf(cell) - _first) * _scale), Vector128.Create(Steps - 1));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Find(ReadOnlySpan<ColorCell> cells)
    {
        Vector128<float> last = _first = ChannelsOf(cells[0]);
        foreach (ref readonly ColorCell cell in cells)
        {
            _first = Vector128.Min(_first, ChannelsOf(cell));
            last = Vector128.Max(last, ChannelsOf(cell));
        }

        _scale = Vector128.Create((float)Steps) / Vector128.Max(last - _first, Vector128.Create(0.01f));
        Span<Vector128<float>> steps = stackalloc Vector128<float>[3 * Steps];
        steps.Clear();
        foreach (ref readonly ColorCell cell in cells)
        {
            Vector128<float> sums = ChannelsOf(cell) * cell.Count;
            Vector128<int> step = StepsOf(cell);
            steps[step[1]] += sums;
            steps[Steps + step[2]] += sums;
            steps[2 * Steps + step[3]] += sums;
        }

        FindCut(steps);
    }

    private void FindCut(ReadOnlySpan<Vector128<float>> steps)
    {
        Vector128<float> all = Vector128<float>.Zero;
        for (int i = 0; i < Steps; i++)
            all += steps[i];
        Mean = (all / all.ToScalar()).WithElement(0, all.ToScalar());
        float whole = Spread(all);
        for (int axis = 0; axis < 3; axis++)
        {
            Vector128<float> left = Vector128<float>.Zero;
            for (int i = 0; i < Steps - 1; i++)
            {
                left += steps[axis * Steps + i];
                Vector128<float> right = all - left;

                // No pixel on one side; sums of many are rounded.
                if (left.ToScalar() < 0.5f || right.ToScalar() < 0.5f || steps[axis * Steps + i].ToScalar() < 0.5f)
                    continue;
                float gain = Spread(left) + Spread(right) - whole;
                if (gain > Gain)
                    (Gain, _axis, _cut) = (gain, axis + 1, i + 1);
            }
        }
    }

    /// <summary>The weighted squares of the sums of the channels over the count: what parting makes larger by as much as errors become smaller.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Spread(Vector128<float> sums) => Vector128.Dot(sums * sums, Vector128.Create(0f, ColorWeights.Red, ColorWeights.Green, ColorWeights.Blue)) / sums.ToScalar();
}

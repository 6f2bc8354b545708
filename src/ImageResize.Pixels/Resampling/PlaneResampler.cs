using System.Diagnostics;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Simd;

namespace ImageResize.Pixels.Resampling;

/// <summary>
/// Reduces one decoded plane to one output plane. Strips of decoded lines arrive from top to bottom; each output line that
/// a strip touches adds its share to a line of sums, and when its last input line has come, is filtered horizontally
/// into bytes. In memory are only the lines of sums in progress.
/// </summary>
internal sealed unsafe class PlaneResampler
{
    private const int TapAlignment = 8;

    private readonly LanczosWeights _horizontal, _vertical;
    private readonly NativeBuffer _sums, _localStarts;
    private readonly ResamplingKernels _kernels;
    private AxisMapping _x, _y;
    private int _firstColumn, _lineWidth, _lineStride, _lineCount;
    private byte* _target;
    private int _targetStride, _next;

    public PlaneResampler(BufferArena arena, ResamplingKernels kernels)
    {
        _horizontal = new LanczosWeights(arena);
        _vertical = new LanczosWeights(arena);
        _sums = arena.Create();
        _localStarts = arena.Create();
        _kernels = kernels;
    }

    /// <summary>Floats that a decoded line must have room for, of which those beyond its samples may be anything finite.</summary>
    public static int LineCapacity(int samples) => Align(samples, ResamplingKernels.LinePadding) + ResamplingKernels.LinePadding;

    /// <summary>The native memory for one plane, without the output.</summary>
    public static long BytesFor(AxisMapping x, AxisMapping y) =>
        LanczosWeights.BytesFor(x, TapAlignment) + LanczosWeights.BytesFor(y, 1)
        + LineStride(x) * LinesInProgress(y) * sizeof(float) + (long)Align(x.OutputCount, 8) * sizeof(int);

    /// <summary>Begins a plane. The target must have lines of at least the output width, rounded up to eight bytes.</summary>
    public void Begin(AxisMapping x, AxisMapping y, byte* target, int targetStride)
    {
        Debug.Assert(targetStride >= Align(x.OutputCount, 8));
        (_x, _y) = (x, y);
        _horizontal.Build(x, TapAlignment);
        _vertical.Build(y, 1);
        _firstColumn = FirstColumn(x);
        _lineWidth = Align(x.End - _firstColumn, ResamplingKernels.LinePadding);
        _lineStride = (int)LineStride(x);
        _lineCount = (int)LinesInProgress(y);
        _sums.RequireCleared((long)_lineStride * _lineCount * sizeof(float));
        int outputs = Align(x.OutputCount, 8);
        int* starts = (int*)_localStarts.Require((long)outputs * sizeof(int));
        for (int i = 0; i < outputs; i++)
        {
            starts[i] = Math.Max(0, _horizontal.Starts[i] - _firstColumn);
            Debug.Assert(starts[i] + _horizontal.Taps <= _lineStride);
        }

        _target = target;
        _targetStride = targetStride;
        _next = 0;
    }

    /// <summary>Takes in decoded lines firstRow to firstRow + count - 1, count of them at least 1.</summary>
    public void Feed(float* rows, int stride, int firstRow, int count)
    {
        int endRow = Math.Min(firstRow + count, _y.InputCount), taps = _vertical.Taps;
        for (int i = _next; i < _y.OutputCount && _vertical.Starts[i] < endRow; i++)
        {
            int start = _vertical.Starts[i], from = Math.Max(start, firstRow), to = Math.Min(start + taps, endRow);
            float* sums = Line(i);
            if (from < to)
            {
                Debug.Assert(i - _next < _lineCount);
                float* weights = _vertical.Weights + (nint)i * taps + (from - start);
                _kernels.Accumulate(rows + (nint)(from - firstRow) * stride + _firstColumn, stride, to - from, weights, sums, _lineWidth, from == start);
            }

            if (start + taps <= endRow)
            {
                Debug.Assert(i == _next);
                _kernels.FilterLine(
                    sums, (int*)_localStarts.Pointer, _horizontal.Weights, _horizontal.Taps, _target + (nint)i * _targetStride, Align(_x.OutputCount, 8));
                _next = i + 1;
            }
        }
    }

    private static int Align(int value, int to) => (value + to - 1) / to * to;

    private static int FirstColumn(AxisMapping x) => x.First / 8 * 8;

    private static long LineStride(AxisMapping x) =>
        Math.Max(Align(x.End - FirstColumn(x), ResamplingKernels.LinePadding), x.Taps) + ResamplingKernels.LinePadding;

    /// <summary>
    /// Output lines that can be in progress together: the inputs of a line, over the inputs from one line to the next. At the
    /// edges, where filters are moved inward, up to half as many more.
    /// </summary>
    private static long LinesInProgress(AxisMapping y) =>
        Math.Min(y.OutputCount, (long)Math.Ceiling(1.5 * y.Taps / y.Step) + 4);

    private float* Line(int output) => (float*)_sums.Pointer + (nint)(output % _lineCount) * _lineStride;
}

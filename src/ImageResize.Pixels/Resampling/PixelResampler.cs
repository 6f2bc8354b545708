using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ImageResize.Pixels.Memory;

namespace ImageResize.Pixels.Resampling;

/// <summary>
/// Scales interleaved pixels, vertically first. Strips of eight rows arrive from top to bottom; each output line that a strip
/// touches adds its share to a line of sums, and when its last row has come, is filtered horizontally and becomes samples. Colours
/// are multiplied by alpha as they are read, and divided at the very end, so nothing is rounded between. In memory are only the
/// lines of sums in progress.
/// </summary>
internal sealed unsafe class PixelResampler
{
    /// <summary>Rows of a strip.</summary>
    public const int StripRows = 8;

    /// <summary>Samples behind the last of a row that are read, and may be anything.</summary>
    public const int RowPadding = 8;

    private const int LineSlack = 64;

    private readonly LanczosWeights _horizontal, _vertical;
    private readonly NativeBuffer _sums, _spread, _finished, _starts, _places, _jobWeights;
    private readonly PixelKernels _kernels;
    private AxisMapping _x, _y;
    private PixelFormat _format;
    private SampleConversion _conversion;
    private PixelImage _target = null!;
    private int _firstColumn, _samples, _lineCount, _next;
    private nint _lineStride;

    public PixelResampler(BufferArena arena, PixelKernels kernels)
    {
        _horizontal = new LanczosWeights(arena);
        _vertical = new LanczosWeights(arena);
        _sums = arena.Create();
        _spread = arena.Create();
        _finished = arena.Create();
        _starts = arena.Create();
        _places = arena.Create();
        _jobWeights = arena.Create();
        _kernels = kernels;
    }

    /// <summary>The native memory for one output, without the output.</summary>
    public static long BytesFor(AxisMapping x, AxisMapping y, PixelFormat format)
    {
        long lines = LinesInProgress(y), jobBytes = lines * (sizeof(nint) + StripRows * PixelKernels.WeightSpread * sizeof(float));
        return LanczosWeights.BytesFor(x, TapAlignment(format)) + LanczosWeights.BytesFor(y, 1)
            + LineStride(x, format) * lines * sizeof(float) + SpreadFloats(x, format) * sizeof(float)
            + FinishedFloats(x, format) * sizeof(float) + (x.OutputCount + 8L) * sizeof(int) + jobBytes;
    }

    /// <summary>Begins an image.</summary>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="format">The format of the rows that come.</param>
    /// <param name="target">Where to write; allocated, of the size of the outputs.</param>
    /// <param name="background">What to lay pixels on that are not opaque, where the target has no alpha.</param>
    public void Begin(AxisMapping x, AxisMapping y, PixelFormat format, PixelImage target, (byte Red, byte Green, byte Blue) background)
    {
        Debug.Assert(target.Width == x.OutputCount && target.Height == y.OutputCount);
        (_x, _y, _format, _target) = (x, y, format, target);
        _conversion = new SampleConversion(format, target.Format, background);
        _horizontal.Build(x, TapAlignment(format));
        _vertical.Build(y, 1);
        _firstColumn = FirstColumn(x);
        _samples = (int)Samples(x, format);
        _lineStride = (nint)LineStride(x, format);
        _lineCount = (int)LinesInProgress(y);
        _sums.RequireCleared(_lineStride * _lineCount * sizeof(float));
        _spread.RequireCleared((nint)SpreadFloats(x, format) * sizeof(float));
        _finished.RequireCleared((nint)FinishedFloats(x, format) * sizeof(float));
        _places.Require((nint)_lineCount * sizeof(nint));
        _jobWeights.Require((nint)_lineCount * StripRows * PixelKernels.WeightSpread * sizeof(float));
        int* starts = (int*)_starts.Require((x.OutputCount + 8L) * sizeof(int));
        for (int i = 0; i < x.OutputCount; i++)
            starts[i] = _horizontal.Starts[i] - _firstColumn;
        _next = 0;
    }

    /// <summary>Takes in rows firstRow to firstRow + count - 1; where they are fewer than eight, memory for eight must be readable.</summary>
    public void Feed(byte* rows, nint stride, int firstRow, int count)
    {
        Debug.Assert(count is > 0 and <= StripRows);
        int end = firstRow + count, last = _next, taps = _vertical.Taps;
        int* starts = _vertical.Starts;
        while (last < _y.OutputCount && starts[last] < end)
            last++;
        if (last == _next)
            return;
        StripJobs jobs = Sort(firstRow, end, last);
        rows += (nint)_firstColumn * _format.BytesPerPixel;
        _kernels.AddStrip(_format, rows, stride, _samples, (float*)_sums.Pointer, jobs);
        for (; _next < last && starts[_next] + taps <= end; _next++)
            Finish(_next);
    }

    /// <summary>The output lines from the next to the last, in the order that the filter wants them.</summary>
    private StripJobs Sort(int firstRow, int end, int last)
    {
        var jobs = new StripJobs { Places = (nint*)_places.Pointer, Weights = (float*)_jobWeights.Pointer };
        Debug.Assert(last - _next <= _lineCount);
        int count = 0;
        for (int half = 0; half < 3; half++)
        {
            int before = count;
            for (int i = _next; i < last; i++)
            {
                int start = _vertical.Starts[i], from = Math.Max(start - firstRow, 0), to = Math.Min(start + _vertical.Taps, end) - firstRow;
                int needs = to <= StripRows / 2 ? 1 : from >= StripRows / 2 ? 2 : 0;
                if (needs == half)
                    Place(jobs, count++, i, firstRow, from, to);
            }

            if (half == 0)
                jobs.Whole = count - before;
            else if (half == 1)
                jobs.Upper = count - before;
            else
                jobs.Lower = count - before;
        }

        return jobs;
    }

    private void Place(in StripJobs jobs, int job, int output, int firstRow, int from, int to)
    {
        int start = _vertical.Starts[output];
        nint place = output % _lineCount * _lineStride;
        jobs.Places[job] = start >= firstRow ? ~place : place;
        float* weights = _vertical.Weights + (nint)output * _vertical.Taps + (firstRow - start);
        float* spread = jobs.Weights + (nint)job * StripRows * PixelKernels.WeightSpread;
        new Span<float>(spread, StripRows * PixelKernels.WeightSpread).Clear();
        for (int row = from; row < to; row++)
            for (int lane = 0; lane < PixelKernels.WeightSpread; lane++)
                spread[row * PixelKernels.WeightSpread + lane] = weights[row];
    }

    private void Finish(int output)
    {
        float* line = (float*)_sums.Pointer + output % _lineCount * _lineStride, finished = (float*)_finished.Pointer;
        int* starts = (int*)_starts.Pointer;
        if (_format.Channels == 1)
        {
            _kernels.FilterGray(line, starts, _horizontal.Weights, _horizontal.Taps, finished, _x.OutputCount);
        }
        else
        {
            if (_format.Channels == 3)
                line = Spread(line);
            _kernels.FilterColor(line, starts, _horizontal.Weights, _horizontal.Taps, finished, _x.OutputCount);
        }

        _conversion.Run(finished, _target.Row(output), _x.OutputCount);
    }

    /// <summary>Pixels of three floats to pixels of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float* Spread(float* line)
    {
        float* target = (float*)_spread.Pointer;
        int pixels = _x.End - _firstColumn;
        for (int i = 0; i < pixels; i++, line += 3)
            Vector128.Load(line).Store(target + 4 * (nint)i);
        return (float*)_spread.Pointer;
    }

    private static int TapAlignment(PixelFormat format) =>
        format.Channels == 1 ? PixelLineFilter.GrayTapAlignment : PixelLineFilter.TapAlignment;

    private static int FirstColumn(AxisMapping x) => x.First / 8 * 8;

    private static long Samples(AxisMapping x, PixelFormat format) => ((long)(x.End - FirstColumn(x)) * format.Channels + 7) / 8 * 8;

    private static long LineStride(AxisMapping x, PixelFormat format) => Samples(x, format) + LineSlack;

    private static long SpreadFloats(AxisMapping x, PixelFormat format) => format.Channels == 3 ? (x.End - FirstColumn(x)) * 4L + LineSlack : 1;

    private static long FinishedFloats(AxisMapping x, PixelFormat format) => (x.OutputCount + 4L) * (format.Channels == 1 ? 1 : 4);

    /// <summary>
    /// Output lines that can be in progress together: those that begin within a strip, and the inputs of a line over the inputs from
    /// one line to the next. At the edges, where filters are moved inward, up to half as many more.
    /// </summary>
    private static long LinesInProgress(AxisMapping y) =>
        Math.Min(y.OutputCount, (long)Math.Ceiling((1.5 * y.Taps + StripRows) / y.Step) + 4);
}

using ImageResize.Pixels.Simd;

namespace ImageResize.Pixels.Resampling;

/// <summary>The loops of the resampler of pixels, which have a scalar and three vector forms, behind one virtual call for each strip or line.</summary>
internal abstract unsafe class PixelKernels
{
    /// <summary>How often a vertical weight is repeated, so that a vector of any width is loaded and not made.</summary>
    public const int WeightSpread = 16;

    /// <summary>The best for this processor.</summary>
    public static PixelKernels Best { get; } = Get(KernelWidths.WidestOfPixels);

    public static PixelKernels Get(KernelWidth width) => width switch
    {
        KernelWidth.Vector512 => new WidePixelKernels(),
        KernelWidth.Vector256 => new PixelKernels<Lanes8>(width),
        KernelWidth.Vector128 => new PixelKernels<Lanes4>(width),
        _ => new PixelKernels<Lanes1>(width),
    };

    /// <inheritdoc cref="StripFilter{TLanes, TLoader}.Add"/>
    public abstract void AddStrip(PixelFormat format, byte* rows, nint stride, int samples, float* sums, scoped in StripJobs jobs);

    /// <inheritdoc cref="PixelLineFilter"/>
    public abstract void FilterColor(float* line, int* starts, float* weights, int taps, float* target, int count);

    /// <inheritdoc cref="PixelLineFilter"/>
    public abstract void FilterGray(float* line, int* starts, float* weights, int taps, float* target, int count);
}

/// <summary>The loops for one width of lanes.</summary>
internal sealed unsafe class PixelKernels<TLanes>(KernelWidth width) : PixelKernels
    where TLanes : struct, ISampleLanes<TLanes>
{
    public override void AddStrip(PixelFormat format, byte* rows, nint stride, int samples, float* sums, scoped in StripJobs jobs) =>
        Add(format, rows, stride, samples, sums, jobs);

    /// <inheritdoc cref="StripFilter{TLanes, TLoader}.Add"/>
    public static void Add(PixelFormat format, byte* rows, nint stride, int samples, float* sums, scoped in StripJobs jobs)
    {
        switch (format)
        {
            case { HasAlpha: false, BytesPerSample: 1 }:
                StripFilter<TLanes, ByteLoader<TLanes>>.Add(rows, stride, samples, sums, jobs);
                break;
            case { HasAlpha: false }:
                StripFilter<TLanes, WordLoader<TLanes>>.Add(rows, stride, samples, sums, jobs);
                break;
            case { BytesPerSample: 1 }:
                StripFilter<TLanes, AlphaByteLoader<TLanes>>.Add(rows, stride, samples, sums, jobs);
                break;
            default:
                StripFilter<TLanes, AlphaWordLoader<TLanes>>.Add(rows, stride, samples, sums, jobs);
                break;
        }
    }

    public override void FilterColor(float* line, int* starts, float* weights, int taps, float* target, int count)
    {
        switch (width)
        {
            case KernelWidth.Vector256:
                PixelLineFilter.Run256(line, starts, weights, taps, target, count);
                break;
            case KernelWidth.Vector128:
                PixelLineFilter.Run128(line, starts, weights, taps, target, count);
                break;
            default:
                PixelLineFilter.RunScalar(line, starts, weights, taps, target, count);
                break;
        }
    }

    public override void FilterGray(float* line, int* starts, float* weights, int taps, float* target, int count) =>
        PixelLineFilter.RunGray<TLanes>(line, starts, weights, taps, target, count);
}

/// <summary>The loops with 512 bits.</summary>
internal sealed unsafe class WidePixelKernels : PixelKernels
{
    public override void AddStrip(PixelFormat format, byte* rows, nint stride, int samples, float* sums, scoped in StripJobs jobs)
    {
        // Samples come in eights.
        int whole = samples / 16 * 16;
        PixelKernels<Lanes16>.Add(format, rows, stride, whole, sums, jobs);
        if (whole < samples)
            PixelKernels<Lanes8>.Add(format, rows + whole * format.BytesPerSample, stride, samples - whole, sums + whole, jobs);
    }

    public override void FilterColor(float* line, int* starts, float* weights, int taps, float* target, int count) =>
        PixelLineFilter.Run512(line, starts, weights, taps, target, count);

    public override void FilterGray(float* line, int* starts, float* weights, int taps, float* target, int count) =>
        PixelLineFilter.RunGray<Lanes8>(line, starts, weights, taps, target, count);
}

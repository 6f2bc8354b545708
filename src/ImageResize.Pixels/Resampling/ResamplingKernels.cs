using ImageResize.Pixels.Simd;

namespace ImageResize.Pixels.Resampling;

/// <summary>
/// The loops of the resampler, which have a scalar and two vector forms, behind one virtual call for each strip or line.
/// </summary>
internal abstract unsafe class ResamplingKernels
{
    /// <summary>Floats that lines of samples are padded to: the vertical filter handles four vectors at a time.</summary>
    public const int LinePadding = 32;

    public static ResamplingKernels Get(KernelWidth width) => width switch
    {
        KernelWidth.Vector256 => new ResamplingKernels<Lanes8>(),
        KernelWidth.Vector128 => new ResamplingKernels<Lanes4>(),
        _ => new ResamplingKernels<Lanes1>(),
    };

    /// <inheritdoc cref="VerticalFilter{TLanes}.Accumulate"/>
    public abstract void Accumulate(float* rows, nint stride, int count, float* weights, float* sums, int width, bool first);

    /// <inheritdoc cref="HorizontalFilter{TLanes}.Run"/>
    public abstract void FilterLine(float* line, int* starts, float* weights, int taps, byte* target, int count);
}

/// <summary>The loops for one width of lanes.</summary>
internal sealed unsafe class ResamplingKernels<TLanes> : ResamplingKernels
    where TLanes : struct, ILanes<TLanes>
{
    public override void Accumulate(float* rows, nint stride, int count, float* weights, float* sums, int width, bool first) =>
        VerticalFilter<TLanes>.Accumulate(rows, stride, count, weights, sums, width, first);

    public override void FilterLine(float* line, int* starts, float* weights, int taps, byte* target, int count) =>
        HorizontalFilter<TLanes>.Run(line, starts, weights, taps, target, count);
}

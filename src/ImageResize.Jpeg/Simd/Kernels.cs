using ImageResize.Pixels;
using ImageResize.Pixels.Resampling;
using ImageResize.Pixels.Simd;

namespace ImageResize.Jpeg.Simd;

/// <summary>
/// The loops of the codec that have a scalar and two vector forms, behind one virtual call for each strip, line or block. The
/// scaler gets the widest that the processor has; tests pass the others.
/// </summary>
internal abstract unsafe class Kernels(KernelWidth width)
{
    /// <summary>Bytes behind the limit of an un-stuffing target that may be overwritten.</summary>
    public const int UnstuffSlack = 64;

    /// <summary>The best for this processor.</summary>
    public static Kernels Best { get; } = Get(KernelWidths.Widest);

    public KernelWidth Width => width;

    /// <summary>The loops of the resampler in the same form.</summary>
    public ResamplingKernels Resampling { get; } = ResamplingKernels.Get(width);

    /// <summary>The loops that join planes to pixels, likewise.</summary>
    public ColorKernels Colors { get; } = ColorKernels.Get(width);

    public static Kernels Get(KernelWidth width) => width switch
    {
        KernelWidth.Vector256 => new Kernels<Lanes8>(width),
        KernelWidth.Vector128 => new Kernels<Lanes4>(width),
        _ => new Kernels<Lanes1>(width),
    };

    /// <inheritdoc cref="Unstuffer"/>
    public abstract UnstuffResult Unstuff(byte* source, byte* end, byte* target, byte* limit);

    /// <inheritdoc cref="Dct.InverseDct{TLanes}.TransformGroups"/>
    public abstract void InverseTransform(short* groups, int count, int columns, int rows, float* scale, float* target, nint stride, float* scratch);

    /// <inheritdoc cref="Dct.ForwardDct{TLanes}.Transform"/>
    public abstract ulong ForwardTransform(byte* samples, nint stride, float* reciprocals, short* block, float* scratch);
}

using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageResize.Jpeg.Simd;

/// <summary>
/// The loops that have a scalar and two vector forms, behind one virtual call for each strip, line or block. The scaler
/// gets the widest that the processor has; tests pass the others.
/// </summary>
internal abstract unsafe class Kernels
{
    /// <summary>Bytes behind the limit of an un-stuffing target that may be overwritten.</summary>
    public const int UnstuffSlack = 64;

    /// <summary>Floats that lines of samples are padded to: the vertical filter handles four vectors at a time.</summary>
    public const int LinePadding = 32;

    /// <summary>The best for this processor.</summary>
    public static Kernels Best { get; } = Get(Widest);

    public static KernelWidth Widest =>
        Avx2.IsSupported ? KernelWidth.Vector256 : Vector128.IsHardwareAccelerated ? KernelWidth.Vector128 : KernelWidth.Scalar;

    public static Kernels Get(KernelWidth width) => width switch
    {
        KernelWidth.Vector256 => new Kernels<Lanes8>(width),
        KernelWidth.Vector128 => new Kernels<Lanes4>(width),
        _ => new Kernels<Lanes1>(width),
    };

    public abstract KernelWidth Width { get; }

    /// <inheritdoc cref="Unstuffer"/>
    public abstract UnstuffResult Unstuff(byte* source, byte* end, byte* target, byte* limit);

    /// <inheritdoc cref="Dct.InverseDct{TLanes}.TransformGroup"/>
    public abstract void InverseTransform(short* group, int columns, int rows, float* scale, float* target, nint stride, float* scratch);

    /// <inheritdoc cref="Dct.ForwardDct{TLanes}.Transform"/>
    public abstract ulong ForwardTransform(byte* samples, nint stride, float* reciprocals, short* block, float* scratch);

    /// <inheritdoc cref="Resampling.VerticalFilter{TLanes}.Accumulate"/>
    public abstract void Accumulate(float* rows, nint stride, int count, float* weights, float* sums, int width, bool first);

    /// <inheritdoc cref="Resampling.HorizontalFilter{TLanes}.Run"/>
    public abstract void FilterLine(float* line, int* starts, float* weights, int taps, byte* target, int count);
}

using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageResize.Pixels.Simd;

/// <summary>Which form of the kernels to run.</summary>
internal enum KernelWidth
{
    /// <summary>One value at a time.</summary>
    Scalar,

    /// <summary>128-bit vectors.</summary>
    Vector128,

    /// <summary>256-bit vectors (AVX2).</summary>
    Vector256,

    /// <summary>512-bit vectors (AVX-512), which the resampler of pixels alone has; all else is as with 256.</summary>
    Vector512,
}

/// <summary>Which forms run on this processor.</summary>
internal static class KernelWidths
{
    /// <summary>The widest that all kernels have.</summary>
    public static KernelWidth Widest { get; } =
        Avx2.IsSupported ? KernelWidth.Vector256 : Vector128.IsHardwareAccelerated ? KernelWidth.Vector128 : KernelWidth.Scalar;

    /// <summary>The widest that the resampler of pixels has.</summary>
    public static KernelWidth WidestOfPixels { get; } = Avx512F.IsSupported && Vector512.IsHardwareAccelerated ? KernelWidth.Vector512 : Widest;
}

using ImageResize.Pixels.Simd;

namespace ImageResize.Jpeg.Benchmarks;

/// <summary><see cref="KernelWidth"/>, where the harness can see it.</summary>
public enum KernelForm
{
    Scalar = KernelWidth.Scalar,
    Vector128 = KernelWidth.Vector128,
    Vector256 = KernelWidth.Vector256,
}

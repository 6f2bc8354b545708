using ImageResize.Pixels.Simd;

namespace ImageResize.Jpeg.Tests;

/// <summary>The forms of the kernels that run here.</summary>
internal static class TestKernels
{
    public static KernelWidth[] Available { get; } =
        [.. Enum.GetValues<KernelWidth>().Where(width => width <= KernelWidths.Widest)];
}

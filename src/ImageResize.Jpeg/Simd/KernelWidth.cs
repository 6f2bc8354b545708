namespace ImageResize.Jpeg.Simd;

/// <summary>Which form of the kernels to run.</summary>
internal enum KernelWidth
{
    /// <summary>One value at a time.</summary>
    Scalar,

    /// <summary>128-bit vectors.</summary>
    Vector128,

    /// <summary>256-bit vectors (AVX2).</summary>
    Vector256,
}

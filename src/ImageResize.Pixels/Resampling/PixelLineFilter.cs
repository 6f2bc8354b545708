using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ImageResize.Pixels.Simd;

namespace ImageResize.Pixels.Resampling;

/// <summary>
/// The horizontal half of the separable filter for pixels of four floats, which needs no sums over lanes and leaves alpha with
/// its colours; and for single floats. The weights of each output are taps, a multiple of <see cref="TapAlignment"/>, and the
/// line must hold that many from every start on, those beyond its pixels finite.
/// </summary>
internal static unsafe class PixelLineFilter
{
    /// <summary>What the number of taps is a multiple of.</summary>
    public const int TapAlignment = 4;

    /// <summary>The same for single floats.</summary>
    public const int GrayTapAlignment = 8;

    /// <summary>Pixels of four floats, four at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run512(float* line, int* starts, float* weights, int taps, float* target, int count)
    {
        Debug.Assert(taps % TapAlignment == 0);
        Vector512<int> spread = Vector512.Create(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
        for (int i = 0; i < count; i++, target += 4)
        {
            float* pixel = line + (nint)starts[i] * 4;
            Vector512<float> sums = Vector512<float>.Zero;
            for (int tap = 0; tap < taps; tap += 4, weights += 4, pixel += 16)
            {
                Vector512<float> four = Vector128.Load(weights).ToVector256Unsafe().ToVector512Unsafe();
                sums = Vector512.MultiplyAddEstimate(Vector512.Load(pixel), Avx512F.PermuteVar16x32(four, spread), sums);
            }

            Vector256<float> halves = sums.GetLower() + sums.GetUpper();
            (halves.GetLower() + halves.GetUpper()).Store(target);
        }
    }

    /// <summary>Pixels of four floats, two at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run256(float* line, int* starts, float* weights, int taps, float* target, int count)
    {
        Debug.Assert(taps % TapAlignment == 0);
        Vector256<int> first = Vector256.Create(0, 0, 0, 0, 1, 1, 1, 1), second = Vector256.Create(2, 2, 2, 2, 3, 3, 3, 3);
        for (int i = 0; i < count; i++, target += 4)
        {
            float* pixel = line + (nint)starts[i] * 4;
            Vector256<float> even = Vector256<float>.Zero, odd = even;
            for (int tap = 0; tap < taps; tap += 4, weights += 4, pixel += 16)
            {
                Vector256<float> four = Vector128.Load(weights).ToVector256Unsafe();
                even = Vector256.MultiplyAddEstimate(Vector256.Load(pixel), Avx2.PermuteVar8x32(four, first), even);
                odd = Vector256.MultiplyAddEstimate(Vector256.Load(pixel + 8), Avx2.PermuteVar8x32(four, second), odd);
            }

            even += odd;
            (even.GetLower() + even.GetUpper()).Store(target);
        }
    }

    /// <summary>Pixels of four floats, one at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run128(float* line, int* starts, float* weights, int taps, float* target, int count)
    {
        for (int i = 0; i < count; i++, target += 4)
        {
            float* pixel = line + (nint)starts[i] * 4;
            Vector128<float> even = Vector128<float>.Zero, odd = even;
            for (int tap = 0; tap < taps; tap += 2, weights += 2, pixel += 8)
            {
                even = Vector128.MultiplyAddEstimate(Vector128.Load(pixel), Vector128.Create(weights[0]), even);
                odd = Vector128.MultiplyAddEstimate(Vector128.Load(pixel + 4), Vector128.Create(weights[1]), odd);
            }

            (even + odd).Store(target);
        }
    }

    /// <summary>Pixels of four floats, a float at a time.</summary>
    public static void RunScalar(float* line, int* starts, float* weights, int taps, float* target, int count)
    {
        for (int i = 0; i < count; i++, target += 4, weights += taps)
        {
            float* pixel = line + (nint)starts[i] * 4;
            float red = 0, green = 0, blue = 0, alpha = 0;
            for (int tap = 0; tap < taps; tap++, pixel += 4)
            {
                red += pixel[0] * weights[tap];
                green += pixel[1] * weights[tap];
                blue += pixel[2] * weights[tap];
                alpha += pixel[3] * weights[tap];
            }

            (target[0], target[1], target[2], target[3]) = (red, green, blue, alpha);
        }
    }

    /// <summary>Single floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunGray<TLanes>(float* line, int* starts, float* weights, int taps, float* target, int count)
        where TLanes : struct, ISampleLanes<TLanes>
    {
        Debug.Assert(taps % GrayTapAlignment == 0);
        for (int i = 0; i < count; i++, weights += taps)
        {
            float* samples = line + starts[i];
            TLanes sum = default;
            for (int tap = 0; tap < taps; tap += TLanes.Count)
                sum = TLanes.MultiplyAdd(TLanes.Load(samples + tap), TLanes.Load(weights + tap), sum);
            target[i] = TLanes.Sum(sum);
        }
    }
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using ImageResize.Pixels.Simd;

namespace ImageResize.Pixels.Resampling;

/// <summary>
/// The horizontal half of the separable filter: every output sample is the dot product of a piece of the line with its
/// own weights. Eight are computed at a time, so their sums over the lanes share the shuffles.
/// </summary>
internal static unsafe class HorizontalFilter<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>
    /// Computes count bytes, a multiple of eight. The line must hold taps values, a multiple of eight, from every start on.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* line, int* starts, float* weights, int taps, byte* target, int count)
    {
        Debug.Assert(taps % 8 == 0 && count % 8 == 0);
        for (int x = 0; x < count; x += 8)
            TLanes.Filter8(line, starts + x, weights + (nint)x * taps, taps, target + x);
    }
}

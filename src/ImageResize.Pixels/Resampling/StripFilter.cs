using System.Diagnostics;
using System.Runtime.CompilerServices;
using ImageResize.Pixels.Simd;

namespace ImageResize.Pixels.Resampling;

/// <summary>
/// The lines of sums that a strip of rows adds to: first those that take all its rows, then those that take none of the lower
/// half, then those that take none of the upper half. So no line multiplies more than three rows by zero at either end.
/// </summary>
internal unsafe ref struct StripJobs
{
    /// <summary>For each line the place of its sums, in floats from the first line; all bits inverted where the strip is the first that it takes.</summary>
    public nint* Places;

    /// <summary>For each line and each row of the strip its weight, repeated eight times.</summary>
    public float* Weights;

    public int Whole, Upper, Lower;
}

/// <summary>
/// The vertical half of the separable filter, straight from samples. Eight rows of a strip are converted once, into
/// registers, and from there added to every line of sums that needs them, so that each sample is read and converted once.
/// </summary>
internal static unsafe class StripFilter<TLanes, TLoader>
    where TLanes : struct, ISampleLanes<TLanes>
    where TLoader : struct, ISampleLoader<TLanes>
{
    private const int Spread = PixelKernels.WeightSpread;

    /// <summary>Adds a strip of eight rows to the sums of a number of samples, a multiple of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(byte* rows, nint stride, int samples, float* sums, scoped in StripJobs jobs)
    {
        Debug.Assert(samples % 8 == 0);
        nint* places = jobs.Places;
        int wholeEnd = jobs.Whole, upperEnd = wholeEnd + jobs.Upper, lowerEnd = upperEnd + jobs.Lower;
        for (nint x = 0; x < samples; x += TLanes.Count)
        {
            byte* row = rows;
            TLanes r0 = TLoader.Load(row, x), r1 = TLoader.Load(row += stride, x);
            TLanes r2 = TLoader.Load(row += stride, x), r3 = TLoader.Load(row += stride, x);
            TLanes r4 = TLoader.Load(row += stride, x), r5 = TLoader.Load(row += stride, x);
            TLanes r6 = TLoader.Load(row += stride, x), r7 = TLoader.Load(row + stride, x);
            float* weights = jobs.Weights;
            float* column = sums + x;
            int job = 0;
            for (; job < wholeEnd; job++, weights += 8 * Spread)
            {
                nint place = places[job];
                float* sum = column + (place < 0 ? ~place : place);
                TLanes value = place < 0 ? default : TLanes.Load(sum);
                value = Add4(r0, r1, r2, r3, weights, value);
                TLanes.Store(Add4(r4, r5, r6, r7, weights + 4 * Spread, value), sum);
            }

            for (; job < upperEnd; job++, weights += 8 * Spread)
            {
                nint place = places[job];
                float* sum = column + (place < 0 ? ~place : place);
                TLanes.Store(Add4(r0, r1, r2, r3, weights, place < 0 ? default : TLanes.Load(sum)), sum);
            }

            for (; job < lowerEnd; job++, weights += 8 * Spread)
            {
                nint place = places[job];
                float* sum = column + (place < 0 ? ~place : place);
                TLanes.Store(Add4(r4, r5, r6, r7, weights + 4 * Spread, place < 0 ? default : TLanes.Load(sum)), sum);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Add4(TLanes a, TLanes b, TLanes c, TLanes d, float* weights, TLanes sum)
    {
        sum = TLanes.MultiplyAdd(a, TLanes.Load(weights), sum);
        sum = TLanes.MultiplyAdd(b, TLanes.Load(weights + Spread), sum);
        sum = TLanes.MultiplyAdd(c, TLanes.Load(weights + 2 * Spread), sum);
        return TLanes.MultiplyAdd(d, TLanes.Load(weights + 3 * Spread), sum);
    }
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using ImageResize.Pixels.Simd;

namespace ImageResize.Pixels.Resampling;

/// <summary>
/// The vertical half of the separable filter. An output line is a weighted sum of input lines; as strips of those arrive,
/// each output line that a strip touches adds the strip's share. So no more input lines are kept than a strip has,
/// however many the filter spans.
/// </summary>
internal static unsafe class VerticalFilter<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>
    /// Adds count weighted rows to the sums, or sets the sums to them where these are the first. The width must be a
    /// multiple of <see cref="ResamplingKernels.LinePadding"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Accumulate(float* rows, nint stride, int count, float* weights, float* sums, int width, bool first)
    {
        Debug.Assert(width % ResamplingKernels.LinePadding == 0 && count > 0);
        int step = 4 * TLanes.Count;
        for (int x = 0; x < width; x += step)
        {
            float* row = rows + x;
            float* sum = sums + x;
            TLanes a, b, c, d;
            TLanes weight = TLanes.Broadcast(weights[0]);
            a = TLanes.Load(row) * weight;
            b = TLanes.Load(row + TLanes.Count) * weight;
            c = TLanes.Load(row + 2 * TLanes.Count) * weight;
            d = TLanes.Load(row + 3 * TLanes.Count) * weight;
            for (int y = 1; y < count; y++)
            {
                row += stride;
                weight = TLanes.Broadcast(weights[y]);
                a = TLanes.MultiplyAdd(TLanes.Load(row), weight, a);
                b = TLanes.MultiplyAdd(TLanes.Load(row + TLanes.Count), weight, b);
                c = TLanes.MultiplyAdd(TLanes.Load(row + 2 * TLanes.Count), weight, c);
                d = TLanes.MultiplyAdd(TLanes.Load(row + 3 * TLanes.Count), weight, d);
            }

            if (!first)
            {
                a += TLanes.Load(sum);
                b += TLanes.Load(sum + TLanes.Count);
                c += TLanes.Load(sum + 2 * TLanes.Count);
                d += TLanes.Load(sum + 3 * TLanes.Count);
            }

            TLanes.Store(a, sum);
            TLanes.Store(b, sum + TLanes.Count);
            TLanes.Store(c, sum + 2 * TLanes.Count);
            TLanes.Store(d, sum + 3 * TLanes.Count);
        }
    }
}

using System.Runtime.CompilerServices;
using ImageResize.Pixels.Simd;

namespace ImageResize.Jpeg.Dct;

/// <summary>
/// One-dimensional inverse DCTs of sizes 2, 4 and 8, in place, on coefficients whose DC term already has the norm of the
/// others: x(i) = sum over u of X(u) cos((2i+1) u pi / 2N). The even half of each is the transform of half the size
/// (W. Chen, C. Smith and S. Fralick, "A fast computational algorithm for the discrete cosine transform", 1977).
/// </summary>
internal static class InverseButterflies<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private const float Cos1 = 0.98078528040323044913f, Cos2 = 0.92387953251128675613f, Cos3 = 0.83146961230254523708f;
    private const float Cos4 = 0.70710678118654752440f, Cos5 = 0.55557023301960222474f, Cos6 = 0.38268343236508977173f;
    private const float Cos7 = 0.19509032201612826785f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform2(ref TLanes x0, ref TLanes x1)
    {
        TLanes odd = x1 * TLanes.Broadcast(Cos4), even = x0;
        x0 = even + odd;
        x1 = even - odd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform4(ref TLanes x0, ref TLanes x1, ref TLanes x2, ref TLanes x3)
    {
        TLanes x2Scaled = x2 * TLanes.Broadcast(Cos4);
        TLanes even0 = x0 + x2Scaled, even1 = x0 - x2Scaled;
        TLanes odd0 = TLanes.MultiplyAdd(x1, TLanes.Broadcast(Cos2), x3 * TLanes.Broadcast(Cos6));
        TLanes odd1 = x1 * TLanes.Broadcast(Cos6) - x3 * TLanes.Broadcast(Cos2);
        x0 = even0 + odd0;
        x1 = even1 + odd1;
        x2 = even1 - odd1;
        x3 = even0 - odd0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform8(
        ref TLanes x0, ref TLanes x1, ref TLanes x2, ref TLanes x3, ref TLanes x4, ref TLanes x5, ref TLanes x6, ref TLanes x7)
    {
        TLanes even0 = x0, even1 = x2, even2 = x4, even3 = x6;
        Transform4(ref even0, ref even1, ref even2, ref even3);
        TLanes c1 = TLanes.Broadcast(Cos1), c3 = TLanes.Broadcast(Cos3), c5 = TLanes.Broadcast(Cos5), c7 = TLanes.Broadcast(Cos7);
        TLanes odd0 = TLanes.MultiplyAdd(x1, c1, TLanes.MultiplyAdd(x3, c3, TLanes.MultiplyAdd(x5, c5, x7 * c7)));
        TLanes odd1 = x1 * c3 - TLanes.MultiplyAdd(x3, c7, TLanes.MultiplyAdd(x5, c1, x7 * c5));
        TLanes odd2 = TLanes.MultiplyAdd(x1, c5, TLanes.MultiplyAdd(x5, c7, x7 * c3)) - x3 * c1;
        TLanes odd3 = TLanes.MultiplyAdd(x1, c7, x5 * c3) - TLanes.MultiplyAdd(x3, c5, x7 * c1);
        x0 = even0 + odd0;
        x1 = even1 + odd1;
        x2 = even2 + odd2;
        x3 = even3 + odd3;
        x4 = even3 - odd3;
        x5 = even2 - odd2;
        x6 = even1 - odd1;
        x7 = even0 - odd0;
    }
}

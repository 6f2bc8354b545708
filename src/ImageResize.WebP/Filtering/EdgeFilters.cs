using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageResize.WebP.Filtering;

/// <summary>
/// The normal loop filter across an edge (RFC 6386, 15.3), 32 places along it at a time: p3 to p0 are the samples before the edge, q0 to
/// q3 those behind it. Needs AVX2.
/// </summary>
internal static class EdgeFilters
{
    /// <summary>Filters an edge within a macroblock, which changes up to two samples to either side; false where it changes none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Inner(
        Vector256<byte> p3, Vector256<byte> p2, ref Vector256<byte> p1, ref Vector256<byte> p0, ref Vector256<byte> q0, ref Vector256<byte> q1, Vector256<byte> q2, Vector256<byte> q3, FilterStrength strength)
    {
        Vector256<byte> mask = Mask(p3, p2, p1, p0, q0, q1, q2, q3, Vector256.Create(strength.Limit), Vector256.Create(strength.Interior));
        if (mask == Vector256<byte>.Zero)
            return false;
        Vector256<sbyte> isFlat = IsFlat(p1, p0, q0, q1, strength.HighVariance);
        Vector256<sbyte> sp1 = Signed(p1), sp0 = Signed(p0), sq0 = Signed(q0), sq1 = Signed(q1);
        Vector256<sbyte> step = Avx2.AndNot(isFlat, Avx2.SubtractSaturate(sp1, sq1)), difference = Avx2.SubtractSaturate(sq0, sp0);
        step = Avx2.AddSaturate(Avx2.AddSaturate(Avx2.AddSaturate(step, difference), difference), difference) & mask.AsSByte();
        Vector256<sbyte> behind = Eighth(Avx2.AddSaturate(step, Vector256.Create((sbyte)4))), before = Eighth(Avx2.AddSaturate(step, Vector256.Create((sbyte)3)));
        p0 = Unsigned(Avx2.AddSaturate(sp0, before));
        q0 = Unsigned(Avx2.SubtractSaturate(sq0, behind));

        // (behind + 1) / 2, where the samples are flat.
        Vector256<sbyte> half = (Avx2.Average(Unsigned(behind), Vector256.Create((byte)0x80)) ^ Vector256.Create((byte)0x80)).AsSByte() & isFlat;
        p1 = Unsigned(Avx2.AddSaturate(sp1, half));
        q1 = Unsigned(Avx2.SubtractSaturate(sq1, half));
        return true;
    }

    /// <summary>Filters an edge between macroblocks, which changes up to three samples to either side; false where it changes none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Outer(
        Vector256<byte> p3, ref Vector256<byte> p2, ref Vector256<byte> p1, ref Vector256<byte> p0, ref Vector256<byte> q0, ref Vector256<byte> q1, ref Vector256<byte> q2, Vector256<byte> q3, FilterStrength strength)
    {
        Vector256<byte> mask = Mask(p3, p2, p1, p0, q0, q1, q2, q3, Vector256.Create(strength.OuterLimit), Vector256.Create(strength.Interior));
        if (mask == Vector256<byte>.Zero)
            return false;
        Vector256<sbyte> isFlat = IsFlat(p1, p0, q0, q1, strength.HighVariance);
        Vector256<sbyte> sp2 = Signed(p2), sp1 = Signed(p1), sp0 = Signed(p0), sq0 = Signed(q0), sq1 = Signed(q1), sq2 = Signed(q2);
        Vector256<sbyte> difference = Avx2.SubtractSaturate(sq0, sp0);
        Vector256<sbyte> step = Avx2.AddSaturate(Avx2.AddSaturate(Avx2.AddSaturate(Avx2.SubtractSaturate(sp1, sq1), difference), difference), difference) & mask.AsSByte();

        // Where they are not flat, two samples alone.
        Vector256<sbyte> steep = Avx2.AndNot(isFlat, step), flat = step & isFlat;
        sp0 = Avx2.AddSaturate(sp0, Eighth(Avx2.AddSaturate(steep, Vector256.Create((sbyte)3))));
        sq0 = Avx2.SubtractSaturate(sq0, Eighth(Avx2.AddSaturate(steep, Vector256.Create((sbyte)4))));

        // Where they are, 27/128, 18/128 and 9/128 of the step.
        Vector256<short> nine = Vector256.Create((short)(9 << 8)), half = Vector256.Create((short)63);
        Vector256<short> low = Avx2.MultiplyHigh(Avx2.UnpackLow(Vector256<sbyte>.Zero, flat).AsInt16(), nine);
        Vector256<short> high = Avx2.MultiplyHigh(Avx2.UnpackHigh(Vector256<sbyte>.Zero, flat).AsInt16(), nine);
        Vector256<short> sumLow = low + half, sumHigh = high + half;
        Vector256<sbyte> third = Avx2.PackSignedSaturate(sumLow >> 7, sumHigh >> 7);
        sumLow += low;
        sumHigh += high;
        Vector256<sbyte> second = Avx2.PackSignedSaturate(sumLow >> 7, sumHigh >> 7);
        sumLow += low;
        sumHigh += high;
        Vector256<sbyte> first = Avx2.PackSignedSaturate(sumLow >> 7, sumHigh >> 7);
        p2 = Unsigned(Avx2.AddSaturate(sp2, third));
        p1 = Unsigned(Avx2.AddSaturate(sp1, second));
        p0 = Unsigned(Avx2.AddSaturate(sp0, first));
        q0 = Unsigned(Avx2.SubtractSaturate(sq0, first));
        q1 = Unsigned(Avx2.SubtractSaturate(sq1, second));
        q2 = Unsigned(Avx2.SubtractSaturate(sq2, third));
        return true;
    }

    /// <summary>Where the samples are so near to each other that the edge is of the coding's making.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Mask(
        Vector256<byte> p3, Vector256<byte> p2, Vector256<byte> p1, Vector256<byte> p0, Vector256<byte> q0, Vector256<byte> q1, Vector256<byte> q2, Vector256<byte> q3, Vector256<byte> limit, Vector256<byte> interior)
    {
        Vector256<byte> most = Avx2.Max(Avx2.Max(Avx2.Max(Distance(p3, p2), Distance(p2, p1)), Distance(p1, p0)), Avx2.Max(Avx2.Max(Distance(q3, q2), Distance(q2, q1)), Distance(q1, q0)));
        Vector256<byte> atEdge = Distance(p0, q0), aside = Distance(p1, q1) & Vector256.Create((byte)0xFE);

        // Twice the distance at the edge, and half of the distance aside.
        Vector256<byte> sum = Avx2.AddSaturate(Avx2.AddSaturate(atEdge, atEdge), (aside.AsUInt16() >> 1).AsByte());
        return Avx2.CompareEqual(Avx2.SubtractSaturate(most, interior) | Avx2.SubtractSaturate(sum, limit), Vector256<byte>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> IsFlat(Vector256<byte> p1, Vector256<byte> p0, Vector256<byte> q0, Vector256<byte> q1, byte limit) =>
        Avx2.CompareEqual(Avx2.SubtractSaturate(Avx2.Max(Distance(p1, p0), Distance(q1, q0)), Vector256.Create(limit)), Vector256<byte>.Zero).AsSByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Distance(Vector256<byte> a, Vector256<byte> b) => Avx2.SubtractSaturate(a, b) | Avx2.SubtractSaturate(b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Signed(Vector256<byte> value) => (value ^ Vector256.Create((byte)0x80)).AsSByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Unsigned(Vector256<sbyte> value) => value.AsByte() ^ Vector256.Create((byte)0x80);

    /// <summary>An eighth, rounded down; there are no shifts of bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Eighth(Vector256<sbyte> value) =>
        ((Unsigned(value).AsUInt16() >> 3).AsByte() & Vector256.Create((byte)0x1F)).AsSByte() - Vector256.Create((sbyte)16);
}

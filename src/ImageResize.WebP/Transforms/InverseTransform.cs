using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageResize.WebP.Transforms;

/// <summary>
/// The inverse transforms (RFC 6386, 14.3 and 14.4). Four blocks of 4 by 4 are transformed at a time: in a group of 64 coefficients each
/// row of 16 has the like rows of four blocks, so that the vertical half needs no shuffles. Needs AVX2.
/// </summary>
internal static unsafe class InverseTransform
{
    /// <summary>Transforms a group: rows of 16 differences each, of four blocks beside each other. The group is cleared.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<short> Row0, Vector256<short> Row1, Vector256<short> Row2, Vector256<short> Row3) Rows(short* group)
    {
        (Vector256<short> p01, Vector256<short> p23, Vector256<short> q01, Vector256<short> q23) = Blocks(group);
        return (Low(p01, q01), High(p01, q01), Low(p23, q23), High(p23, q23));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector256<short> Low(Vector256<short> a, Vector256<short> b) => Avx2.UnpackLow(a.AsInt64(), b.AsInt64()).AsInt16();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector256<short> High(Vector256<short> a, Vector256<short> b) => Avx2.UnpackHigh(a.AsInt64(), b.AsInt64()).AsInt16();
    }

    /// <summary>
    /// Transforms a group: the upper and the lower two rows of the blocks 0 and 2, and those of the blocks 1 and 3. The group is cleared.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<short> Upper02, Vector256<short> Lower02, Vector256<short> Upper13, Vector256<short> Lower13) Blocks(short* group)
    {
        Vector256<short> r0 = Vector256.Load(group), r1 = Vector256.Load(group + CoefficientLayout.RowLength), r2 = Vector256.Load(group + 2 * CoefficientLayout.RowLength), r3 = Vector256.Load(group + 3 * CoefficientLayout.RowLength);
        Vector256<short>.Zero.Store(group);
        Vector256<short>.Zero.Store(group + CoefficientLayout.RowLength);
        Vector256<short>.Zero.Store(group + 2 * CoefficientLayout.RowLength);
        Vector256<short>.Zero.Store(group + 3 * CoefficientLayout.RowLength);
        Pass(ref r0, ref r1, ref r2, ref r3);
        (Vector256<short> a01, Vector256<short> a23, Vector256<short> b01, Vector256<short> b23) = Transpose(r0, r1, r2, r3);
        Vector256<short> c0 = Avx2.UnpackLow(a01.AsInt64(), b01.AsInt64()).AsInt16() + Vector256.Create((short)4);
        Vector256<short> c1 = Avx2.UnpackHigh(a01.AsInt64(), b01.AsInt64()).AsInt16();
        Vector256<short> c2 = Avx2.UnpackLow(a23.AsInt64(), b23.AsInt64()).AsInt16(), c3 = Avx2.UnpackHigh(a23.AsInt64(), b23.AsInt64()).AsInt16();
        Pass(ref c0, ref c1, ref c2, ref c3);
        return Transpose(c0 >> 3, c1 >> 3, c2 >> 3, c3 >> 3);
    }

    /// <summary>Whether this processor has what is needed.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>One direction of the transform. The factors are sqrt(2) cos(pi/8) - 1 and sqrt(2) sin(pi/8), the latter less 1 to be signed, in 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(ref Vector256<short> x0, ref Vector256<short> x1, ref Vector256<short> x2, ref Vector256<short> x3)
    {
        Vector256<short> cosine = Vector256.Create((short)20091), sine = Vector256.Create(unchecked((short)35468));
        Vector256<short> a = x0 + x2, b = x0 - x2;
        Vector256<short> c = Avx2.MultiplyHigh(x1, sine) + x1 - (Avx2.MultiplyHigh(x3, cosine) + x3);
        Vector256<short> d = Avx2.MultiplyHigh(x1, cosine) + x1 + (Avx2.MultiplyHigh(x3, sine) + x3);
        (x0, x1, x2, x3) = (a + d, b + c, b - c, a - d);
    }

    /// <summary>
    /// Transposes each block: four vectors of the like rows of four blocks become columns 0 and 1, then 2 and 3, of the blocks 0 and 2, then
    /// of the blocks 1 and 3.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<short> First02, Vector256<short> Second02, Vector256<short> First13, Vector256<short> Second13) Transpose(
        Vector256<short> r0, Vector256<short> r1, Vector256<short> r2, Vector256<short> r3)
    {
        Vector256<int> a = Avx2.UnpackLow(r0, r1).AsInt32(), b = Avx2.UnpackLow(r2, r3).AsInt32();
        Vector256<int> c = Avx2.UnpackHigh(r0, r1).AsInt32(), d = Avx2.UnpackHigh(r2, r3).AsInt32();
        return (Avx2.UnpackLow(a, b).AsInt16(), Avx2.UnpackHigh(a, b).AsInt16(), Avx2.UnpackLow(c, d).AsInt16(), Avx2.UnpackHigh(c, d).AsInt16());
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageResize.WebP.Filtering;

/// <summary>
/// Transposes 16 by 16 bytes, twice side by side in 256 bits. Interleaving each row with the one 8 below it, four times, transposes; two of
/// these steps are done at once with four rows in registers. Needs AVX2.
/// </summary>
internal static unsafe class ByteTranspose
{
    /// <summary>Bytes of a row of both.</summary>
    public const int Row = 32;

    /// <summary>Two steps of four rows, of which those with the numbers i, i + 4, i + 8 and i + 12 become 4 i to 4 i + 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Interleave(ref Vector256<byte> a, ref Vector256<byte> b, ref Vector256<byte> c, ref Vector256<byte> d)
    {
        Vector256<byte> ac0 = Avx2.UnpackLow(a, c), ac1 = Avx2.UnpackHigh(a, c), bd0 = Avx2.UnpackLow(b, d), bd1 = Avx2.UnpackHigh(b, d);
        a = Avx2.UnpackLow(ac0, bd0);
        b = Avx2.UnpackHigh(ac0, bd0);
        c = Avx2.UnpackLow(ac1, bd1);
        d = Avx2.UnpackHigh(ac1, bd1);
    }

    /// <summary>Reads four rows of a source and writes the four that they become.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step(byte* source, int i, byte* target)
    {
        Vector256<byte> a = Vector256.Load(source + i * Row), b = Vector256.Load(source + (i + 4) * Row);
        Vector256<byte> c = Vector256.Load(source + (i + 8) * Row), d = Vector256.Load(source + (i + 12) * Row);
        Interleave(ref a, ref b, ref c, ref d);
        a.Store(target + 4 * i * Row);
        b.Store(target + (4 * i + 1) * Row);
        c.Store(target + (4 * i + 2) * Row);
        d.Store(target + (4 * i + 3) * Row);
    }
}

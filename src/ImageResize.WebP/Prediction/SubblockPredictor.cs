using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageResize.WebP.Prediction;

/// <summary>
/// Predicts blocks of 4 by 4 luma samples (RFC 6386, 12.3). All modes with a direction take samples from the edge, smoothed over two
/// or three: the edge is a row of 15 bytes, from the lowest to the left over the corner to the rightmost above, and a mode is a
/// table of which smoothed byte becomes which sample. Needs AVX2.
/// </summary>
internal static unsafe class SubblockPredictor
{
    private const int Dc = 0, TrueMotion = 1;

    /// <summary>
    /// Bytes of a mode: 16 places among those smoothed over three, and 16 among those over two; 128 for none.
    /// The bytes of the edge are L L K J I X A B C D E F G H H in the names of the RFC; place 0 is around its first byte (over two), or its second (over three).
    /// </summary>
    private const int ModeBytes = 32;

    private const byte No = 128;

    private static ReadOnlySpan<byte> Places =>
    [
        // DC and TM, which are not of this kind.
        No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No,
        No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No,

        // VE
        5, 6, 7, 8, 5, 6, 7, 8, 5, 6, 7, 8, 5, 6, 7, 8,
        No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No,

        // HE
        3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0,
        No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No,

        // LD
        6, 7, 8, 9, 7, 8, 9, 10, 8, 9, 10, 11, 9, 10, 11, 12,
        No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No,

        // RD
        4, 5, 6, 7, 3, 4, 5, 6, 2, 3, 4, 5, 1, 2, 3, 4,
        No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No,

        // VR
        No, No, No, No, 4, 5, 6, 7, 3, No, No, No, 2, 4, 5, 6,
        5, 6, 7, 8, No, No, No, No, No, 5, 6, 7, No, No, No, No,

        // VL
        No, No, No, No, 6, 7, 8, 9, No, No, No, 10, 7, 8, 9, 11,
        6, 7, 8, 9, No, No, No, No, 7, 8, 9, No, No, No, No, No,

        // HD
        No, 4, 5, 6, No, 3, No, 4, No, 2, No, 3, No, 1, No, 2,
        4, No, No, No, 3, No, 4, No, 2, No, 3, No, 1, No, 2, No,

        // HU
        No, 2, No, 1, No, 1, No, 0, No, 0, No, No, No, No, No, No,
        3, No, 2, No, 2, No, 1, No, 1, No, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>The 16 samples of a block, row after row.</summary>
    /// <param name="mode">The mode, as <see cref="Entropy.ModeTables"/> counts them.</param>
    /// <param name="block">Where the block is.</param>
    /// <param name="stride">Bytes to the row below.</param>
    /// <param name="above">The four samples above and the four to the right of them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Predict(int mode, byte* block, nint stride, ulong above)
    {
        uint corner = block[-stride - 1];
        uint left = block[3 * stride - 1] | (uint)block[2 * stride - 1] << 8 | (uint)block[stride - 1] << 16 | (uint)block[-1] << 24;
        return mode > TrueMotion ? Directed(mode, left, corner, above) : mode == TrueMotion ? Sum(left, corner, (uint)above) : Average(left, (uint)above);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Directed(int mode, uint left, uint corner, ulong above)
    {
        ulong low = (left & 0xFF) | (ulong)left << 8 | (ulong)corner << 40 | above << 48, high = above >> 16 | (above >> 56) << 48;
        Vector128<byte> edge = Vector128.Create(low, high).AsByte();
        Vector128<byte> next = Sse2.ShiftRightLogical128BitLane(edge, 1), second = Sse2.ShiftRightLogical128BitLane(edge, 2);
        Vector128<byte> overTwo = Sse2.Average(edge, next);

        // (a + 2b + c + 2) / 4: an average of averages that does not round up twice.
        Vector128<byte> outer = Sse2.Average(edge, second) - ((edge ^ second) & Vector128<byte>.One);
        Vector128<byte> overThree = Sse2.Average(outer, next);
        fixed (byte* places = Places)
        {
            byte* of = places + mode * ModeBytes;
            return Ssse3.Shuffle(overThree, Vector128.Load(of)) | Ssse3.Shuffle(overTwo, Vector128.Load(of + 16));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Average(uint left, uint above)
    {
        Vector128<byte> eight = Vector128.CreateScalar((ulong)left << 32 | above).AsByte();
        return Vector128.Create((byte)((Sse2.SumAbsoluteDifferences(eight, Vector128<byte>.Zero).ToScalar() + 4) >> 3));
    }

    /// <summary>TM: what is above plus what is to the left, less the corner.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Sum(uint left, uint corner, uint above)
    {
        Vector256<short> across = Avx2.ConvertToVector256Int16(Vector128.Create(above).AsByte());
        Vector128<byte> column = Ssse3.Shuffle(Vector128.CreateScalarUnsafe(left).AsByte(), Vector128.Create((byte)3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0));
        Vector256<short> sum = across + Avx2.ConvertToVector256Int16(column) - Vector256.Create((short)corner);
        return Sse2.PackUnsignedSaturate(sum.GetLower(), sum.GetUpper());
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageResize.Png.Decoding;

/// <summary>
/// Undoes the filters of eight rows at once, each of them two pixels behind the one above it: a vector holds a pixel of each, and what is
/// above the pixels of the next step but one are those of this step, moved on by a row. Pixels of three or four bytes, AVX2. The corners
/// that no step covers are left to the caller.
/// </summary>
internal static unsafe class UnfilterWave
{
    public const int Rows = 8;

    /// <summary>Pixels that a row is behind the one above it.</summary>
    public const int Lag = 2;

    /// <summary>The first pixel of the first row that is done; those of the next rows are earlier, the last has none before it.</summary>
    public const int FirstPixel = Lag * (Rows - 1);

    private const int Step = 4;

    /// <summary>Pixels of three bytes become such of four, whose last byte means nothing.</summary>
    private static Vector256<byte> Spread
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create((byte)0, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9, 9, 10, 11, 12, 0, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9, 9, 10, 11, 12);
    }

    private static Vector256<byte> Join
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 7, 11, 15, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 7, 11, 15);
    }

    /// <summary>Undoes the middle of the rows, from where their beginnings were done: 14 pixels of the first, 12 of the second, and so on.</summary>
    /// <param name="from">The first row, behind its filter byte.</param>
    /// <param name="fromStride">Bytes from one to the next.</param>
    /// <param name="pixels">Pixels of a row.</param>
    /// <param name="pixelBytes">3 or 4.</param>
    /// <param name="above">The row of pixels above the first.</param>
    /// <param name="to">Where the first row goes.</param>
    /// <param name="stride">Bytes from one to the next.</param>
    /// <returns>The first pixel of the first row that was not done; in each row below it is <see cref="Lag"/> pixels earlier.</returns>
    public static int Run(byte* from, nint fromStride, int pixels, int pixelBytes, byte* above, byte* to, nint stride) => pixelBytes == 3
        ? Run<ThreeBytes>(from, fromStride, pixels, above, to, stride)
        : Run<FourBytes>(from, fromStride, pixels, above, to, stride);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Run<TLayout>(byte* from, nint fromStride, int pixels, byte* above, byte* to, nint stride)
        where TLayout : struct, IPixelLayout
    {
        nint lag = Lag * TLayout.PixelBytes;
        // From one row to the next, and the same number of pixels back.
        nint fromNext = fromStride - lag, toNext = stride - lag;
        Span<uint> start = stackalloc uint[4 * Rows];
        byte* at = to + FirstPixel * TLayout.PixelBytes;
        for (int row = 0; row < Rows; row++, at += toNext)
        {
            // Of the last row nothing is done, and zeros are left of it; above it the one before has two pixels.
            byte* up = row == 0 ? above + FirstPixel * TLayout.PixelBytes : at - stride;
            start[row] = row == Rows - 1 ? 0 : *(uint*)(at - 2 * TLayout.PixelBytes);
            start[Rows + row] = row == Rows - 1 ? 0 : *(uint*)(at - TLayout.PixelBytes);
            start[2 * Rows + row] = row == Rows - 1 ? 0 : *(uint*)(up - TLayout.PixelBytes);
            start[3 * Rows + row] = from[row * fromStride - 1];
        }

        ref uint first = ref MemoryMarshal.GetReference(start);
        Vector256<byte> before = Vector256.LoadUnsafe(ref first).AsByte(), left = Vector256.LoadUnsafe(ref first, Rows).AsByte();
        Vector256<byte> aboveLeft = Vector256.LoadUnsafe(ref first, 2 * Rows).AsByte();
        var filters = new Filters(Vector256.LoadUnsafe(ref first, 3 * Rows));
        int x = FirstPixel;
        above += x * TLayout.PixelBytes;
        from += x * TLayout.PixelBytes;
        to += x * TLayout.PixelBytes;
        for (; x + Step <= pixels; x += Step)
        {
            byte* row = from, lower = from + 4 * fromNext;
            Vector256<uint> row0 = TLayout.Load(row, lower), row1 = TLayout.Load(row += fromNext, lower += fromNext);
            Vector256<uint> row2 = TLayout.Load(row += fromNext, lower += fromNext), row3 = TLayout.Load(row + fromNext, lower + fromNext);
            Transpose(ref row0, ref row1, ref row2, ref row3);

            // What was done two steps ago is above what is done now.
            Vector256<byte> up = MoveOn(before, above);
            Vector256<byte> pixel0 = filters.Undo(row0.AsByte(), left, up, aboveLeft);
            Vector256<byte> nextUp = MoveOn(left, above + TLayout.PixelBytes);
            Vector256<byte> pixel1 = filters.Undo(row1.AsByte(), pixel0, nextUp, up);
            up = MoveOn(pixel0, above + 2 * TLayout.PixelBytes);
            before = filters.Undo(row2.AsByte(), pixel1, up, nextUp);
            aboveLeft = MoveOn(pixel1, above + 3 * TLayout.PixelBytes);
            left = filters.Undo(row3.AsByte(), before, aboveLeft, up);

            (row0, row1, row2, row3) = (pixel0.AsUInt32(), pixel1.AsUInt32(), before.AsUInt32(), left.AsUInt32());
            Transpose(ref row0, ref row1, ref row2, ref row3);
            row = to;
            lower = to + 4 * toNext;
            TLayout.Store(row0, row, lower);
            TLayout.Store(row1, row += toNext, lower += toNext);
            TLayout.Store(row2, row += toNext, lower += toNext);
            TLayout.Store(row3, row + toNext, lower + toNext);
            from += Step * TLayout.PixelBytes;
            above += Step * TLayout.PixelBytes;
            to += Step * TLayout.PixelBytes;
        }

        return x;
    }

    /// <summary>The pixels of the row above for each row: for the first from memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> MoveOn(Vector256<byte> done, byte* above) => Avx2.Blend(
        Avx2.PermuteVar8x32(done.AsUInt32(), Vector256.Create(0u, 0, 1, 2, 3, 4, 5, 6)), Vector256.Create(*(uint*)above), 1).AsByte();

    /// <summary>From four pixels of each row to a pixel of all eight rows, or back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref Vector256<uint> a, ref Vector256<uint> b, ref Vector256<uint> c, ref Vector256<uint> d)
    {
        Vector256<ulong> lowAb = Avx2.UnpackLow(a, b).AsUInt64(), highAb = Avx2.UnpackHigh(a, b).AsUInt64();
        Vector256<ulong> lowCd = Avx2.UnpackLow(c, d).AsUInt64(), highCd = Avx2.UnpackHigh(c, d).AsUInt64();
        a = Avx2.UnpackLow(lowAb, lowCd).AsUInt32();
        b = Avx2.UnpackHigh(lowAb, lowCd).AsUInt32();
        c = Avx2.UnpackLow(highAb, highCd).AsUInt32();
        d = Avx2.UnpackHigh(highAb, highCd).AsUInt32();
    }

    /// <summary>How pixels lie in memory; those of two rows, of which one is four below the other, come in the halves of a vector.</summary>
    private interface IPixelLayout
    {
        static abstract int PixelBytes { get; }

        static abstract Vector256<uint> Load(byte* upper, byte* lower);

        static abstract void Store(Vector256<uint> pixels, byte* upper, byte* lower);
    }

    private readonly struct ThreeBytes : IPixelLayout
    {
        public static int PixelBytes
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 3;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<uint> Load(byte* upper, byte* lower) => Avx2.Shuffle(FourBytes.Load(upper, lower).AsByte(), Spread).AsUInt32();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(Vector256<uint> pixels, byte* upper, byte* lower) => FourBytes.Store(Avx2.Shuffle(pixels.AsByte(), Join).AsUInt32(), upper, lower);
    }

    private readonly struct FourBytes : IPixelLayout
    {
        public static int PixelBytes
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 4;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<uint> Load(byte* upper, byte* lower) => Vector256.Create(Vector128.Load(upper), Vector128.Load(lower)).AsUInt32();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(Vector256<uint> pixels, byte* upper, byte* lower)
        {
            pixels.AsByte().GetLower().Store(upper);
            pixels.AsByte().GetUpper().Store(lower);
        }
    }

    /// <summary>Where which filter counts.</summary>
    /// <param name="numbers">The filter of each row.</param>
    private readonly struct Filters(Vector256<uint> numbers)
    {
        private readonly Vector256<byte> _sub = Vector256.Equals(numbers, Vector256.Create(1u)).AsByte();
        private readonly Vector256<byte> _up = Vector256.Equals(numbers, Vector256.Create(2u)).AsByte();
        private readonly Vector256<byte> _average = Vector256.Equals(numbers, Vector256.Create(3u)).AsByte();
        private readonly Vector256<byte> _paeth = Vector256.Equals(numbers, Vector256.Create(4u)).AsByte();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<byte> Undo(Vector256<byte> filtered, Vector256<byte> left, Vector256<byte> up, Vector256<byte> aboveLeft)
        {
            // The average of complements is rounded down.
            Vector256<byte> simple = Vector256.AndNot(_average, Avx2.Average(~left, ~up)) | (left & _sub) | (up & _up);
            return filtered + Vector256.ConditionalSelect(_paeth, Predict(left, up, aboveLeft), simple);
        }

        /// <summary>
        /// The Paeth predictor (9.4) on bytes, with a, b and c as in the specification. Its distances are |b - c|, |a - c| and |a + b - 2c|. The
        /// last is the sum of the others where a and b lie on one side of c, else their difference; so c is taken where they lie on
        /// both and the difference is below the lesser one, and else that of a and b whose distance is less.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<byte> Predict(Vector256<byte> a, Vector256<byte> b, Vector256<byte> c)
        {
            Vector256<byte> aboveB = Avx2.SubtractSaturate(b, c), aboveA = Avx2.SubtractSaturate(a, c);
            Vector256<byte> belowB = Avx2.SubtractSaturate(c, b), belowA = Avx2.SubtractSaturate(c, a);
            Vector256<byte> toA = aboveB | belowB, toB = aboveA | belowA;
            Vector256<byte> least = Vector256.Min(toA, toB), difference = Vector256.Max(toA, toB) - least;
            // On both sides of c, one is above it and the other below.
            Vector256<byte> isOneSide = Vector256.Equals(Vector256.Min(aboveB, belowA) | Vector256.Min(belowB, aboveA), Vector256<byte>.Zero);
            Vector256<byte> nearer = Vector256.ConditionalSelect(Vector256.Equals(least, toA), a, b);
            return Vector256.ConditionalSelect(Vector256.Equals(Vector256.Min(least, difference), least) | isOneSide, nearer, c);
        }
    }
}

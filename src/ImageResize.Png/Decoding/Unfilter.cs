using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageResize.Png.Decoding;

/// <summary>
/// Undoes the row filters (PNG specification, 9). A pixel of a Sub, Average or Paeth row waits for the one to its left; so where
/// two such rows follow each other they are done together, the lower a pixel behind the upper, and their chains of dependent
/// instructions overlap, or eight of them in the lanes of a vector (<see cref="UnfilterWave"/>). Rows are read and written up to <see cref="Margin"/> bytes beyond their ends.
/// </summary>
internal static unsafe class Unfilter
{
    /// <summary>Bytes behind every row, filtered or not.</summary>
    public const int Margin = 32;

    /// <summary>Of eight rows that are done together, so many must be such of Average or Paeth: others are quicker one by one.</summary>
    private const int MinSlowRows = 3;

    private const byte None = 0, Sub = 1, Up = 2, Average = 3, Paeth = 4;

    /// <summary>Undoes rows that follow each other; returns how many there were before one with the number of no filter.</summary>
    /// <param name="source">The first row, with its filter byte.</param>
    /// <param name="sourceStride">Bytes from one to the next.</param>
    /// <param name="rows">How many there are.</param>
    /// <param name="width">Bytes of a row, without the filter byte.</param>
    /// <param name="pixelBytes">Bytes of a pixel, 1 for pixels of less than a byte; 1 to 8.</param>
    /// <param name="above">The row of pixels above the first; zeros where it is the first of the image.</param>
    /// <param name="target">Where the first row goes.</param>
    /// <param name="stride">Bytes from one to the next.</param>
    public static int Run(byte* source, nint sourceStride, int rows, int width, int pixelBytes, byte* above, byte* target, nint stride)
    {
        for (int y = 0; y < rows; y++)
        {
            byte* from = source + y * sourceStride + 1, to = target + y * stride;
            byte filter = from[-1];
            if (rows - y >= UnfilterWave.Rows && IsWave(from, sourceStride, width, pixelBytes))
            {
                RunWave(from, sourceStride, width, pixelBytes, above, to, stride);
                y += UnfilterWave.Rows - 1;
                above = target + y * stride;
                continue;
            }

            bool isPair = filter is Average or Paeth && y + 1 < rows && from[sourceStride - 1] is Sub or Average or Paeth;
            if (isPair)
            {
                RunPair(filter, from[sourceStride - 1], from, from + sourceStride, above, to, to + stride, width, pixelBytes);
                y++;
                above = to + stride;
                continue;
            }

            switch (filter)
            {
                case None:
                    Unsafe.CopyBlockUnaligned(to, from, (uint)width);
                    break;
                case Sub:
                    RunSub(from, to, width, pixelBytes);
                    break;
                case Up:
                    RunUp(from, above, to, width);
                    break;
                case Average:
                case Paeth:
                    RunPart(filter, from, above, to, 0, width, pixelBytes);
                    break;
                default:
                    return y;
            }

            above = to;
        }

        return rows;
    }

    private static bool IsWave(byte* from, nint stride, int width, int pixelBytes)
    {
        if (!Avx2.IsSupported || pixelBytes is not (3 or 4) || width < 2 * UnfilterWave.FirstPixel * pixelBytes)
            return false;
        int slow = 0;
        for (int i = 0; i < UnfilterWave.Rows; i++)
        {
            byte filter = from[i * stride - 1];
            if (filter > Paeth)
                return false;
            slow += filter >= Average ? 1 : 0;
        }

        return slow >= MinSlowRows;
    }

    private static void RunWave(byte* from, nint fromStride, int width, int pixelBytes, byte* above, byte* to, nint stride)
    {
        RunParts(from, fromStride, 0, UnfilterWave.FirstPixel * pixelBytes, pixelBytes, above, to, stride);
        int done = UnfilterWave.Run(from, fromStride, width / pixelBytes, pixelBytes, above, to, stride) * pixelBytes;
        RunParts(from, fromStride, done, width, pixelBytes, above, to, stride);

        // The beginning and the end of a part are those of the first row; a beginning or an end of a row is none.
        static void RunParts(byte* from, nint fromStride, int begin, int end, int pixelBytes, byte* above, byte* to, nint stride)
        {
            int lag = UnfilterWave.Lag * pixelBytes;
            bool isBegin = begin == 0;
            for (int i = 0; i < UnfilterWave.Rows; i++, above = to, from += fromStride, to += stride)
            {
                RunPart(from[-1], from, above, to, isBegin ? 0 : begin - i * lag, isBegin ? end - i * lag : end, pixelBytes);
            }
        }
    }

    /// <summary>Undoes the bytes of a row from one on up to another; those before them are done.</summary>
    private static void RunPart(byte filter, byte* from, byte* above, byte* to, int begin, int end, int pixelBytes)
    {
        switch (filter)
        {
            case None:
                RunOne<NoFilter>(from, above, to, begin, end, pixelBytes);
                break;
            case Sub:
                RunOne<SubFilter>(from, above, to, begin, end, pixelBytes);
                break;
            case Up:
                RunOne<UpFilter>(from, above, to, begin, end, pixelBytes);
                break;
            case Average:
                RunOne<AverageFilter>(from, above, to, begin, end, pixelBytes);
                break;
            default:
                RunOne<PaethFilter>(from, above, to, begin, end, pixelBytes);
                break;
        }
    }

    private static void RunPair(
        byte upper, byte lower, byte* from0, byte* from1, byte* above, byte* to0, byte* to1, int width, int pixelBytes)
    {
        switch (upper, lower)
        {
            case (Average, Sub):
                RunTwo<AverageFilter, SubFilter>(from0, from1, above, to0, to1, width, pixelBytes);
                break;
            case (Average, Average):
                RunTwo<AverageFilter, AverageFilter>(from0, from1, above, to0, to1, width, pixelBytes);
                break;
            case (Average, _):
                RunTwo<AverageFilter, PaethFilter>(from0, from1, above, to0, to1, width, pixelBytes);
                break;
            case (_, Sub):
                RunTwo<PaethFilter, SubFilter>(from0, from1, above, to0, to1, width, pixelBytes);
                break;
            case (_, Average):
                RunTwo<PaethFilter, AverageFilter>(from0, from1, above, to0, to1, width, pixelBytes);
                break;
            default:
                RunTwo<PaethFilter, PaethFilter>(from0, from1, above, to0, to1, width, pixelBytes);
                break;
        }
    }

    /// <summary>Eight bytes, of which those of a pixel count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Load(byte* pixel) => Sse41.IsSupported
        ? Sse41.ConvertToVector128Int16(pixel)
        : Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)pixel).AsByte()).AsInt16();

    /// <summary>Eight bytes; those beyond the pixel are overwritten by the next ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<short> pixel, byte* target)
    {
        Vector128<byte> bytes = Sse2.IsSupported
            ? Sse2.PackUnsignedSaturate(pixel, pixel)
            : Vector128.Narrow(pixel.AsUInt16(), pixel.AsUInt16());
        *(ulong*)target = bytes.AsUInt64().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunOne<TFilter>(byte* from, byte* above, byte* to, int begin, int end, int pixelBytes)
        where TFilter : struct, IRowFilter
    {
        Vector128<short> mask = Vector128.Create((short)255);
        Vector128<short> left = begin > 0 ? Load(to + begin - pixelBytes) : Vector128<short>.Zero;
        Vector128<short> aboveLeft = begin > 0 ? Load(above + begin - pixelBytes) : Vector128<short>.Zero;
        for (nint x = begin; x < end; x += pixelBytes)
        {
            Vector128<short> up = Load(above + x);
            left = (TFilter.Predict(left, up, aboveLeft) + Load(from + x)) & mask;
            aboveLeft = up;
            Store(left, to + x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunTwo<TUpper, TLower>(byte* from0, byte* from1, byte* above, byte* to0, byte* to1, int width, int pixelBytes)
        where TUpper : struct, IRowFilter
        where TLower : struct, IRowFilter
    {
        Vector128<short> mask = Vector128.Create((short)255), left1 = Vector128<short>.Zero, aboveLeft1 = left1, aboveLeft0 = Load(above);
        Vector128<short> left0 = (TUpper.Predict(Vector128<short>.Zero, aboveLeft0, Vector128<short>.Zero) + Load(from0)) & mask;
        Store(left0, to0);
        for (byte* end = to0 + width - pixelBytes; to0 < end;)
        {
            to0 += pixelBytes;
            from0 += pixelBytes;
            above += pixelBytes;
            Vector128<short> up = Load(above), done = left0;
            left0 = (TUpper.Predict(left0, up, aboveLeft0) + Load(from0)) & mask;
            left1 = (TLower.Predict(left1, done, aboveLeft1) + Load(from1)) & mask;
            aboveLeft0 = up;
            aboveLeft1 = done;
            Store(left0, to0);
            Store(left1, to1);
            from1 += pixelBytes;
            to1 += pixelBytes;
        }

        Store((TLower.Predict(left1, left0, aboveLeft1) + Load(from1)) & mask, to1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunUp(byte* from, byte* above, byte* to, int width)
    {
        for (int x = 0; x < width; x += Vector128<byte>.Count)
            (Vector128.Load(from + x) + Vector128.Load(above + x)).Store(to + x);
    }

    /// <summary>Sub rows are prefix sums; those of pixels of three and four bytes are taken four pixels at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunSub(byte* from, byte* to, int width, int pixelBytes)
    {
        Vector128<byte> carry = Vector128<byte>.Zero;
        switch (pixelBytes)
        {
            case 3:
                for (int x = 0; x < width; x += 12)
                {
                    Vector128<byte> sums = Vector128.Load(from + x);
                    sums += Vector128.Shuffle(sums, Vector128.Create((byte)255, 255, 255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
                    sums += Vector128.Shuffle(sums, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
                    sums += carry;
                    sums.Store(to + x);
                    carry = Vector128.Shuffle(sums, Vector128.Create((byte)9, 10, 11, 9, 10, 11, 9, 10, 11, 9, 10, 11, 9, 10, 11, 9));
                }

                break;
            case 4:
                for (int x = 0; x < width; x += 16)
                {
                    Vector128<byte> sums = Vector128.Load(from + x);
                    sums += Vector128.Shuffle(sums.AsUInt32(), Vector128.Create(255u, 0, 1, 2)).AsByte();
                    sums += Vector128.Shuffle(sums.AsUInt32(), Vector128.Create(255u, 255, 0, 1)).AsByte();
                    sums += carry;
                    sums.Store(to + x);
                    carry = Vector128.Shuffle(sums.AsUInt32(), Vector128.Create(3u)).AsByte();
                }

                break;
            default:
                RunOne<SubFilter>(from, from, to, 0, width, pixelBytes);
                break;
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageResize.Tiff.Samples;

/// <summary>
/// Makes samples of their differences from the pixel to the left (TIFF 6.0, section 14), in place: within a vector by sums over two, four
/// and eight pixels, to which the last pixel of the vector before is added. And the other way round.
/// </summary>
internal static unsafe class Differences
{
    /// <summary>No byte of a vector: its place becomes 0.</summary>
    private const byte None = 0xFF;

    /// <summary>Undoes a row.</summary>
    /// <param name="row">The row; nothing behind it is read or written.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="pixelBytes">Bytes of a pixel.</param>
    /// <param name="sampleBytes">Bytes of a sample, 1 or 2.</param>
    public static void Undo(byte* row, int length, int pixelBytes, int sampleBytes)
    {
        if (sampleBytes == 1)
            Undo<ByteSums>(row, length, pixelBytes, 1);
        else
            Undo<WordSums>(row, length, pixelBytes, sizeof(ushort));
    }

    /// <summary>Takes the differences of a row.</summary>
    /// <param name="source">The row.</param>
    /// <param name="target">Where they go; may be the row itself.</param>
    /// <param name="length">Bytes of the row.</param>
    /// <param name="pixelBytes">Bytes of a pixel.</param>
    /// <param name="sampleBytes">Bytes of a sample, 1 or 2.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Take(byte* source, byte* target, int length, int pixelBytes, int sampleBytes)
    {
        // From the end, since a pixel is wanted until that to its right is done.
        int x = length - Vector128<byte>.Count;
        for (; x >= pixelBytes; x -= Vector128<byte>.Count)
        {
            Vector128<byte> here = Vector128.Load(source + x), left = Vector128.Load(source + x - pixelBytes);
            (sampleBytes == 1 ? here - left : (here.AsUInt16() - left.AsUInt16()).AsByte()).Store(target + x);
        }

        for (x += Vector128<byte>.Count - sampleBytes; x >= pixelBytes; x -= sampleBytes)
        {
            if (sampleBytes == 1)
                target[x] = (byte)(source[x] - source[x - pixelBytes]);
            else
                *(ushort*)(target + x) = (ushort)(*(ushort*)(source + x) - *(ushort*)(source + x - pixelBytes));
        }

        for (x = Math.Min(pixelBytes, length) - 1; x >= 0; x--)
            target[x] = source[x];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Undo<TSums>(byte* row, int length, int pixelBytes, int sampleBytes)
        where TSums : struct, ISampleSums
    {
        int x = 0;
        Vector128<byte> carry = Vector128<byte>.Zero, next;
        switch (pixelBytes)
        {
            case 1:
                for (; x <= length - 16; x += 16)
                {
                    Vector128<byte> sums = Vector128.Load(row + x);
                    sums = TSums.Add(sums, Vector128.Shuffle(sums, Vector128.Create(None, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)));
                    sums = TSums.Add(sums, Vector128.Shuffle(sums, Vector128.Create(None, None, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)));
                    sums = TSums.Add(sums, Vector128.Shuffle(sums, Vector128.Create(None, None, None, None, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)));
                    sums = TSums.Add(sums, Vector128.Shuffle(sums, Vector128.Create(None, None, None, None, None, None, None, None, 0, 1, 2, 3, 4, 5, 6, 7)));
                    sums = TSums.Add(sums, carry);
                    sums.Store(row + x);
                    carry = Vector128.Shuffle(sums, Vector128.Create((byte)15));
                }

                break;
            case 2:
                for (; x <= length - 16; x += 16)
                {
                    Vector128<byte> sums = Vector128.Load(row + x);
                    sums = TSums.Add(sums, Vector128.Shuffle(sums, Vector128.Create(None, None, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)));
                    sums = TSums.Add(sums, Vector128.Shuffle(sums, Vector128.Create(None, None, None, None, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)));
                    sums = TSums.Add(sums, Vector128.Shuffle(sums, Vector128.Create(None, None, None, None, None, None, None, None, 0, 1, 2, 3, 4, 5, 6, 7)));
                    sums = TSums.Add(sums, carry);
                    sums.Store(row + x);
                    carry = Vector128.Shuffle(sums, Vector128.Create((byte)14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15));
                }

                break;
            case 3 when length >= Vector128<byte>.Count:
                // Twelve bytes of sixteen. The next are loaded before the four that are none of these are written over.
                next = Vector128.Load(row);
                for (; x <= length - Vector128<byte>.Count - 12; x += 12)
                {
                    Vector128<byte> following = Vector128.Load(row + x + 12);
                    Vector128<byte> sums = TSums.Add(next, Vector128.Shuffle(next, Vector128.Create(None, None, None, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)));
                    sums = TSums.Add(sums, Vector128.Shuffle(sums, Vector128.Create(None, None, None, None, None, None, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)));
                    sums = TSums.Add(sums, carry);
                    sums.Store(row + x);
                    carry = Vector128.Shuffle(sums, Vector128.Create((byte)9, 10, 11, 9, 10, 11, 9, 10, 11, 9, 10, 11, 9, 10, 11, 9));
                    next = following;
                }

                Unsafe.WriteUnaligned(row + x, next.AsUInt32().ToScalar());
                break;
            case 4:
                for (; x <= length - 16; x += 16)
                {
                    Vector128<byte> sums = Vector128.Load(row + x);
                    sums = TSums.Add(sums, Vector128.Shuffle(sums, Vector128.Create(None, None, None, None, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)));
                    sums = TSums.Add(sums, Vector128.Shuffle(sums, Vector128.Create(None, None, None, None, None, None, None, None, 0, 1, 2, 3, 4, 5, 6, 7)));
                    sums = TSums.Add(sums, carry);
                    sums.Store(row + x);
                    carry = Vector128.Shuffle(sums, Vector128.Create((byte)12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15));
                }

                break;
            case 6 when length >= Vector128<byte>.Count:
                next = Vector128.Load(row);
                for (; x <= length - Vector128<byte>.Count - 12; x += 12)
                {
                    Vector128<byte> following = Vector128.Load(row + x + 12);
                    Vector128<byte> sums = TSums.Add(next, Vector128.Shuffle(next, Vector128.Create(None, None, None, None, None, None, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)));
                    sums = TSums.Add(sums, carry);
                    sums.Store(row + x);
                    carry = Vector128.Shuffle(sums, Vector128.Create((byte)6, 7, 8, 9, 10, 11, 6, 7, 8, 9, 10, 11, 6, 7, 8, 9));
                    next = following;
                }

                Unsafe.WriteUnaligned(row + x, next.AsUInt32().ToScalar());
                break;
            case 8:
                for (; x <= length - 16; x += 16)
                {
                    Vector128<byte> sums = Vector128.Load(row + x);
                    sums = TSums.Add(sums, Vector128.Shuffle(sums, Vector128.Create(None, None, None, None, None, None, None, None, 0, 1, 2, 3, 4, 5, 6, 7)));
                    sums = TSums.Add(sums, carry);
                    sums.Store(row + x);
                    carry = Vector128.Shuffle(sums, Vector128.Create((byte)8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15));
                }

                break;
        }

        for (x = Math.Max(x, pixelBytes); x < length; x += sampleBytes)
            TSums.Add(row + x, row + x - pixelBytes);
    }
}

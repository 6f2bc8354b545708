using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageResize.Png.Inflating;

/// <summary>The checksum at the end of a zlib stream (RFC 1950, 8.2).</summary>
internal static unsafe class Adler32
{
    /// <summary>That of no data.</summary>
    public const uint Initial = 1;

    private const uint Modulus = 65521;
    private const int Step = 32;

    /// <summary>Bytes that can be summed up before the sums must be reduced.</summary>
    private const int BlockBytes = 5536;

    /// <summary>The checksum of data that follow data of the given checksum.</summary>
    public static uint Append(uint adler, byte* data, nint length)
    {
        uint a = adler & 0xFFFF, b = adler >> 16;
        while (length > 0)
        {
            int block = (int)Math.Min(length, BlockBytes), vectors = Avx2.IsSupported ? block / Step : 0;
            if (vectors > 0)
                AppendVectors(ref a, ref b, data, vectors);
            for (int i = vectors * Step; i < block; i++)
            {
                a += data[i];
                b += a;
            }

            a %= Modulus;
            b %= Modulus;
            data += block;
            length -= block;
        }

        return b << 16 | a;
    }

    /// <summary>32 bytes at a time: the first sum is theirs, the second that of each byte as often as bytes follow it, and one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AppendVectors(ref uint a, ref uint b, byte* data, int vectors)
    {
        Vector256<sbyte> counts = Vector256.Create(
            (sbyte)32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
        Vector256<int> sum = Vector256<int>.Zero, weighted = sum, before = sum;
        b += a * (uint)(vectors * Step);
        for (int i = 0; i < vectors; i++, data += Step)
        {
            Vector256<byte> bytes = Vector256.Load(data);
            before += sum;
            sum += Avx2.SumAbsoluteDifferences(bytes, Vector256<byte>.Zero).AsInt32();
            weighted += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(bytes, counts), Vector256<short>.One);
        }

        a += (uint)Vector256.Sum(sum);
        b += Step * (uint)Vector256.Sum(before) + (uint)Vector256.Sum(weighted);
    }
}

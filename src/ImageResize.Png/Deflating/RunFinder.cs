using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageResize.Png.Deflating;

/// <summary>Finds the runs of one byte, and counts all others.</summary>
internal static unsafe class RunFinder
{
    public const int MinMatch = 3;

    /// <summary>Bytes that may be read behind the data.</summary>
    public const int Margin = 32;

    /// <summary>How often a byte is counted in a place of its own, so that equal ones that follow each other do not wait.</summary>
    private const int Counters = 4;

    /// <summary>Finds three bytes or more that are like the one before them.</summary>
    /// <param name="data">The data; the byte before them counts.</param>
    /// <param name="from">Where to search from.</param>
    /// <param name="count">Bytes of the data.</param>
    /// <returns>The first of them; the count where there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Find(byte* data, int from, int count)
    {
        for (int x = from; x + MinMatch <= count; x += Vector256<byte>.Count)
        {
            byte* at = data + x;
            Vector256<byte> first = Vector256.Load(at), second = Vector256.Load(at + 1);
            uint found = (Vector256.Equals(Vector256.Load(at - 1), first) & Vector256.Equals(first, second) & Vector256.Equals(second, Vector256.Load(at + 2)))
                .ExtractMostSignificantBits();
            if (found != 0)
            {
                x += BitOperations.TrailingZeroCount(found);
                return x + MinMatch <= count ? x : count;
            }
        }

        return count;
    }

    /// <summary>Counts bytes.</summary>
    /// <param name="data">The first one.</param>
    /// <param name="end">Behind the last one.</param>
    /// <param name="counters">Four counters of each byte.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Count(byte* data, byte* end, int* counters)
    {
        for (; end - data >= sizeof(ulong); data += sizeof(ulong))
        {
            ulong bytes = *(ulong*)data;
            counters[(byte)bytes]++;
            counters[256 + (byte)(bytes >> 8)]++;
            counters[512 + (byte)(bytes >> 16)]++;
            counters[768 + (byte)(bytes >> 24)]++;
            counters[(byte)(bytes >> 32)]++;
            counters[256 + (byte)(bytes >> 40)]++;
            counters[512 + (byte)(bytes >> 48)]++;
            counters[768 + (byte)(bytes >> 56)]++;
        }

        for (; data < end; data++)
            counters[*data]++;
    }

    /// <summary>Adds the counters up, and clears them.</summary>
    public static void Total(int* counters, Span<int> frequencies)
    {
        for (int i = 0; i < 256; i++)
        {
            int sum = 0;
            for (int k = 0; k < Counters; k++)
            {
                sum += counters[256 * k + i];
                counters[256 * k + i] = 0;
            }

            frequencies[i] = sum;
        }
    }
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ImageResize.Png.Inflating;

/// <summary>
/// Decodes the symbols of a block (RFC 1951, 3.2.3) in the manner of libdeflate (E. Biggers): 56 bits or more at the start of each
/// turn, up to three table look-ups for one or two literals each or for a literal and a length, a match copied 32 bytes at a time. It reads ahead, so
/// it stops <see cref="InputMargin"/> bytes before the end of the input, where <see cref="RunCarefully"/> takes over.
/// </summary>
internal static unsafe class InflateKernel
{
    /// <summary>Bytes before the end of the input where the fast loop stops: it advances by up to 21 a turn and reads 8.</summary>
    public const int InputMargin = 32;

    /// <summary>Bytes behind the limit of the output that may be written: three pairs of literals, one more, a match of 258 and what its copy overshoots.</summary>
    public const int OutputMargin = 512;

    private const int LongestMatch = 258;

    /// <summary>Bits of a distance with its extra bits.</summary>
    private const int MaxDistanceBits = 28;

    /// <summary>For distances below 16: the bytes of a vector of them, repeated.</summary>
    private static ReadOnlySpan<byte> RepeatPatterns =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1,
        0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0,
        0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3,
        0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0,
        0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3,
        0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0, 1,
        0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 6,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1, 2, 3, 4,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 1, 2,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 1,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0,
    ];

    /// <summary>Decodes until the block ends (Done), the output reaches its limit, or the input comes near its end (NeedsInput).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static InflateStatus Run(ref InflateState state, uint* literals, uint* distances, byte* window, ref byte* target, byte* limit)
    {
        const uint rootMask = (1 << InflateTable.LiteralRootBits) - 1;
        byte* input = state.Next, inputLimit = state.End - InputMargin, output = target;
        if (input > inputLimit)
            return InflateStatus.NeedsInput;
        ulong bits = state.Bits;
        // Of the count only the low six bits matter, so that an entry can be subtracted as it is.
        uint count = (uint)state.Count;
        InflateStatus status;
        ref byte patterns = ref MemoryMarshal.GetReference(RepeatPatterns);
        Refill(ref input, ref bits, ref count);
        uint entry = literals[bits & rootMask];
        while (true)
        {
            if (output >= limit)
            {
                status = InflateStatus.OutputFull;
                break;
            }

            if (input > inputLimit)
            {
                status = InflateStatus.NeedsInput;
                break;
            }

            ulong before = bits;
            bits >>= (int)entry;
            count -= entry;
            if ((int)entry < 0)
            {
                output = PutLiterals(output, entry);
                entry = literals[bits & rootMask];
                before = bits;
                bits >>= (int)entry;
                count -= entry;
                if ((int)entry < 0)
                {
                    output = PutLiterals(output, entry);
                    entry = literals[bits & rootMask];
                    before = bits;
                    bits >>= (int)entry;
                    count -= entry;
                    if ((int)entry < 0)
                    {
                        output = PutLiterals(output, entry);
                        // At most 33 of 56 bits are gone, so the index is sound before the refill.
                        entry = literals[bits & rootMask];
                        Refill(ref input, ref bits, ref count);
                        continue;
                    }
                }
            }

            if ((entry & InflateEntry.Exceptional) != 0)
            {
                if ((entry & InflateEntry.SecondTable) != 0)
                {
                    entry = literals[(entry >> InflateEntry.BaseShift) + InflateState.Low(bits, CodeBits(entry))];
                    before = bits;
                    bits >>= (int)entry;
                    count -= entry;
                    if ((int)entry < 0)
                    {
                        output = PutLiterals(output, entry);
                        Refill(ref input, ref bits, ref count);
                        entry = literals[bits & rootMask];
                        continue;
                    }
                }

                if ((entry & InflateEntry.Exceptional) != 0)
                {
                    status = EndOf(entry);
                    break;
                }
            }

            output = PutLeading(output, entry);
            uint length = (entry >> InflateEntry.BaseShift & InflateEntry.LengthMask) + LengthExtra(before, entry);
            if ((count & InflateEntry.BitsMask) < MaxDistanceBits)
                Refill(ref input, ref bits, ref count);
            entry = distances[bits & ((1 << InflateTable.DistanceRootBits) - 1)];
            if ((entry & InflateEntry.SecondTable) != 0)
            {
                bits >>= InflateTable.DistanceRootBits;
                count -= InflateTable.DistanceRootBits;
                entry = distances[(entry >> InflateEntry.BaseShift) + InflateState.Low(bits, CodeBits(entry))];
            }

            before = bits;
            bits >>= (int)entry;
            count -= entry;
            uint distance = (entry >> InflateEntry.BaseShift) + Extra(before, entry);
            bool isUnknown = (entry & InflateEntry.Exceptional) != 0;
            Refill(ref input, ref bits, ref count);
            entry = literals[bits & rootMask];
            // A distance of zero, which the symbols without a meaning have, is caught as well.
            if (isUnknown || distance - 1 >= (nuint)(output - window))
            {
                status = InflateStatus.Invalid;
                break;
            }

            CopyMatch(output, distance, length, ref patterns);
            output += length;
        }

        state.Next = input;
        state.Bits = bits;
        state.Count = (int)(count & 63);
        target = output;
        return status;
    }

    /// <summary>Decodes symbol by symbol to the very end of the input.</summary>
    public static InflateStatus RunCarefully(ref InflateState state, uint* literals, uint* distances, byte* window, ref byte* target, byte* limit)
    {
        while (target < limit)
        {
            state.Refill();
            if (!TryTake(ref state, literals, InflateTable.LiteralRootBits, out uint entry, out ulong before))
                return InflateStatus.Truncated;
            if ((entry & InflateEntry.Literal) != 0)
            {
                target = PutLiterals(target, entry);
                continue;
            }

            if ((entry & InflateEntry.Exceptional) != 0)
                return EndOf(entry);
            target = PutLeading(target, entry);
            uint length = (entry >> InflateEntry.BaseShift & InflateEntry.LengthMask) + LengthExtra(before, entry);
            state.Refill();
            if (!TryTake(ref state, distances, InflateTable.DistanceRootBits, out entry, out before))
                return InflateStatus.Truncated;
            uint distance = (entry >> InflateEntry.BaseShift) + Extra(before, entry);
            if ((entry & InflateEntry.Exceptional) != 0 || distance - 1 >= (nuint)(target - window))
                return InflateStatus.Invalid;
            for (byte* end = target + length; target < end; target++)
                *target = target[-(nint)distance];
        }

        return InflateStatus.OutputFull;
    }

    /// <summary>Takes what an entry uses up; false if the input has not that much.</summary>
    private static bool TryTake(ref InflateState state, uint* table, int rootBits, out uint entry, out ulong before)
    {
        before = state.Bits;
        int used = 0;
        entry = table[InflateState.Low(before, (uint)rootBits)];
        if ((entry & (InflateEntry.Literal | InflateEntry.SecondTable)) == InflateEntry.SecondTable)
        {
            used = rootBits;
            before >>= rootBits;
            entry = table[(entry >> InflateEntry.BaseShift) + InflateState.Low(before, CodeBits(entry))];
        }

        used += InflateEntry.Bits(entry);
        if (used > state.Count)
            return false;
        state.Bits >>= used;
        state.Count -= used;
        return true;
    }

    public static InflateStatus EndOf(uint entry) => entry >> InflateEntry.BaseShift == 0 ? InflateStatus.Done : InflateStatus.Invalid;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint CodeBits(uint entry) => entry >> InflateEntry.CodeShift & InflateEntry.CodeMask;

    /// <summary>The extra bits of a distance, from the bits before its code was used up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Extra(ulong before, uint entry) => (uint)(InflateState.Low(before, entry & InflateEntry.BitsMask) >> (int)CodeBits(entry));

    /// <summary>Those of a length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LengthExtra(ulong before, uint entry) =>
        (uint)(InflateState.Low(before, entry & InflateEntry.BitsMask) >> (int)(entry >> InflateEntry.LengthCodeShift & InflateEntry.CodeMask));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* PutLiterals(byte* output, uint entry)
    {
        *(ushort*)output = (ushort)(entry >> InflateEntry.BytesShift);
        return output + (entry >> InflateEntry.CountShift & 3);
    }

    /// <summary>The literal before a length, if there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* PutLeading(byte* output, uint entry)
    {
        *output = (byte)(entry >> InflateEntry.BytesShift);
        return output + (entry >> InflateEntry.LeadingShift & 1);
    }

    /// <summary>To 56 bits or more, without a branch: the bits above the count are those that are read again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Refill(ref byte* input, ref ulong bits, ref uint count)
    {
        bits |= *(ulong*)input << (int)count;
        input += 7 - (count >> 3 & 7);
        count |= 56;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyMatch(byte* output, uint distance, uint length, ref byte patterns)
    {
        Debug.Assert(length <= LongestMatch);
        byte* source = output - distance, end = output + length;
        if (distance >= 16)
        {
            do
            {
                Vector128.Load(source).Store(output);
                Vector128.Load(source + 16).Store(output + 16);
                source += 32;
                output += 32;
            }
            while (output < end);
            return;
        }

        // The pattern is stored again and again, moved on by the largest multiple of the distance that a vector holds.
        Vector128<byte> pattern = Vector128.ShuffleNative(Vector128.Load(source), Vector128.LoadUnsafe(ref patterns, 16 * distance));
        nint step = (nint)(16 - 16 % distance);
        do
        {
            pattern.Store(output);
            output += step;
        }
        while (output < end);
    }
}

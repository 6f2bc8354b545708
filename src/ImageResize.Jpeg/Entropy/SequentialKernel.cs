using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// Decodes MCUs of sequential scans (ITU T.81, F.2.2): where two thirds of the time of a thumbnail goes. What makes it
/// fast: the bit state stays in registers because nothing is called; one look-up yields one or two whole coefficients;
/// signs are extended without a branch; coefficients that the scaled block does not need are skipped several at a time.
/// </summary>
internal static unsafe class SequentialKernel
{
    private const int FastShift = 64 - HuffmanTable.FastBits;
    private const int LongShift = 48;
    private const int PairShift = 64 - HuffmanTable.PairBits;
    private const int SkipShift = 64 - HuffmanTable.SkipBits;

    /// <summary>
    /// Decodes up to count MCUs from the given column on, and returns how many it began. It begins none beyond stop, so
    /// behind stop the window must hold what one MCU can take (<see cref="EntropySegment"/>).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Decode(ref BitState state, byte* stop, McuBlock* blocks, int blockCount, int firstMcu, int count)
    {
        Debug.Assert(blockCount is > 0 and <= EntropySegment.MaxMcuBlocks);
        // Only the low six bits of the count matter to shifts; what subtractions leave above them is masked at the end.
        ulong buffer = state.Bits, bits = (ulong)state.Count;
        byte* next = state.Next;
        uint faults = 0;
        McuBlock* blocksEnd = blocks + blockCount;
        int mcu = firstMcu;
        for (int mcuEnd = firstMcu + count; mcu < mcuEnd; mcu++)
        {
            if (next >= stop && (next - stop) * 8 > (long)(bits & 63))
                break;
            for (McuBlock* block = blocks; block < blocksEnd; block++)
            {
                ushort* slots = block->Slots;
                ulong needed = block->Needed;
                int column = mcu * block->ColumnStep + block->ColumnOffset;
                short* target = block->Row + (nint)(column >> 3) * block->GroupStride + (column & 7);

                buffer |= BinaryPrimitives.ReverseEndianness(*(ulong*)next) >> (int)bits;
                next += (~bits >> 3) & 7;
                bits |= 56;
                uint entry = block->DcFast[buffer >> FastShift];
                if ((entry & 63) == 0)
                    entry = block->DcLong[buffer >> LongShift];
                ulong value = buffer << (int)(entry >> 8);
                buffer <<= (int)entry;
                bits -= entry;
                faults |= entry >> 24;
                int dc = *block->Prediction + Extend(value, (int)(entry >> 16));
                *block->Prediction = dc;
                *target = (short)dc;

                ulong k = 1;
                if (needed > 1)
                {
                    ulong before, kFirst, pair;
                    buffer |= BinaryPrimitives.ReverseEndianness(*(ulong*)next) >> (int)bits;
                    next += (~bits >> 3) & 7;
                    bits |= 56;
                    while (true)
                    {
                        pair = block->Pairs[buffer >> PairShift];
                        if (pair == 0)
                        {
                            entry = block->AcFast[buffer >> FastShift];
                            if ((entry & 63) == 0)
                                entry = block->AcLong[buffer >> LongShift];
                            pair = SequentialTables.Single(entry);
                        }

                        before = buffer;
                        value = buffer << (int)(pair >> 8);
                        buffer <<= (int)pair;
                        bits -= pair;
                        kFirst = k + (byte)(pair >> 24);
                        k += (byte)(pair >> 32);
                        target[slots[k]] = (short)(pair >> 48);
                        target[slots[kFirst]] = (short)Extend(value, (int)(pair >> 16));
                        if (k >= needed)
                            break;

                        pair = block->Pairs[buffer >> PairShift];
                        if (pair == 0)
                        {
                            entry = block->AcFast[buffer >> FastShift];
                            if ((entry & 63) == 0)
                                entry = block->AcLong[buffer >> LongShift];
                            pair = SequentialTables.Single(entry);
                        }

                        before = buffer;
                        value = buffer << (int)(pair >> 8);
                        buffer <<= (int)pair;
                        bits -= pair;
                        kFirst = k + (byte)(pair >> 24);
                        k += (byte)(pair >> 32);
                        target[slots[k]] = (short)(pair >> 48);
                        target[slots[kFirst]] = (short)Extend(value, (int)(pair >> 16));
                        if (k >= needed)
                            break;
                        buffer |= BinaryPrimitives.ReverseEndianness(*(ulong*)next) >> (int)bits;
                        next += (~bits >> 3) & 7;
                        bits |= 56;
                    }

                    // The first symbol ended the block: the second belongs to the next one.
                    if (kFirst - 64 < 64 && k != kFirst)
                    {
                        ulong taken = pair >> 40 & 63;
                        bits += (pair & 63) - taken;
                        buffer = before << (int)taken;
                        k = kFirst;
                    }

                    if (k >= 64)
                    {
                        faults |= Fault((uint)k);
                        continue;
                    }
                }

                ushort* skip = block->Skip;
                while (true)
                {
                    buffer |= BinaryPrimitives.ReverseEndianness(*(ulong*)next) >> (int)bits;
                    next += (~bits >> 3) & 7;
                    bits |= 56;
                    ulong step = skip[buffer >> SkipShift];
                    ulong kNext = k + (step >> 8);
                    if (kNext < 64)
                    {
                        k = kNext;
                        buffer <<= (int)step;
                        bits -= step;
                        step = skip[buffer >> SkipShift];
                        kNext = k + (step >> 8);
                        if (kNext < 64)
                        {
                            k = kNext;
                            buffer <<= (int)step;
                            bits -= step;
                            continue;
                        }
                    }

                    if (kNext - 128 < 64)
                    {
                        buffer <<= (int)step;
                        bits -= step;
                        break;
                    }

                    buffer |= BinaryPrimitives.ReverseEndianness(*(ulong*)next) >> (int)bits;
                    next += (~bits >> 3) & 7;
                    bits |= 56;
                    entry = block->AcFast[buffer >> FastShift];
                    if ((entry & 63) == 0)
                        entry = block->AcLong[buffer >> LongShift];
                    buffer <<= (int)entry;
                    bits -= entry;
                    k += entry >> 24;
                    if (k >= 64)
                    {
                        faults |= Fault((uint)k);
                        break;
                    }
                }
            }
        }

        state.Bits = buffer;
        state.Count = (int)(bits & 63);
        state.Next = next;
        state.Faults |= faults;
        return mcu - firstMcu;
    }

    /// <summary>
    /// The value whose bits lead the buffer (T.81, F.2.2.1, EXTEND): a leading one means positive. Shifted right
    /// arithmetically with its first bit doubled and the copy inverted, it has the right sign, and is one too low where
    /// it is negative. The count is 63 minus the size, taken modulo 64.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Extend(ulong value, int count) =>
        (int)((((long)value >> 1) ^ long.MinValue) >> count) + 1 + (int)((long)value >> 63);

    /// <summary>
    /// What a block that ended at k did wrong. 64 is its regular end, 129 to 191 an end of block; 65 to 79 is a run out of
    /// the block and from 193 on no code at all: those have bit 6 set, and more.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Fault(uint k) => k & (0u - (k >> 6 & 1)) & ~64u;
}

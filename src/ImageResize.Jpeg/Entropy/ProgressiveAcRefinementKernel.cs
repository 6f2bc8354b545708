using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// Decodes blocks of a progressive AC refinement (ITU T.81, G.1.2.3): a correction bit for every coefficient that is not
/// zero so far, and between them new coefficients of plus or minus one at this bit. The standard's procedure visits every
/// coefficient; here the history of the block is one word, in which the place of a new coefficient is a bit selection, and
/// the number of correction bits before it a population count. Correction bits of coefficients that the scaled block does
/// not need are dropped together.
/// </summary>
internal static unsafe class ProgressiveAcRefinementKernel
{
    /// <summary>Correction bits taken at a time; a refill guarantees 56.</summary>
    private const int MaxCorrections = 56;

    /// <summary>As <see cref="SequentialKernel.Decode"/>, with blocks for MCUs. The scan must have a history.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Decode(ref BitState state, byte* stop, ref ProgressiveScan scan, int firstBlock, int count)
    {
        Debug.Assert(scan.History != null && scan.Start is > 0 and < 64 && scan.End >= scan.Start && scan.End < 64);
        ulong buffer = state.Bits, bits = (ulong)state.Count;
        byte* next = state.Next;
        uint* fast = scan.Fast, longCodes = scan.Long;
        ushort* slots = scan.Slots;
        uint faults = 0;
        int positive = 1 << scan.Low, negative = -1 << scan.Low, run = scan.EndOfBandRun;
        ulong bandEnd = ulong.MaxValue >> (63 - scan.End), neededMask = scan.NeededMask;
        int block = firstBlock;
        for (int blockEnd = firstBlock + count; block < blockEnd; block++)
        {
            if (next >= stop && (next - stop) * 8 > (long)bits)
                break;
            short* target = scan.Row + (nint)(block >> 3) * scan.GroupStride + (block & 7);
            ulong history = scan.History[block], found = 0;
            ulong rest = bandEnd & ulong.MaxValue << scan.Start;
            while (rest != 0)
            {
                ulong span = rest;
                short added = 0;
                int place = 0;
                if (run == 0)
                {
                    buffer |= BinaryPrimitives.ReverseEndianness(*(ulong*)next) >> (int)bits;
                    next += (63 - bits) >> 3;
                    bits |= 56;
                    uint entry = fast[buffer >> (64 - HuffmanTable.FastBits)];
                    if ((entry & 63) == 0)
                        entry = longCodes[buffer >> 48];
                    ulong value = buffer << (int)(entry >> 8);
                    buffer <<= (int)entry;
                    bits -= entry & 63;
                    int advance = (int)(entry >> 24), valueShift = (int)(entry >> 16 & 63);
                    if (advance >= HuffmanEntry.EndOfBlock)
                    {
                        run = (1 << (63 - valueShift)) + (int)(value >> 1 >> valueShift);
                        faults |= advance == HuffmanEntry.Invalid ? (uint)HuffmanEntry.EndOfBlock : 0;
                    }
                    else
                    {
                        ulong zeros = rest & ~history;
                        bool isNew = valueShift != 63;
                        if (BitOperations.PopCount(zeros) >= advance)
                        {
                            place = SelectBit(zeros, advance - 1);
                            span = rest & (ulong.MaxValue >> (63 - place));
                            if (isNew)
                                added = (short)((long)value < 0 ? positive : negative);
                        }
                        else
                        {
                            faults |= isNew ? 1u : 0;
                        }
                    }
                }

                rest &= ~span;
                ulong corrections = span & history;
                while (corrections != 0)
                {
                    buffer |= BinaryPrimitives.ReverseEndianness(*(ulong*)next) >> (int)bits;
                    next += (63 - bits) >> 3;
                    bits |= 56;
                    ulong part = corrections;
                    while (BitOperations.PopCount(part) > MaxCorrections)
                        part &= ulong.MaxValue >> (BitOperations.LeadingZeroCount(part) + 1);
                    for (ulong needed = part & neededMask; needed != 0; needed &= needed - 1)
                    {
                        int k = BitOperations.TrailingZeroCount(needed);
                        int index = BitOperations.PopCount(part & ((1UL << k) - 1));
                        short* coefficient = target + slots[k + 1];
                        if ((long)(buffer << index) < 0 && (*coefficient & positive) == 0)
                            *coefficient += (short)(*coefficient >= 0 ? positive : negative);
                    }

                    int taken = BitOperations.PopCount(part);
                    buffer <<= taken;
                    bits -= (uint)taken;
                    corrections &= ~part;
                }

                if (added != 0)
                {
                    target[slots[place + 1]] = added;
                    found |= 1UL << place;
                }
            }

            if (run > 0)
                run--;
            scan.History[block] = history | found;
        }

        state.Bits = buffer;
        state.Count = (int)bits;
        state.Next = next;
        state.Faults |= faults;
        scan.EndOfBandRun = run;
        return block - firstBlock;
    }

    /// <summary>The place of the bit that has so many set bits below it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SelectBit(ulong word, int rank)
    {
        if (Bmi2.X64.IsSupported)
            return BitOperations.TrailingZeroCount(Bmi2.X64.ParallelBitDeposit(1UL << rank, word));
        for (; rank > 0; rank--)
            word &= word - 1;
        return BitOperations.TrailingZeroCount(word);
    }
}

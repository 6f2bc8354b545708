using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// Decodes blocks of a progressive AC refinement (ITU T.81, G.1.2.3): a correction bit for every coefficient that is not
/// zero so far, and between them new coefficients of plus or minus one at this bit. The standard's procedure visits every
/// coefficient; here the history of the block is one word, in which the place of a new coefficient is a bit selection, the
/// number of correction bits before it a population count, and the coefficients that those bits correct a bit deposit
/// (<see cref="BitPlacement"/>). So nothing depends on single bits but the corrections themselves, which are done last, and
/// only for coefficients that the scaled block needs.
/// </summary>
internal static unsafe class ProgressiveAcRefinementKernel
{
    /// <summary>Bits left of a refill, of 56, after the longest symbol of a new coefficient: 16 bits of code, and its sign.</summary>
    private const int SureBits = 39;

    /// <summary>Correction bits taken at a time: what a refill guarantees.</summary>
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
        int one = 1 << scan.Low, run = scan.EndOfBandRun;
        ulong band = ulong.MaxValue >> (63 - scan.End) & ulong.MaxValue << scan.Start, neededMask = scan.NeededMask;
        int block = firstBlock;
        for (int blockEnd = firstBlock + count; block < blockEnd; block++)
        {
            if (next >= stop && (next - stop) * 8 > (long)bits)
                break;
            short* target = scan.Row + (nint)(block >> 3) * scan.GroupStride + (block & 7);
            ulong history = scan.History[block], rest = band, found = 0, corrected = 0;
            while (run == 0 && rest != 0)
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
                    break;
                }

                // The coefficient that the run of zeros leads to; a run of 16 leads to one that stays zero.
                ulong zeros = rest & ~history, span = rest;
                if (BitOperations.PopCount(zeros) >= advance)
                {
                    int place = BitPlacement.Select(zeros, advance - 1);
                    span &= ulong.MaxValue >> (63 - place);
                    if (valueShift != 63)
                    {
                        target[slots[place + 1]] = (short)((long)value < 0 ? one : -one);
                        found |= 1UL << place;
                    }
                }
                else
                {
                    faults |= valueShift != 63 ? 1u : 0;
                }

                rest &= ~span;
                ulong corrections = span & history;
                int length = BitOperations.PopCount(corrections);
                if (length > SureBits)
                {
                    corrected |= TakeMany(ref buffer, ref bits, ref next, corrections);
                    continue;
                }

                corrected |= BitPlacement.Deposit(buffer, length, corrections);
                buffer <<= length;
                bits -= (uint)length;
            }

            if (run > 0)
            {
                run--;
                if ((rest & history) != 0)
                    corrected |= TakeMany(ref buffer, ref bits, ref next, rest & history);
            }

            scan.History[block] = history | found;
            for (corrected &= neededMask; corrected != 0; corrected &= corrected - 1)
            {
                short* coefficient = target + slots[BitOperations.TrailingZeroCount(corrected) + 1];
                int old = *coefficient, sign = old >> 31;
                // Away from zero, unless the bit is set already, which happens in damaged files only.
                *coefficient = (short)(old + (((one ^ sign) - sign) & (((old & one) - 1) >> 31)));
            }
        }

        state.Bits = buffer;
        state.Count = (int)bits;
        state.Next = next;
        state.Faults |= faults;
        scan.EndOfBandRun = run;
        return block - firstBlock;
    }

    /// <summary>Takes any number of correction bits, at most <see cref="MaxCorrections"/> for each refill, and returns the places that are set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong TakeMany(ref ulong buffer, ref ulong bits, ref byte* next, ulong places)
    {
        ulong result = 0;
        while (places != 0)
        {
            buffer |= BinaryPrimitives.ReverseEndianness(*(ulong*)next) >> (int)bits;
            next += (63 - bits) >> 3;
            bits |= 56;
            ulong part = BitOperations.PopCount(places) <= MaxCorrections ? places : places & uint.MaxValue;
            int length = BitOperations.PopCount(part);
            result |= BitPlacement.Deposit(buffer, length, part);
            buffer <<= length;
            bits -= (uint)length;
            places &= ~part;
        }

        return result;
    }
}

using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// Decodes blocks of a first progressive AC scan (ITU T.81, G.1.2.2). Runs of ended blocks are passed in one step;
/// coefficients that the scaled block does not need are only noted in the history, if even that.
/// </summary>
internal static unsafe class ProgressiveAcFirstKernel
{
    /// <summary>As <see cref="SequentialKernel.Decode"/>, with blocks for MCUs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Decode(ref BitState state, byte* stop, ref ProgressiveScan scan, int firstBlock, int count)
    {
        Debug.Assert(scan.Start is > 0 and < 64 && scan.End >= scan.Start && scan.End < 64);
        ulong buffer = state.Bits, bits = (ulong)state.Count;
        byte* next = state.Next;
        uint* fast = scan.Fast, longCodes = scan.Long;
        ushort* slots = scan.Slots;
        uint end = (uint)scan.End, faults = 0;
        int low = scan.Low, run = scan.EndOfBandRun;
        int block = firstBlock, blockEnd = firstBlock + count;
        while (block < blockEnd)
        {
            if (run > 0)
            {
                int passed = Math.Min(run, blockEnd - block);
                run -= passed;
                block += passed;
                continue;
            }

            if (next >= stop && (next - stop) * 8 > (long)bits)
                break;
            short* target = scan.Row + (nint)(block >> 3) * scan.GroupStride + (block & 7);
            ulong history = 0;
            for (uint k = (uint)scan.Start; k <= end;)
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
                uint advance = entry >> 24;
                if (advance >= HuffmanEntry.EndOfBlock)
                {
                    int extraShift = (int)(entry >> 16 & 63);
                    run = (1 << (63 - extraShift)) - 1 + (int)(value >> 1 >> extraShift);
                    faults |= advance == HuffmanEntry.Invalid ? (uint)HuffmanEntry.EndOfBlock : 0;
                    break;
                }

                k += advance;
                int coefficient = SequentialKernel.Extend(value, (int)(entry >> 16));
                target[slots[k]] = (short)(coefficient << low);
                history |= (coefficient != 0 ? 1UL : 0) << (int)(k - 1);
                // Beyond the band, as libjpeg does, it is taken; but no encoder makes it.
                faults |= k > end + 1 ? k & 63 | 1 : 0;
            }

            if (scan.History != null)
                scan.History[block] |= history;
            block++;
        }

        state.Bits = buffer;
        state.Count = (int)bits;
        state.Next = next;
        state.Faults |= faults;
        scan.EndOfBandRun = run;
        return block - firstBlock;
    }
}

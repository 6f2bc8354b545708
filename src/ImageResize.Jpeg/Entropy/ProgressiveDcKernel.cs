using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// Decodes MCUs of progressive DC scans: first scans (ITU T.81, G.1.2.1) like the DC part of sequential ones but shifted
/// by Al, and refinements, one bit a block.
/// </summary>
internal static unsafe class ProgressiveDcKernel
{
    /// <summary>As <see cref="SequentialKernel.Decode"/>, for a first DC scan.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int DecodeFirst(ref BitState state, byte* stop, McuBlock* blocks, int blockCount, int low, int firstMcu, int count)
    {
        Debug.Assert(blockCount is > 0 and <= EntropySegment.MaxMcuBlocks);
        ulong buffer = state.Bits, bits = (ulong)state.Count;
        byte* next = state.Next;
        uint faults = 0;
        int mcu = firstMcu;
        for (int mcuEnd = firstMcu + count; mcu < mcuEnd; mcu++)
        {
            if (next >= stop && (next - stop) * 8 > (long)bits)
                break;
            for (McuBlock* block = blocks; block < blocks + blockCount; block++)
            {
                buffer |= BinaryPrimitives.ReverseEndianness(*(ulong*)next) >> (int)bits;
                next += (63 - bits) >> 3;
                bits |= 56;
                uint entry = block->DcFast[buffer >> (64 - HuffmanTable.FastBits)];
                if ((entry & 63) == 0)
                    entry = block->DcLong[buffer >> 48];
                ulong value = buffer << (int)(entry >> 8);
                buffer <<= (int)entry;
                bits -= entry & 63;
                faults |= entry >> 24;
                *block->Prediction += SequentialKernel.Extend(value, (int)(entry >> 16));
                int column = mcu * block->ColumnStep + block->ColumnOffset;
                block->Row[(nint)(column >> 3) * block->GroupStride + (column & 7)] = (short)(*block->Prediction << low);
            }
        }

        state.Bits = buffer;
        state.Count = (int)bits;
        state.Next = next;
        state.Faults |= faults;
        return mcu - firstMcu;
    }

    /// <summary>As <see cref="SequentialKernel.Decode"/>, for a DC refinement.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int DecodeRefinement(ref BitState state, byte* stop, McuBlock* blocks, int blockCount, int low, int firstMcu, int count)
    {
        ulong buffer = state.Bits, bits = (ulong)state.Count;
        byte* next = state.Next;
        int mcu = firstMcu;
        for (int mcuEnd = firstMcu + count; mcu < mcuEnd; mcu++)
        {
            if (next >= stop && (next - stop) * 8 > (long)bits)
                break;
            // At most ten blocks, so one refill does for all.
            buffer |= BinaryPrimitives.ReverseEndianness(*(ulong*)next) >> (int)bits;
            next += (63 - bits) >> 3;
            bits |= 56;
            for (McuBlock* block = blocks; block < blocks + blockCount; block++)
            {
                int column = mcu * block->ColumnStep + block->ColumnOffset;
                block->Row[(nint)(column >> 3) * block->GroupStride + (column & 7)] |= (short)((int)(buffer >> 63) << low);
                buffer <<= 1;
                bits--;
            }
        }

        state.Bits = buffer;
        state.Count = (int)bits;
        state.Next = next;
        return mcu - firstMcu;
    }
}

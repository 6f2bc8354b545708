using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ImageResize.Jpeg.Entropy;

/// <summary>Selecting and depositing bits, with an instruction for it where the processor has one.</summary>
internal static class BitPlacement
{
    /// <summary>The place of the set bit that has so many set bits below it; the word must have it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Select(ulong word, int rank)
    {
        if (Bmi2.X64.IsSupported)
            return BitOperations.TrailingZeroCount(Bmi2.X64.ParallelBitDeposit(1UL << rank, word));
        for (; rank > 0; rank--)
            word &= word - 1;
        return BitOperations.TrailingZeroCount(word);
    }

    /// <summary>
    /// Gives the highest bits of a buffer, the first for the lowest place, to the set bits of a word; length is the number of those.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Deposit(ulong buffer, int length, ulong places)
    {
        if (Bmi2.X64.IsSupported)
            return Bmi2.X64.ParallelBitDeposit(Reverse(buffer), places);
        ulong result = 0;
        for (; length > 0; length--, places &= places - 1, buffer <<= 1)
        {
            if ((long)buffer < 0)
                result |= places & (0 - places);
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Reverse(ulong bits)
    {
        bits = BinaryPrimitives.ReverseEndianness(bits);
        bits = (bits >> 4 & 0x0F0F0F0F0F0F0F0F) | (bits & 0x0F0F0F0F0F0F0F0F) << 4;
        bits = (bits >> 2 & 0x3333333333333333) | (bits & 0x3333333333333333) << 2;
        return (bits >> 1 & 0x5555555555555555) | (bits & 0x5555555555555555) << 1;
    }
}

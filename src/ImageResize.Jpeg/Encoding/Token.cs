using System.Numerics;
using System.Runtime.CompilerServices;

namespace ImageResize.Jpeg.Encoding;

/// <summary>
/// What a scan consists of, before Huffman codes are known: a symbol of one of four tables and the bits that follow it, or
/// bits alone. Packed into 32 bits: 0 to 7 the symbol, 8 and 9 the table, 10 set for bits alone, 11 to 15 the number of bits,
/// 16 to 31 the bits. The low 11 index the table of codes, in which bits alone have a code of no length.
/// </summary>
internal static class Token
{
    public const int IndexBits = 11;
    public const int IndexCount = 1 << IndexBits;

    /// <summary>Symbols of one table.</summary>
    public const int TableSize = 256;

    public const uint BitsAlone = 1u << 10;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Make(uint tableAndSymbol, int length, uint bits) => tableAndSymbol | (uint)length << IndexBits | bits << 16;

    /// <summary>The bits that a value takes (ITU T.81, F.1.2.1): its magnitude category.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SizeOf(int value)
    {
        int sign = value >> 31;
        return 32 - BitOperations.LeadingZeroCount((uint)((value ^ sign) - sign));
    }

    /// <summary>The bits of a value of that size: negative ones less one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint BitsOf(int value, int size) => (uint)(value + (value >> 31)) & ((1u << size) - 1);
}

/// <summary>A scan as a sequence of tokens, made row by row; it can be made again from the start.</summary>
internal abstract unsafe class TokenSource
{
    /// <summary>Rows of blocks or of MCUs.</summary>
    public abstract int RowCount { get; }

    /// <summary>Tokens that a row can have, with those that are left to the last one.</summary>
    public abstract int MaxRowTokens { get; }

    /// <summary>Begins with row 0.</summary>
    public abstract void Reset();

    /// <summary>Writes the tokens of the next row, and returns where they end.</summary>
    public abstract uint* WriteRow(int row, uint* tokens);
}

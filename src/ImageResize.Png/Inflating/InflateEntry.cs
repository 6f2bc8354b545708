namespace ImageResize.Png.Inflating;

/// <summary>
/// What a decoding table says of the next bits of a deflate stream, in 32 bits. A literal, or two of them whose codes both fit
/// into the index: bit 31 set, 24 and 25 their number, 8 to 23 the bytes, 0 to 5 the bits of their codes. A length or a
/// distance: 16 to 30 the base, 8 to 11 the bits of its code, 0 to 7 the bits of the code and of the extra bits that follow it.
/// Anything else has bit 15: with bit 14, where codes go on in a second table: its place in 16 to 30, and the bits of its index
/// in 8 to 11; with bit 13, the end of the block, or with a base, a code that means nothing.
/// </summary>
internal static class InflateEntry
{
    public const uint Literal = 1u << 31;
    public const uint Exceptional = 1 << 15;
    public const uint SecondTable = 1 << 14;
    public const uint End = 1 << 13;
    public const uint Invalid = Exceptional | End | 1 << 16;

    public const int BaseShift = 16;
    public const int CodeShift = 8;
    public const int CountShift = 24;
    public const uint CodeMask = 15;

    private const int EndOfBlock = 256;
    private const int FirstLength = 257;

    /// <summary>For each symbol of the literal and length alphabet (RFC 1951, 3.2.5) its entry, without the bits of its code.</summary>
    public static readonly uint[] LiteralsAndLengths = CreateLiteralsAndLengths();

    /// <summary>For each distance symbol its entry. 30 and 31 never occur.</summary>
    public static readonly uint[] Distances = CreateDistances();

    /// <summary>The symbols of the code length alphabet.</summary>
    public static readonly uint[] CodeLengths = [.. Enumerable.Range(0, 19).Select(i => (uint)i << BaseShift)];

    /// <summary>An entry whose code has so many bits.</summary>
    public static uint WithCode(uint entry, int bits) =>
        (entry & Literal) != 0 ? entry + (uint)bits : entry + (uint)(bits << CodeShift) + (uint)bits;

    /// <summary>Bits of the codes of one or two literals.</summary>
    public static int LiteralBits(uint entry) => (int)(entry & 63);

    private static uint[] CreateLiteralsAndLengths()
    {
        var entries = new uint[288];
        for (uint i = 0; i < EndOfBlock; i++)
            entries[i] = Literal | 1u << CountShift | i << CodeShift;
        entries[EndOfBlock] = Exceptional | End;
        int length = 3;
        for (int i = 0; i < 28; i++)
        {
            int extra = i < 8 ? 0 : i / 4 - 1;
            entries[FirstLength + i] = (uint)length << BaseShift | (uint)extra;
            length += 1 << extra;
        }

        entries[285] = 258 << BaseShift;
        entries[286] = entries[287] = Invalid;
        return entries;
    }

    private static uint[] CreateDistances()
    {
        var entries = new uint[32];
        int distance = 1;
        for (int i = 0; i < 30; i++)
        {
            int extra = i < 4 ? 0 : i / 2 - 1;
            entries[i] = (uint)distance << BaseShift | (uint)extra;
            distance += 1 << extra;
        }

        return entries;
    }
}

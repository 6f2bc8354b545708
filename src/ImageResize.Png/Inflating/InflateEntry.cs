namespace ImageResize.Png.Inflating;

/// <summary>
/// What a decoding table says of the next bits of a deflate stream, in 32 bits, of which 0 to 5 are the bits that it uses up. A literal, or
/// two of them whose codes both fit into the index: bit 31 set, 24 and 25 their number, 8 to 23 the bytes. A length: 16
/// to 24 the base, 25 to 28 the bits of its code, behind which are extra bits; or a literal and a length whose codes both fit into the index: bit 29
/// set, 8 to 15 the byte, and in 25 to 28 the bits of both codes. A distance: 16 to 30 the base, 8 to 11 the bits of its code. Anything else
/// has bit 7: with bit 6, where codes go on in a second table: its place in 16 to 30, and the bits of its index in 8 to
/// 11; else the end of the block, or with a base, a code that means nothing.
/// </summary>
internal static class InflateEntry
{
    public const uint Literal = 1u << 31;
    public const uint Exceptional = 1 << 7;
    public const uint SecondTable = 1 << 6;
    public const uint Invalid = Exceptional | 1 << BaseShift;

    public const int BytesShift = 8;
    public const int CountShift = 24;
    public const int BaseShift = 16;
    public const int LeadingShift = 29;
    public const uint LengthMask = 511;
    public const uint BitsMask = 63;

    /// <summary>Where the bits of the code of a length are, and those of a distance or of the index of a second table.</summary>
    public const int LengthCodeShift = 25, CodeShift = 8;

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
    /// <param name="entry">The entry without them.</param>
    /// <param name="bits">The bits.</param>
    /// <param name="codeShift">Where they are told besides the bits that are used up.</param>
    public static uint WithCode(uint entry, int bits, int codeShift) =>
        (entry & (Literal | Exceptional)) != 0 ? entry + (uint)bits : entry + (uint)(bits << codeShift) + (uint)bits;

    /// <summary>Bits that are used up.</summary>
    public static int Bits(uint entry) => (int)(entry & BitsMask);

    /// <summary>Whether it is a single literal.</summary>
    public static bool IsSingleLiteral(uint entry) => entry >> CountShift == (Literal >> CountShift | 1);

    /// <summary>Whether it is a length alone.</summary>
    public static bool IsLength(uint entry) => (entry & (Literal | Exceptional | 1u << LeadingShift)) == 0;

    private static uint[] CreateLiteralsAndLengths()
    {
        var entries = new uint[288];
        for (uint i = 0; i < EndOfBlock; i++)
            entries[i] = Literal | 1u << CountShift | i << BytesShift;
        entries[EndOfBlock] = Exceptional;
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

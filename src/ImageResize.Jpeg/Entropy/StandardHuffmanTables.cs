namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// The typical Huffman tables of ITU T.81, annex K.3. Motion-JPEG frames leave them out and decoders assume them.
/// </summary>
internal static class StandardHuffmanTables
{
    private static ReadOnlySpan<byte> DcSymbols => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

    private static ReadOnlySpan<byte> LuminanceDcCounts => [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];

    private static ReadOnlySpan<byte> ChrominanceDcCounts => [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0];

    private static ReadOnlySpan<byte> LuminanceAcCounts => [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D];

    private static ReadOnlySpan<byte> ChrominanceAcCounts => [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77];

    private static byte[] LuminanceAcSymbols { get; } = Convert.FromHexString(
        "01020300041105122131410613516107227114328191A1082342B1C11552D1F02433627282090A161718191A25262728292A34353637" +
        "38393A434445464748494A535455565758595A636465666768696A737475767778797A838485868788898A92939495969798999AA2A3A4A5A6A7A8" +
        "A9AAB2B3B4B5B6B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE1E2E3E4E5E6E7E8E9EAF1F2F3F4F5F6F7F8F9FA");

    private static byte[] ChrominanceAcSymbols { get; } = Convert.FromHexString(
        "000102031104052131061241510761711322328108144291A1B1C109233352F0156272D10A162434E125F11718191A262728292A353637" +
        "38393A434445464748494A535455565758595A636465666768696A737475767778797A82838485868788898A92939495969798999AA2A3A4A5A6A7" +
        "A8A9AAB2B3B4B5B6B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE2E3E4E5E6E7E8E9EAF2F3F4F5F6F7F8F9FA");

    /// <summary>Sets tables 0 (luminance) and 1 (chrominance), and leaves 2 and 3 undefined.</summary>
    public static void Install(HuffmanSpecification[] dc, HuffmanSpecification[] ac)
    {
        dc[0].Set(LuminanceDcCounts, DcSymbols);
        dc[1].Set(ChrominanceDcCounts, DcSymbols);
        ac[0].Set(LuminanceAcCounts, LuminanceAcSymbols);
        ac[1].Set(ChrominanceAcCounts, ChrominanceAcSymbols);
        for (int i = 2; i < dc.Length; i++)
        {
            dc[i].Clear();
            ac[i].Clear();
        }
    }
}

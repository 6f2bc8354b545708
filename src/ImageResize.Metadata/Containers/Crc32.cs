namespace ImageResize.Metadata.Containers;

/// <summary>The check sum of PNG's chunks (PNG specification, 5.5; ISO 3309), table driven: metadata are small.</summary>
internal static class Crc32
{
    public const uint Start = 0xFFFFFFFF;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Entry((uint)i))];

    /// <summary>The sum with more bytes; its complement is what is written at the end.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (byte value in data)
            crc = Table[(byte)(crc ^ value)] ^ crc >> 8;
        return crc;
    }

    private static uint Entry(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? value >> 1 ^ 0xEDB88320 : value >> 1;
        return value;
    }
}

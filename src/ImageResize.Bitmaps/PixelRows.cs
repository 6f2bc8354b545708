namespace ImageResize.Bitmaps;

/// <summary>Pixels of 8 bits that are to be written: rows from the top, without gaps. Whoever gives them keeps them in place.</summary>
/// <param name="address">Where the first sample is.</param>
/// <param name="width">Pixels across.</param>
/// <param name="height">Pixels down.</param>
/// <param name="channels">1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.</param>
internal readonly unsafe struct PixelRows(nint address, int width, int height, int channels)
{
    public int Width => width;

    public int Height => height;

    public int Channels => channels;

    public ReadOnlySpan<byte> Row(int y) => new((byte*)address + (long)y * width * channels, width * channels);
}

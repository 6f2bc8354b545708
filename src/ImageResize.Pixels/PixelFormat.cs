namespace ImageResize.Pixels;

/// <summary>How the samples of interleaved pixels lie in memory: without gaps, those of 16 bits in the byte order of the machine.</summary>
/// <param name="Channels">1 grey, 3 red, green and blue, 4 those and alpha, which colours are not multiplied with.</param>
/// <param name="BytesPerSample">1 or 2.</param>
internal readonly record struct PixelFormat(int Channels, int BytesPerSample)
{
    public bool HasAlpha => Channels == 4;

    public int BytesPerPixel => Channels * BytesPerSample;

    /// <summary>The value of white, and of opaque.</summary>
    public int MaxSample => BytesPerSample == 1 ? byte.MaxValue : ushort.MaxValue;
}

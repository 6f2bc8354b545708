namespace ImageResize.Bitmaps.Tests;

/// <summary>What came of a file, to be compared with what should have.</summary>
internal static class Decoded
{
    /// <summary>The channels, and the samples of all rows.</summary>
    public static void Equal(int channels, byte[] samples, (int Channels, byte[] Samples) actual)
    {
        Assert.Equal(samples, actual.Samples);
        Assert.Equal(channels, actual.Channels);
    }

    /// <summary>The channels, the bytes of a sample, and the bytes of all rows.</summary>
    public static void Equal(int channels, int bytes, byte[] samples, (int Channels, int Bytes, byte[] Samples) actual)
    {
        Assert.Equal(samples, actual.Samples);
        Assert.Equal((channels, bytes), (actual.Channels, actual.Bytes));
    }
}

using System.Runtime.InteropServices;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Tiff.Encoding;
using NetVips;

namespace ImageResize.Tiff.Tests;

/// <summary>What is written is read by libvips, and by our own reader: the same pixels.</summary>
public class EncoderTests
{
    [Theory]
    [InlineData(1, 8)]
    [InlineData(3, 8)]
    [InlineData(4, 8)]
    [InlineData(1, 16)]
    [InlineData(3, 16)]
    [InlineData(4, 16)]
    public void Pixels_come_back(int channels, int bits)
    {
        foreach ((int width, int height) in ((int, int)[])[(1, 1), (5, 129), (83, 57), (301, 256)])
        {
            foreach (int kind in (int[])[0, 1, 2])
            {
                var sample = new SampleTiff(width, height, channels, bits) { Kind = kind };
                byte[] file = Encode(sample, false, 72);
                Assert.Equal(sample.Pixels, Decoded.Read(file));
                Assert.Equal(sample.Pixels, ByLibvips(file, channels, channels == 4));
            }
        }
    }

    [Theory]
    [InlineData(3, 8, 1)]
    [InlineData(4, 8, 2)]
    [InlineData(3, 16, 1)]
    [InlineData(4, 16, 2)]
    public void Grey_is_one_channel(int channels, int bits, int expected)
    {
        var sample = new SampleTiff(61, 140, channels, bits);
        byte[] pixels = sample.Pixels, grey = new byte[pixels.Length / channels * expected];
        for (int i = 0, sampleBytes = bits / 8; i < 61 * 140; i++)
        {
            for (int channel = 0; channel < expected; channel++)
                pixels.AsSpan((i * channels + (channel == 1 ? 3 : 0)) * sampleBytes, sampleBytes).CopyTo(grey.AsSpan((i * expected + channel) * sampleBytes));
        }

        Assert.Equal(grey, ByLibvips(Encode(sample, true, 0), expected, expected == 2));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(300, 11.811)]
    [InlineData(72.27, 2.845)]
    public void Density_is_told(double dotsPerInch, double dotsPerMillimetre)
    {
        using Image image = Image.NewFromBuffer(Encode(new SampleTiff(10, 10, 3, 8), false, dotsPerInch));
        Assert.Equal(dotsPerInch == 0 ? 1 : dotsPerMillimetre, image.Xres, 0.001);
        Assert.Equal(dotsPerInch == 0 ? "cm" : "in", image.Get("resolution-unit"));
    }

    [Fact]
    public void A_file_is_about_as_long_as_that_of_libtiff()
    {
        var sample = new SampleTiff(500, 400, 3, 8);
        using Image image = Image.NewFromMemory(sample.Pixels, 500, 400, 3, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        byte[] theirs = image.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw, predictor: Enums.ForeignTiffPredictor.Horizontal);
        Assert.InRange(Encode(sample, false, 0).Length, theirs.Length * 0.95, theirs.Length * 1.02);
    }

    private static unsafe byte[] Encode(SampleTiff sample, bool isGray, double dotsPerInch)
    {
        using var arena = new BufferArena(BufferAllocator.Default);
        var image = new PixelImage(arena);
        image.Allocate(sample.Width, sample.Height, new PixelFormat(sample.Channels, sample.Bits / 8));
        byte[] pixels = sample.Pixels;
        fixed (byte* first = pixels)
            image.CopyFrom((nint)first);
        using var encoder = new TiffPixelEncoder();
        using var stream = new MemoryStream();
        encoder.Encode(image, isGray, dotsPerInch, stream, default);
        Assert.Equal(stream.Length, stream.Position);
        return stream.ToArray();
    }

    private static byte[] ByLibvips(byte[] file, int bands, bool hasAlpha)
    {
        using Image image = Image.NewFromBuffer(file, "fail_on=warning");
        Assert.Equal((bands, hasAlpha), (image.Bands, image.HasAlpha()));
        return image.Format == Enums.BandFormat.Ushort ? MemoryMarshal.AsBytes(image.WriteToMemory<ushort>().AsSpan()).ToArray() : image.WriteToMemory<byte>();
    }
}

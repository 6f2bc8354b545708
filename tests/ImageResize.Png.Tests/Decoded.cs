using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.Pixels.Simd;
using ImageResize.Png.Scaling;
using NetVips;

namespace ImageResize.Png.Tests;

/// <summary>Decoded pixels, by us and by libvips, in the same shape: samples of 8 or 16 bits, row by row.</summary>
internal sealed record Decoded(int Width, int Height, int Channels, int[] Samples)
{
    /// <summary>By our decoder, at full size.</summary>
    public static Decoded ByUs(byte[] file, PngDamagePolicy policy = PngDamagePolicy.Fail, KernelWidth? width = null)
    {
        PngHeader header = PngHeader.Read(file);
        return Scaled(file, new PngScaleOptions { Width = header.Width, Height = header.Height, OnDamage = policy }, width: width);
    }

    /// <summary>By our scaler.</summary>
    public static Decoded Scaled(byte[] file, PngScaleOptions options, PixelFormat? format = null, (byte, byte, byte) background = default, KernelWidth? width = null)
    {
        PngHeader header = PngHeader.Read(file);
        using var scaler = new PngScaler(PixelKernels.Get(width ?? KernelWidths.WidestOfPixels), BufferAllocator.Default);
        Decoded? result = null;
        scaler.Scale(file, header, [new PixelOutput(options, format ?? header.Format, background, image => result = From(image, header.IsGray))]);
        return result!;
    }

    /// <summary>By libvips, which expands palettes and transparent colours as we do.</summary>
    public static Decoded ByVips(byte[] file, Enums.FailOn failOn = Enums.FailOn.Error)
    {
        using Image image = Image.PngloadBuffer(file, failOn: failOn);
        int[] samples = image.Format == Enums.BandFormat.Ushort
            ? [.. image.WriteToMemory<ushort>().Select(s => (int)s)]
            : [.. image.WriteToMemory<byte>().Select(s => (int)s)];
        return new Decoded(image.Width, image.Height, image.Bands, samples);
    }

    /// <summary>The largest difference of two samples.</summary>
    public int Differs(Decoded other)
    {
        Assert.Equal((Width, Height, Channels), (other.Width, other.Height, other.Channels));
        return Samples.Zip(other.Samples, (a, b) => Math.Abs(a - b)).Max();
    }

    public int At(int x, int y, int channel) => Samples[(y * Width + x) * Channels + channel];

    private static unsafe Decoded From(PixelImage image, bool isGray)
    {
        PixelFormat format = image.Format;
        // Grey with alpha is decoded to four channels that are alike.
        int[] channels = isGray && format.HasAlpha ? [0, 3] : [.. Enumerable.Range(0, format.Channels)];
        var samples = new List<int>(image.Width * image.Height * channels.Length);
        for (int y = 0; y < image.Height; y++)
        {
            byte* row = image.Row(y);
            for (int x = 0; x < image.Width; x++)
            {
                foreach (int channel in channels)
                    samples.Add(format.BytesPerSample == 2 ? ((ushort*)row)[x * format.Channels + channel] : row[x * format.Channels + channel]);
            }
        }

        return new Decoded(image.Width, image.Height, channels.Length, [.. samples]);
    }
}

using ImageResize.Bitmaps;
using ImageResize.Bitmaps.Bmp;
using ImageResize.Files;
using ImageResize.Metadata;

namespace ImageResize.Imaging.Engines;

/// <summary>
/// The colour that most of a picture has: its pixels in sRGB, reduced first, are counted in 16 x 16 x 16 boxes, and the
/// fullest box's mean colour is the answer (the idea of sharp's stats().dominant, which takes the middle of the box).
/// Pixels that are more than half transparent do not count. Stateless.
/// </summary>
internal static class DominantColor
{
    /// <summary>The box of the reduced picture in pixels: large enough that a colour of a thousandth of the picture counts.</summary>
    private const int Side = 128;

    private const int Opaque = 128;

    /// <summary>The colour as #rrggbb; null for a picture that is transparent all over.</summary>
    /// <param name="scaler">What decodes and reduces.</param>
    /// <param name="input">The file; read whole where the engine needs that.</param>
    /// <param name="header">Its header.</param>
    /// <param name="cancellation">Asks it to end.</param>
    /// <exception cref="ImageResizeException">The image is damaged, or cannot be read.</exception>
    public static string? Of(IImageScaler scaler, ImageInput input, ImageHeader header, CancellationToken cancellation)
    {
        PixelSize size = ResizeGeometry.Plan(header.Size, TargetSize.Box(Side, Side), ResizeMode.Fit, allowEnlarge: false);
        var request = new ScaleRequest(size, ImageFormat.Bmp, Quality: 100, MetadataPolicy.None, AllFrames: false) { ColorSpace = ColorSpacePolicy.Srgb };
        using var target = new OutputBuffer();
        if (scaler.Needs(header, input.Length, [request]).WholeFile)
            input.ReadWhole();
        ScaleResult result = scaler.Scale(input, header, [new ScaleOutput(request, target)], new StageClock(), cancellation)[0];
        if (result.Fault is { } fault)
            throw new ImageResizeException(fault);
        BmpHeader bitmap = BmpHeaderReader.Read(target.Written, target.Length);
        using BitmapImage pixels = BmpReader.Decode(bitmap, target.WrittenMemory, salvages: false, cancellation);
        return Of(pixels);
    }

    /// <summary>The colour of pixels of 8 bits: grey or RGB, with or without alpha.</summary>
    public static string? Of(BitmapImage pixels)
    {
        var boxes = new Box[16 * 16 * 16];
        for (int y = 0; y < pixels.Height; y++)
        {
            ReadOnlySpan<byte> row = pixels.Row(y);
            for (int x = 0; x < pixels.Width; x++)
            {
                ReadOnlySpan<byte> pixel = row.Slice(x * pixels.Channels, pixels.Channels);
                if (pixels.HasAlpha && pixel[^1] < Opaque)
                    continue;
                (byte red, byte green, byte blue) = pixels.Channels < 3 ? (pixel[0], pixel[0], pixel[0]) : (pixel[0], pixel[1], pixel[2]);
                boxes[red >> 4 << 8 | green >> 4 << 4 | blue >> 4].Add(red, green, blue);
            }
        }

        Box fullest = boxes.MaxBy(box => box.Count);
        return fullest.Count > 0 ? fullest.Mean : null;
    }

    private struct Box
    {
        private long _red;
        private long _green;
        private long _blue;

        public long Count { get; private set; }

        public readonly string Mean => $"#{Rounded(_red):x2}{Rounded(_green):x2}{Rounded(_blue):x2}";

        public void Add(byte red, byte green, byte blue)
        {
            Count++;
            _red += red;
            _green += green;
            _blue += blue;
        }

        private readonly long Rounded(long sum) => (sum + Count / 2) / Count;
    }
}

using ImageResize.Files;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Metadata;

namespace ImageResize.Imaging.Engines;

/// <summary>Reads the picture of a watermark once for a run: any image that is read at all, upright, in sRGB, of the first frame.</summary>
internal static class WatermarkReader
{
    /// <summary>The box in pixels that a picture is made smaller to: on an output it is a part.</summary>
    private static readonly TargetSize LargestBox = TargetSize.Box(4000, 4000);

    /// <summary>The watermark of a picture.</summary>
    /// <exception cref="ImageResizeException">It cannot be read, or is damaged.</exception>
    public static Watermark Read(string path)
    {
        if (ImageInput.WhyUnreadable(path, LocalFileLayer.Instance) is { } unreadable)
            throw new ImageResizeException(unreadable);
        using var input = ImageInput.Open(path, LocalFileLayer.Instance, new InputBuffers());
        using var scaler = new ImageScaler();
        ImageHeader header = ImageInspector.Inspect(input, (file, format) => scaler.ReadHeader(file, format, CancellationToken.None));
        PixelSize size = ResizeGeometry.Plan(header.Size, LargestBox, ResizeMode.Fit, allowEnlarge: false);
        using var encoded = new OutputBuffer();
        var output = new ScaleOutput(new ScaleRequest(size, ImageFormat.Png, 0, MetadataPolicy.None, AllFrames: false) { ColorSpace = ColorSpacePolicy.Srgb }, encoded);
        if (scaler.Needs(header, input.Length, [output.Request]).WholeFile)
            input.ReadWhole();
        ScaleResult result = scaler.Scale(input, header, [output], new StageClock(), CancellationToken.None)[0];
        return result.Fault is { } fault ? throw new ImageResizeException(fault) : new Watermark(encoded.Written.ToArray(), header.ColorModel == ColorModel.Gray);
    }

    /// <summary>The watermark of a text.</summary>
    /// <inheritdoc cref="TextStamp.Draw"/>
    public static Watermark Draw(string text, string font, PictureColor color) => new(TextStamp.Draw(text, font, color), color.IsGray);
}

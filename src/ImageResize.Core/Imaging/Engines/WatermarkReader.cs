using ImageResize.Files;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Metadata;

namespace ImageResize.Imaging.Engines;

/// <summary>Reads the picture of a watermark once for a run: any image that is read at all, upright, in sRGB, of the first frame.</summary>
internal static class WatermarkReader
{
    /// <summary>The sides in pixels of the boxes that a picture is made smaller to, one after the other: on an output it is a part.</summary>
    private static readonly int[] Sides = [2000, 1000, 500];

    /// <summary>A quality that is valid; PNG is made without.</summary>
    private const int NoQuality = 100;

    /// <summary>Bytes that a picture may have, which goes with every request to another process.</summary>
    private const int MostBytes = 5 << 20;

    /// <summary>The watermark of a picture.</summary>
    /// <exception cref="ImageResizeException">It cannot be read, or is damaged.</exception>
    public static Watermark Read(string path)
    {
        if (Directory.Exists(path))
            throw new ImageResizeException(ImageErrorId.UnsupportedFormat, "It is a folder. Give the path of a picture.");
        if (ImageInput.WhyUnreadable(path, LocalFileLayer.Instance) is { } unreadable)
            throw new ImageResizeException(unreadable);
        using var input = ImageInput.Open(path, LocalFileLayer.Instance, new InputBuffers());
        using var scaler = new ImageScaler();
        ImageHeader header = ImageInspector.Inspect(input, (file, format) => scaler.ReadHeader(file, format, CancellationToken.None));
        using var encoded = new OutputBuffer();
        foreach (int side in Sides)
        {
            Encode(input, header, scaler, TargetSize.Box(side, side), encoded);
            if (encoded.Length <= MostBytes)
                break;
        }

        return new Watermark(encoded.Written.ToArray(), header.ColorModel == ColorModel.Gray);
    }

    private static void Encode(ImageInput input, ImageHeader header, ImageScaler scaler, TargetSize box, OutputBuffer encoded)
    {
        encoded.Clear();
        PixelSize size = ResizeGeometry.Plan(header.Size, box, ResizeMode.Fit, allowEnlarge: false);
        var output = new ScaleOutput(new ScaleRequest(size, ImageFormat.Png, NoQuality, MetadataPolicy.None, AllFrames: false) { ColorSpace = ColorSpacePolicy.Srgb }, encoded);
        if (scaler.Needs(header, input.Length, [output.Request]).WholeFile)
            input.ReadWhole();
        ScaleResult result = scaler.Scale(input, header, [output], new StageClock(), CancellationToken.None)[0];
        if (result.Fault is { } fault)
            throw new ImageResizeException(fault);
    }

    /// <summary>The watermark of a text.</summary>
    /// <inheritdoc cref="TextStamp.Draw"/>
    public static Watermark Draw(string text, string font, PictureColor color) => new(TextStamp.Draw(text, font, color), color.IsGray);
}

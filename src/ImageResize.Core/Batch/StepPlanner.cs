using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Metadata;
using ImageResize.Pixels;

namespace ImageResize.Batch;

/// <summary>
/// Decides, once an image's header is known, what is to be done for each of its outputs: a conversion, a copy, or
/// nothing. Keeps the buffers that the outputs are encoded to from image to image; belongs to one worker.
/// </summary>
/// <param name="options">What is wanted of every image.</param>
internal sealed class StepPlanner(ConvertOptions options)
{
    /// <summary>The longer side in pixels from which the picture in a camera raw file is taken even where a larger one is asked for.</summary>
    private const int UsefulPreview = 1000;

    /// <summary>The most of a side that is left when a picture shrinks, so that few attempts are needed.</summary>
    private const double MostOfSide = 0.9;

    /// <summary>Smaller pictures have more bytes a pixel.</summary>
    private const double ShrinkMargin = 0.93;

    private readonly List<OutputBuffer> _encoded = [];

    /// <summary>The steps, one for each output.</summary>
    /// <param name="outputs">What was planned.</param>
    /// <param name="header">The image's header.</param>
    /// <param name="length">The image's length in bytes.</param>
    public OutputStep[] Plan(IReadOnlyList<PlannedOutput> outputs, ImageHeader header, long length)
    {
        var steps = new OutputStep[outputs.Count];
        for (int i = 0; i < steps.Length; i++)
            steps[i] = Plan(outputs[i], i, header, length);
        return steps;
    }

    /// <summary>The size in pixels of an output, before any work.</summary>
    public static PixelSize SizeOf(ImageHeader header, TargetSize? asked, ConvertOptions options) =>
        LayoutOf(header, asked, options).Size;

    private static PictureLayout LayoutOf(ImageHeader header, TargetSize? asked, ConvertOptions options) =>
        PictureLayout.Of(header.Turned(options.Edits).Size, options.GeometryFor(asked), options.Edits);

    private OutputStep Plan(PlannedOutput output, int index, ImageHeader header, long length)
    {
        ImageFormat format = output.Format ?? FormatTraits.Of(header.Format).OutputFormat;
        FormatTraits traits = FormatTraits.Of(format);
        PictureGeometry geometry = options.GeometryFor(output.Size);
        PictureLayout layout = LayoutOf(header, output.Size, options);
        if (WhyNot(output, header) is { } fault)
            return new OutputStep(output, null, IsCopy: false, fault);
        bool keepsColors = options.ColorSpace == ColorSpacePolicy.Keep || header.IsSrgb;
        bool isShort = options.TargetLength is not { } target || length <= target;
        bool isPicked = output.Page is not null && header.PagesInFile > 1;
        bool keepsPixels = !isPicked && options.Edits.AreUntouched && layout.Size == header.Size && layout.Placed is null && format == header.Format;
        if (keepsPixels && options is { Metadata: MetadataPolicy.All, Artist: null, Copyright: null } && keepsColors && isShort && !options.Recompressed.Contains(format))
            return new OutputStep(output, new ScaleOutput(ScaleRequest.ForVerdict(header, options.OnDamage), BufferFor(index)), IsCopy: true, null);
        if (layout.Size.LongSide > traits.MaxSide)
            return new OutputStep(output, null, IsCopy: false, new Fault(ImageErrorId.TooLarge, $"The output would be {layout.Size} pixels, and {traits.Name} holds at most {traits.MaxSide} on a side. Choose a smaller -Size or another -Format."));

        bool allFrames = !isPicked && header.Pages > 1 && header.Parts is not { ArePagesAlike: false } && KeepsPages(header.Format, format);
        ScaleRequest request = RequestFor(layout.Size, format, allFrames).With(layout) with { KeepsPixels = keepsPixels && !options.AsksForEncoding, Frame = header.Pages > 1 ? output.Page : null };
        if (geometry.NeedsLook || options.Edits.TrimTolerance is not null)
            request = request with { Open = geometry };
        return new OutputStep(output, new ScaleOutput(request, BufferFor(index)), IsCopy: false, null)
        {
            Remark = layout.Remark ?? RemarkOnWatermark(layout.Size),
            MayBeCopy = options is { KeepSmaller: true, Artist: null, Copyright: null } && keepsPixels && keepsColors && isShort,
        };
    }

    /// <summary>That the margins of a watermark leave no room for it; null where they do.</summary>
    private string? RemarkOnWatermark(PixelSize canvas) =>
        options.Edits.Watermark is { } mark && Math.Min(canvas.Width, canvas.Height) <= 2 * mark.Margin
            ? $"The output of {canvas} pixels has no watermark: a Margin of {mark.Margin} on each side leaves no room. Give -Watermark a smaller Margin."
            : null;

    /// <summary>The same output of fewer pixels, by the length that it has come to; null where it has no more to lose.</summary>
    /// <param name="step">The output, too long at the least quality.</param>
    /// <param name="index">Its place among the outputs.</param>
    /// <param name="header">The image's header.</param>
    public OutputStep? Shrink(OutputStep step, int index, ImageHeader header)
    {
        PixelSize size = step.Scale!.Request.Canvas;
        double share = (double)options.TargetLength!.Value / step.Scale.Target.Length;
        double factor = Math.Min(MostOfSide, ShrinkMargin * Math.Sqrt(share));
        var smaller = TargetSize.Box(Math.Max(1, (int)(size.Width * factor)), Math.Max(1, (int)(size.Height * factor)));
        return size.LongSide == 1 ? null : Plan(step.Output with { Size = smaller }, index, header, long.MaxValue);
    }

    /// <summary>Whether a format holds all frames or pages of another: an animation stays one, a document as well.</summary>
    private static bool KeepsPages(ImageFormat from, ImageFormat to) =>
        (FormatTraits.Of(from).HasAnimation && FormatTraits.Of(to).HasAnimation) || (from, to) == (ImageFormat.Tiff, ImageFormat.Tiff);

    /// <summary>Why an output is not made, whatever its size; null where it can be.</summary>
    private Fault? WhyNot(PlannedOutput output, ImageHeader header)
    {
        FormatTraits source = FormatTraits.Of(header.Format);
        if (output.InPlace && !source.IsWritten)
            return new Fault(ImageErrorId.UnsupportedFormat, $"The image is {source.Name}, which is not written, so -InPlace cannot replace it. Leave -InPlace out; the output will be {FormatTraits.Of(source.OutputFormat).Name}.");
        bool isSmallPreview = header.Format == ImageFormat.Raw && header.Size.LongSide < UsefulPreview;
        if (!isSmallPreview)
            return null;
        PixelSize seen = header.Turned(options.Edits).Size;
        PixelSize wanted = output.Size is null ? new PixelSize(UsefulPreview, UsefulPreview) : ResizeGeometry.Plan(seen, output.Size, options.Mode, allowEnlarge: true);
        bool isEnough = wanted.Width <= seen.Width && wanted.Height <= seen.Height;
        return isEnough ? null : new Fault(ImageErrorId.UnsupportedFormat, $"The largest picture in the camera raw file has {header.Size} pixels, less than wanted, and raw samples are not developed. Ask for a smaller -Size, or convert it first with a raw developer.");
    }

    /// <summary>Gives back what large outputs were encoded to.</summary>
    public void Trim() => _encoded.ForEach(output => output.Clear());

    private OutputBuffer BufferFor(int index)
    {
        while (_encoded.Count <= index)
            _encoded.Add(new OutputBuffer());
        _encoded[index].Clear();
        return _encoded[index];
    }

    private ScaleRequest RequestFor(PixelSize size, ImageFormat format, bool allFrames) => new(size, format, options.Quality, options.Metadata, allFrames)
    {
        TargetLength = options.TargetLength,
        QualityLimit = options.QualityLimit,
        MayShrink = options.AllowShrink,
        Edits = options.Edits,
        Lossless = options.Lossless,
        NearLossless = options.NearLossless,
        Dither = options.Dither,
        Progressive = options.Progressive || (format == ImageFormat.Jpeg && EncodingEffort.IsProgressiveJpeg(options.Effort)),
        Effort = options.Effort,
        Artist = options.Artist,
        Copyright = options.Copyright,
        ChromaSubsampling = options.ChromaSubsampling,
        Compression = options.Compression,
        BitDepth = options.BitDepth,
        ColorSpace = options.ColorSpace,
        OnDamage = options.OnDamage,
    };
}

/// <summary>What is to be done for one output.</summary>
/// <param name="Output">The output.</param>
/// <param name="Scale">
/// The conversion; for a copy a decoding whose result is thrown away, so that a damaged image does not pass for a sound one;
/// null where the output cannot be made.
/// </param>
/// <param name="IsCopy">Whether the output is the file as it is.</param>
/// <param name="Fault">Why it cannot be made; null where it can.</param>
internal sealed record OutputStep(PlannedOutput Output, ScaleOutput? Scale, bool IsCopy, Fault? Fault)
{
    /// <summary>What the user may wonder about in the layout; null where nothing is odd.</summary>
    public string? Remark { get; init; }

    /// <summary>Whether the file as it is serves where the conversion comes out longer and nothing was to be left out.</summary>
    public bool MayBeCopy { get; init; }
}

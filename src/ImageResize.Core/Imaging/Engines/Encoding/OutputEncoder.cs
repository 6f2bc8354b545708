using ImageResize.Files;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Jpeg.Encoding;
using ImageResize.Metadata;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Png;
using ImageResize.Png.Encoding;
using ImageResize.Tiff.Encoding;
using NetVips;

namespace ImageResize.Imaging.Engines.Encoding;

/// <summary>
/// Makes a file of any format of pixels that have the output's size and are upright, whatever decoded them: JPEG, PNG and TIFF with LZW by our own
/// encoders, all else by libvips, which takes the pixels as they lie in memory. Colours become what the plan says, and the
/// metadata that the output keeps are put in. Belongs to one worker and keeps its buffers for the next image.
/// </summary>
internal sealed class OutputEncoder : IPixelEncoder
{
    /// <summary>What of a PNG file's chunks does not tell colours, and so stays true where these are converted or told by a profile.</summary>
    private static readonly string[] ColorlessChunks = [Density];

    /// <summary>The chunk of a PNG file that tells pixels by length.</summary>
    private const string Density = "pHYs";

    /// <summary>Copies of an output's pixels while libvips works on them.</summary>
    private const double FinishCopies = 4;

    /// <summary>Bytes of the largest pixel that there is.</summary>
    private const int LargestPixelBytes = 8;

    /// <summary>LZW of noise is half as long again as the noise.</summary>
    private const double LongestLzw = 1.6;

    private readonly JpegPixelEncoder _jpeg = new();
    private readonly PngPixelEncoder _png = new();
    private readonly TiffPixelEncoder _tiff = new();
    private readonly OutputBuffer _encoded = new();
    private readonly BufferArena _arena = new(BufferAllocator.Default);
    private readonly PixelImage _converted;

    /// <summary>Makes an encoder without buffers yet.</summary>
    public OutputEncoder()
    {
        _converted = new PixelImage(_arena);
    }

    /// <inheritdoc cref="IPixelEncoder.NamesFor"/>
    public static string NamesFor(string decoder, ScaleRequest request) => NameOf(request) is var encoder && encoder == decoder ? decoder : $"{decoder}, {encoder}";

    private static string NameOf(ScaleRequest request) => request.Format switch
    {
        ImageFormat.Jpeg => $"ImageResize.Jpeg {VersionOf(typeof(JpegPixelEncoder))}",
        ImageFormat.Png => $"ImageResize.Png {VersionOf(typeof(PngPixelEncoder))}",
        ImageFormat.Tiff when IsOwn(request) => $"ImageResize.Tiff {VersionOf(typeof(TiffPixelEncoder))}",
        ImageFormat.Gif when VipsGifSaver.CanSave(request) => VipsGifSaver.Name,
        _ => VipsEngine.Name,
    };

    /// <summary>
    /// The format that pixels should come in: with alpha and of 16 bits only where the output has them, unless colours are converted
    /// first, which is done as exactly as they are.
    /// </summary>
    /// <param name="source">The format of the image's pixels.</param>
    /// <param name="header">Its header.</param>
    /// <param name="request">What the output is.</param>
    public static PixelFormat FormatOf(PixelFormat source, ImageHeader header, ScaleRequest request)
    {
        ColorPlan colors = ColorPlan.For(header, request);
        if (NeedsFinish(header, request, colors))
            return source;
        bool hasAlpha = source.HasAlpha && FormatTraits.Of(request.Format).HasAlpha;
        return new PixelFormat(source.HasAlpha && !hasAlpha ? 3 : source.Channels, FrameStep.KeepsDepth(header, request, colors) ? source.BytesPerSample : 1);
    }

    /// <summary>Bytes that encoding takes at most besides the pixels, and what is encoded.</summary>
    /// <param name="header">The header of the image.</param>
    /// <param name="source">The format of its pixels.</param>
    /// <param name="requests">The outputs, of which one is encoded after the other.</param>
    public static long EstimateMemory(ImageHeader header, PixelFormat source, IReadOnlyList<ScaleRequest> requests)
    {
        double native = 0, encoded = 0;
        var foreign = new List<ScaleRequest>();
        foreach (ScaleRequest request in requests)
        {
            PixelFormat format = FormatOf(source, header, request);
            double pixels = (double)request.Size.Area * format.BytesPerPixel;

            // Converting, and steps on pixels, hold them in libvips, as what it gave, and as the encoder takes them.
            double work = NeedsFinish(header, request, ColorPlan.For(header, request)) ? FinishCopies * (double)request.Size.Area * LargestPixel(format) : 0;
            if (request.Format == ImageFormat.Jpeg)
                work += JpegPixelEncoder.BytesFor(JpegSettings.ForPixels(request, header) with { Chroma = JpegSettings.ChromaOf(request) }, IsGray(header));
            else if (request.Format == ImageFormat.Png)
                work += PngPixelEncoder.BytesFor(request.Size.Width, request.Size.Height, format);
            else if (IsOwn(request))
                work += TiffPixelEncoder.BytesFor(request.Size.Width, format);
            native = Math.Max(native, work);

            // At worst as large as its pixels, and once more while metadata is put into it.
            if (IsOwn(request))
                encoded += 2 * pixels * (request.Format == ImageFormat.Tiff ? LongestLzw : 1);
            else
                foreign.Add(request);

            // The trial in hand while a quality is searched.
            if (request.TargetLength is not null)
                encoded += 2 * pixels;
        }

        double libvips = foreign.Count == 0 && !requests.Any(request => NeedsFinish(header, request, ColorPlan.For(header, request))) ? 0 : VipsMemory.EstimateEncoding(header, foreign);
        return (long)Math.Min(native + encoded + libvips + JpegPixelEncoder.KeptBytes + PngPixelEncoder.KeptBytes + TiffPixelEncoder.KeptBytes, long.MaxValue / 2);
    }

    /// <summary>Encodes one output. That it fails is told by the result, so that others of the same image are made all the same.</summary>
    /// <param name="image">The pixels, in the format that <see cref="FormatOf"/> gives.</param>
    /// <param name="header">The header of the image that they are of, with its parts.</param>
    /// <param name="output">What is wanted, and where it is encoded to.</param>
    /// <param name="chunks">What a PNG file keeps of the chunks of one; they do not count for other formats.</param>
    /// <param name="cancellation">Asks the image to end.</param>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public Made Encode(PixelImage image, ImageHeader header, ScaleOutput output, IReadOnlyList<PngRawChunk> chunks, CancellationToken cancellation)
    {
        try
        {
            return IsOwn(output.Request)
                ? EncodeOwn(image, header, output, chunks, cancellation)
                : CodecThreads.Shared.Run(() => EncodeForeign(image, header, output, cancellation));
        }
        catch (VipsException e)
        {
            cancellation.ThrowIfCancellationRequested();
            return new Made(MetadataKinds.None, new Encoded(null, EncodingFault.Of(output.Request.Format, e)));
        }
        finally
        {
            _arena.TrimAbove(JpegPixelEncoder.KeptBytes);
        }
    }

    /// <inheritdoc/>
    Made IPixelEncoder.Encode(PixelImage image, ImageHeader header, ScaleOutput output, CancellationToken cancellation) =>
        Encode(image, header, output, [], cancellation);

    /// <inheritdoc/>
    string IPixelEncoder.NamesFor(string decoder, ScaleRequest request) => NamesFor(decoder, request);

    /// <inheritdoc/>
    PixelFormat IPixelEncoder.FormatFor(PixelFormat source, ImageHeader header, ScaleRequest request) => FormatOf(source, header, request);

    /// <inheritdoc/>
    public void Dispose()
    {
        _jpeg.Dispose();
        _png.Dispose();
        _tiff.Dispose();
        _arena.Dispose();
    }

    /// <summary>Whether an encoder of our own makes an output.</summary>
    private static bool IsOwn(ScaleRequest request) => request.Format switch
    {
        ImageFormat.Jpeg or ImageFormat.Png => true,
        ImageFormat.Tiff => request.Compression == TiffCompression.Lzw && (double)request.Size.Area * LargestPixelBytes <= TiffPixelEncoder.MostPixelBytes,
        _ => false,
    };

    /// <summary>Whether libvips works on the pixels before they are encoded: on their colours, or by steps that need all of them.</summary>
    private static bool NeedsFinish(ImageHeader header, ScaleRequest request, ColorPlan colors) =>
        colors.Converts || !request.IsPlain || (IsGray(header) && request.Inks(header).Any(ink => !ink.IsGray));

    /// <summary>Bytes of a pixel with all the channels that steps may give it.</summary>
    private static int LargestPixel(PixelFormat format) => 4 * format.BytesPerSample;

    private static bool IsGray(ImageHeader header) => header.ColorModel == ColorModel.Gray;

    private static string VersionOf(Type type) => type.Assembly.GetName().Version!.ToString(3);

    private static Made EncodeForeign(PixelImage image, ImageHeader header, ScaleOutput output, CancellationToken cancellation)
    {
        using Image pixels = Finish(image, header, output.Request, cancellation);
        VipsOutput.StopWhenAsked(pixels, header, cancellation);
        return VipsOutput.Encode(pixels, header, output, mayTryAgain: true, cancellation);
    }

    /// <summary>The pixels in the output's colours, channels and depth, as an image of libvips.</summary>
    private static Image Finish(PixelImage image, ImageHeader header, ScaleRequest request, CancellationToken cancellation) =>
        new FrameStep(header, request, cancellation).Finish(VipsPixels.Wrap(image, IsGray(header), request.Edits.Density ?? header.DotsPerInch));

    private Made EncodeOwn(PixelImage image, ImageHeader header, ScaleOutput output, IReadOnlyList<PngRawChunk> chunks, CancellationToken cancellation)
    {
        ScaleRequest request = output.Request;
        ColorPlan colors = ColorPlan.For(header, request);
        MetadataKinds lost = MetadataKinds.None;
        MetadataBlocks blocks = OutputMetadata.PartsFor(header, request) is { } parts ? OutputMetadata.Kept(parts, request, out lost) : MetadataBlocks.None;
        blocks = blocks with { Icc = colors.AddedProfile ?? (colors.DropsProfile ? null : blocks.Icc) };
        PngScaleOptions png = PngOptions(request, KeptChunks(chunks, header, request, colors)) with { KeepsPalette = header.PngHeader?.Color == PngColor.Palette };
        bool isGray = IsGray(header);
        if (NeedsFinish(header, request, colors))
        {
            using Image converted = Finish(image, header, request, cancellation);
            isGray = converted.Bands < 3;
            VipsPixels.CopyTo(converted, _converted);
            image = _converted;
        }

        MetadataKinds withoutPlace = MetadataKinds.None;
        Encoded encoded = LengthTarget.Encode(output, (trial, target) =>
        {
            OutputBuffer bare = blocks.IsEmpty ? target : _encoded;
            bare.Clear();
            if (trial.Format == ImageFormat.Jpeg)
                _jpeg.Encode(image, isGray, JpegSettings.ForPixels(trial, header), bare, cancellation);
            else if (trial.Format == ImageFormat.Png)
                _png.Encode(image, isGray, png, bare, cancellation);
            else
                _tiff.Encode(image, isGray, request.Edits.Density ?? header.DotsPerInch, bare, cancellation);
            if (!blocks.IsEmpty)
                withoutPlace = OutputMetadata.Write(_encoded.WrittenMemory, trial.Format, blocks, target);
        });
        return new Made(lost | withoutPlace, encoded);
    }

    private static PngScaleOptions PngOptions(ScaleRequest request, IReadOnlyList<PngRawChunk> chunks) => new()
    {
        Width = request.Size.Width,
        Height = request.Size.Height,
        Progressive = request.Progressive,
        Effort = request.Effort,
        Chunks = chunks,
    };

    /// <summary>A profile, and pixels that were converted, leave no place for chunks that tell of colours.</summary>
    private static IReadOnlyList<PngRawChunk> KeptChunks(IReadOnlyList<PngRawChunk> chunks, ImageHeader header, ScaleRequest request, ColorPlan colors)
    {
        if (request.Edits.Density is { } asked)
            chunks = [.. chunks.Where(chunk => chunk.Name != Density && request.Metadata != MetadataPolicy.None), PngRawChunk.OfDensity(asked)];
        else if (request.Metadata == MetadataPolicy.None)
            return [];
        if (colors is not { Converts: false, AddedProfile: null })
            chunks = [.. chunks.Where(chunk => ColorlessChunks.Contains(chunk.Name))];
        return header.DotsPerInch > 0 && chunks.All(chunk => chunk.Name != Density) ? [.. chunks, PngRawChunk.OfDensity(header.DotsPerInch)] : chunks;
    }
}

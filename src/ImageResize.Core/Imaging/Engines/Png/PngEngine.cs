using ImageResize.Files;
using ImageResize.Jpeg;
using ImageResize.Imaging.Engines.Jpeg;
using ImageResize.Jpeg.Encoding;
using ImageResize.Metadata;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;
using ImageResize.Pixels;
using ImageResize.Png;
using ImageResize.Png.Animation;
using ImageResize.Png.Scaling;

namespace ImageResize.Imaging.Engines.Png;

/// <summary>
/// PNG to PNG and to JPEG by our own codecs (src/ImageResize.Png): rows are scaled as they are decoded, so that only a window
/// of the image is in memory. Several outputs of one image are made from one decoding. Belongs to one worker.
/// </summary>
internal sealed class PngEngine : IImageEngine
{
    private static readonly string Name = $"ImageResize.Png {typeof(PngScaler).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>What says how colours and pixels are meant, and stays true whatever the size. An ICC profile is metadata.</summary>
    private static readonly string[] KeptChunks = ["cICP", "sRGB", "gAMA", "cHRM", "mDCV", "cLLI", "pHYs"];

    private static readonly (byte Red, byte Green, byte Blue) White = (255, 255, 255);

    /// <summary>What is decoded for a verdict is thrown away; it costs least where it is small.</summary>
    private static readonly TargetSize VerdictBox = TargetSize.Box(16, 16);

    private readonly PngScaler _scaler = new();
    private readonly JpegPixelEncoder _jpeg = new();
    private readonly OutputBuffer _encoded = new();

    /// <summary>The header, or null where libvips had better read it: of another format, broken, of colours that need more than a copy of what names them, or too large for an array.</summary>
    public ImageHeader? ReadHeader(ImageInput input, ImageFormat format, CancellationToken cancellation)
    {
        if (format != ImageFormat.Png || input.Length > ImageInput.LongestInMemory)
            return null;
        try
        {
            using Stream file = input.OpenStream();
            var source = new StreamSource(file);
            if (ReadHead(source) is not { } png || PartsReader.Read(source) is not { } parts)
                return null;
            return Describe(png, parts);
        }
        catch (IOException e)
        {
            throw FileFault.OnRead(e);
        }
    }

    /// <inheritdoc/>
    public bool CanMake(ImageHeader header, ScaleRequest request) =>
        header.PngHeader is not null && ColorPlan.For(header, request) is { Converts: false, AddedProfile: null, CodePoints: null, SpreadsRange: false } && request.Format switch
        {
            ImageFormat.Png => request.Size.LongSide <= PngHeader.MaxDimension,
            ImageFormat.Jpeg => request.Size.LongSide <= JpegScaleOptions.MaxDimension,
            _ => false,
        };

    /// <inheritdoc/>
    public bool ReadsWhole(ImageHeader header, long fileLength) => true;

    /// <inheritdoc/>
    public long EstimateMemory(ImageHeader header, IReadOnlyList<ScaleRequest> requests)
    {
        PngHeader png = header.PngHeader!;
        long encoding = 0;
        foreach (ScaleRequest request in requests)
        {
            encoding = Math.Max(encoding, request.Format == ImageFormat.Jpeg
                ? JpegPixelEncoder.BytesFor(JpegOptions(request) with { Chroma = JpegSettings.ChromaOf(request) }, png.IsGray)
                : PngScaler.EstimateEncoding(png, OptionsFor(header, request, [])));
        }

        // What is encoded: PNG, at worst as large as its pixels, and once more while metadata is put into it.
        long encoded = requests.Sum(request => request.Size.Area * png.Format.BytesPerPixel) * 2;
        PixelOutput[] outputs = [.. requests.Select(request => OutputFor(header, request, [], _ => { }))];
        return PngScaler.EstimatePixels(png, outputs) + encoding + encoded + PngScaler.KeptBytes + JpegPixelEncoder.KeptBytes;
    }

    /// <summary>What is wrong with an image that another engine decodes, told as for our own outputs; null where our decoder does not take it.</summary>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public static DecoderVerdict? Judge(ImageInput input, ImageHeader header, CancellationToken cancellation)
    {
        if (header.PngHeader is null || header.Embedded is not null)
            return null;
        input.ReadWhole();
        PixelSize size = ResizeGeometry.Plan(header.Size, VerdictBox, ResizeMode.Fit, allowEnlarge: false);
        var request = new ScaleRequest(size, ImageFormat.Png, 0, MetadataPolicy.None, AllFrames: false) { OnDamage = DamagePolicy.Salvage };
        using var scaler = new PngScaler();
        try
        {
            PngScaleResult result = scaler.Scale(input.Bytes, PngHeader.Read(input.Bytes), [OutputFor(header, request, [], _ => { })], cancellation);
            PngDamage? damage = result.Damage ?? FindFrameDamage(input.Bytes, header, cancellation);
            return new DecoderVerdict(damage?.ToString(), LacksEndAlone: false, damage is null ? [.. RemarksOf(result.Warnings)] : []);
        }
        catch (PngException e)
        {
            return new DecoderVerdict(e.Message, LacksEndAlone: false, []);
        }
    }

    /// <summary>Makes all outputs from one decoding.</summary>
    public IEnumerable<ScaleResult> Scale(ImageInput input, ImageHeader header, IReadOnlyList<ScaleOutput> outputs, StageClock clock, CancellationToken cancellation)
    {
        input.ReadWhole();
        clock.Enter(Stage.Scale);
        try
        {
            PngHeader png = PngHeader.Read(input.Bytes);
            PngRawChunk[] chunks = [.. Kept(png, input.Bytes)];
            var lost = new MetadataKinds[outputs.Count];
            var encoded = new Encoded[outputs.Count];
            PngScaleResult result = _scaler.Scale(
                input.Bytes,
                png,
                [.. outputs.Select((output, i) => OutputFor(header, output.Request, chunks, image => encoded[i] = LengthTarget.Encode(output, (request, target) => lost[i] = Encode(image, header, png, new ScaleOutput(request, target), chunks, cancellation))))],
                cancellation);
            clock.Attribute(Stage.Encode, result.EncodingTime);
            if (result.Damage is null && FindFrameDamage(input.Bytes, header, cancellation) is { } damage)
            {
                if (outputs.Any(output => output.Request.OnDamage == DamagePolicy.Fail))
                    throw new PngDamagedException(damage);
                result = result with { Damage = damage };
            }

            return [.. outputs.Select((output, i) => new ScaleResult(output, Name)
            {
                Warnings = [.. WarningsOf(result)],
                Quality = encoded[i].Quality,
                Fault = encoded[i].Fault,
                Losses = [.. Loss.Of(header.Parts!, output.Request, keepsGainMap: false, lost[i])],
                Remarks = result.Damage is null ? [.. RemarksOf(result.Warnings)] : [],
            })];
        }
        catch (PngException e)
        {
            return outputs.Select(output => new ScaleResult(output, Name) { Fault = DamageFault.Of(ImageFormat.Png, e.Message, output.Request.OnDamage, e) });
        }
    }

    /// <summary>
    /// What is wrong with frames that a still output does not show, so that the verdict is the same for every output; null where
    /// nothing is. It costs their decoding.
    /// </summary>
    private static PngDamage? FindFrameDamage(ReadOnlySpan<byte> file, ImageHeader header, CancellationToken cancellation)
    {
        if (header.PngHeader is not { IsAnimated: true })
            return null;
        PngHeader png = PngHeader.Read(file);
        using var decoder = new AnimationDecoder();
        return AnimationReader.Read(file, png) is { } animation
            ? decoder.Decode(file, png, animation, PngDamagePolicy.Salvage, _ => { }, cancellation).Damage
            : null;
    }

    public void Dispose()
    {
        _scaler.Dispose();
        _jpeg.Dispose();
    }

    /// <summary>All up to the image data; null where it is broken, or longer than a head may be.</summary>
    private static PngHeader? ReadHead(ByteSource source)
    {
        for (int length = ImageInput.HeadLength; ; length *= 2)
        {
            byte[] head = new byte[(int)Math.Min(length, source.Length)];
            try
            {
                return source.TryRead(0, head) ? PngHeader.Read(head) : null;
            }
            catch (PngFormatException) when (head.Length < source.Length && length < ImageInput.LongestHead)
            {
                // The image data may begin further behind.
            }
            catch (PngFormatException)
            {
                return null;
            }
        }
    }

    private static ImageHeader Describe(PngHeader png, ImageParts parts) => new ImageHeader
    {
        Format = ImageFormat.Png,
        StoredSize = new PixelSize(png.Width, png.Height),
        Pages = png.IsAnimated ? parts.Frames : 1,
        Orientation = parts.Orientation,
        HasAlpha = png.HasAlpha,
        BitDepth = png.Depth == 16 ? 16 : 8,
        Channels = (png.IsGray ? 1 : 3) + (png.HasAlpha ? 1 : 0),
        ColorModel = png.IsGray ? ColorModel.Gray : ColorModel.Rgb,
        IsInterlaced = png.IsInterlaced,
        HasColorProfile = parts.Metadata.Icc is not null,
        ColorProfileName = parts.Metadata.Icc is { } profile ? IccProfile.Describe(profile) : null,
        Metadata = [.. Kinds(parts)],
        Parts = parts,
        PngHeader = png,
    }.WithColor(parts.Color);

    private static IEnumerable<string> Kinds(ImageParts parts)
    {
        if (parts.Metadata.Exif is not null)
            yield return "Exif";
        if (parts.ThumbnailLength > 0)
            yield return "Thumbnail";
        if (parts.Metadata.Xmp is not null)
            yield return "Xmp";
        if (parts.Metadata is not { Iptc: null, ImageResources: null })
            yield return "Iptc";
    }

    private static IEnumerable<PngRawChunk> Kept(PngHeader png, ReadOnlySpan<byte> source)
    {
        var kept = new List<PngRawChunk>();
        foreach (var chunk in png.Chunks)
        {
            if (KeptChunks.Contains(chunk.Name))
                kept.Add(new PngRawChunk(chunk.Name, chunk.Of(source).ToArray()));
        }

        return kept;
    }

    private static PngScaleOptions OptionsFor(ImageHeader header, ScaleRequest request, PngRawChunk[] chunks) => new()
    {
        Width = request.Size.Width,
        Height = request.Size.Height,
        Crop = request.Crop,
        Orientation = header.Orientation,
        Progressive = request.Progressive,
        OnDamage = request.OnDamage == DamagePolicy.Salvage ? PngDamagePolicy.Salvage : PngDamagePolicy.Fail,
        Chunks = request.Metadata == MetadataPolicy.None ? [] : chunks,
    };

    private static JpegScaleOptions JpegOptions(ScaleRequest request) => new()
    {
        Width = request.Size.Width,
        Height = request.Size.Height,
        Quality = request.Quality,
        Chroma = request.ChromaSubsampling switch { ChromaSubsampling.Yuv420 => JpegChroma.Half, ChromaSubsampling.Yuv444 => JpegChroma.Full, _ => JpegChroma.Auto },
        Progressive = request.Progressive,
    };

    /// <summary>Pixels as PNG holds them, or for JPEG 8 bits without alpha.</summary>
    private static PixelOutput OutputFor(ImageHeader header, ScaleRequest request, PngRawChunk[] chunks, Action<PixelImage> encode)
    {
        PixelFormat source = header.PngHeader!.Format;
        PixelFormat format = request.Format == ImageFormat.Jpeg ? new PixelFormat(source.Channels == 1 ? 1 : 3, 1) : source;
        return new PixelOutput(OptionsFor(header, request, chunks), format, White, encode);
    }

    /// <summary>Encodes one output and puts what metadata it keeps into it; gives the kinds of which something was lost.</summary>
    private MetadataKinds Encode(PixelImage image, ImageHeader header, PngHeader png, ScaleOutput output, PngRawChunk[] chunks, CancellationToken cancellation)
    {
        ScaleRequest request = output.Request;
        MetadataBlocks blocks = OutputMetadata.Kept(header.Parts!, request, out MetadataKinds lost);
        if (ColorPlan.For(header, request).DropsProfile)
            blocks = blocks with { Icc = null };
        OutputBuffer target = blocks.IsEmpty ? output.Target : _encoded;
        target.Clear();
        if (request.Format == ImageFormat.Jpeg)
            _jpeg.Encode(image, png.IsGray, JpegOptions(request), target, cancellation);
        else
            _scaler.Encode(image, png, OptionsFor(image, request, chunks), target, cancellation);
        return blocks.IsEmpty ? lost : lost | OutputMetadata.Write(_encoded.WrittenMemory, request.Format, blocks, output.Target);
    }

    /// <summary>What counts for encoding alone.</summary>
    private static PngScaleOptions OptionsFor(PixelImage image, ScaleRequest request, PngRawChunk[] chunks) => new()
    {
        Width = image.Width,
        Height = image.Height,
        Progressive = request.Progressive,
        Chunks = request.Metadata == MetadataPolicy.None ? [] : chunks,
    };

    private static IEnumerable<string> WarningsOf(PngScaleResult result)
    {
        if (result.Damage is { } damage)
            yield return $"{damage} What could be decoded was kept.";
    }

    /// <summary>Oddities that cost no pixel.</summary>
    internal static IEnumerable<string> RemarksOf(PngWarnings warnings)
    {
        if (warnings.HasFlag(PngWarnings.ExtraData))
            yield return "There are more image data than rows; no pixel is lost.";
        if (warnings.HasFlag(PngWarnings.EndMissing))
            yield return "The end of the file is missing; no pixel is lost.";
        if (warnings.HasFlag(PngWarnings.ChunksDropped))
            yield return "Broken chunks that are not the image were passed over.";
    }
}

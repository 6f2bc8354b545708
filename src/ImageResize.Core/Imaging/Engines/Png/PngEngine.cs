using System.Buffers.Binary;
using ImageResize.Files;
using ImageResize.Imaging.Engines.Encoding;
using ImageResize.Imaging.Engines.Judging;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Metadata;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;
using ImageResize.Pixels;
using ImageResize.Png;
using ImageResize.Png.Chunks;
using ImageResize.Png.Decoding;
using ImageResize.Png.Scaling;

namespace ImageResize.Imaging.Engines.Png;

/// <summary>
/// PNG to all formats by our own decoder (src/ImageResize.Png): rows are scaled as they are decoded, so that only a window of the image
/// is in memory. Several outputs of one image are made from one decoding, which also judges the image. Belongs to one worker.
/// </summary>
/// <param name="idle">Lends processors for huge images; null for none.</param>
internal sealed class PngEngine(IIdleProcessors? idle = null) : IImageEngine
{
    private static readonly string Name = $"ImageResize.Png {typeof(PngScaler).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>What says how colours and pixels are meant, and stays true whatever the size. An ICC profile is metadata.</summary>
    private static readonly string[] KeptChunks = ["cICP", "sRGB", "gAMA", "cHRM", "mDCV", "cLLI", "pHYs"];

    private readonly PngScaler _scaler = new() { Parallelism = idle is null ? null : new Parallelism(idle) };
    private readonly OutputEncoder _encoder = new();

    /// <summary>The header, or null where libvips had better read it: of another format, broken, of colours that need more than a copy of what names them, or too large for an array.</summary>
    public ImageHeader? ReadHeader(ImageInput input, ImageFormat format, CancellationToken cancellation)
    {
        if (format != ImageFormat.Png || input.Length > ImageInput.LongestInMemory)
            return null;
        try
        {
            using Stream file = input.OpenStream();
            var source = new StreamSource(file);
            if (ReadHead(source, out byte[] head) is not { } png || PartsReader.Read(source, input.MostMetadata) is not { } parts)
                return null;
            return Describe(png, parts, DensityOf(png, head));
        }
        catch (IOException e)
        {
            throw FileFault.OnRead(e);
        }
    }

    /// <inheritdoc/>
    public bool CanMake(ImageHeader header, ScaleRequest request) =>
        header.PngHeader is not null && request.IsScaledPlainly && request.Size.LongSide <= FormatTraits.Of(request.Format).MaxSide && request.Size.LongSide <= PngHeader.MaxDimension
        && ColorPlan.For(header, request) is { CodePoints: null, SpreadsRange: false, MapsTones: false };

    /// <inheritdoc/>
    public bool ReadsWhole(ImageHeader header, long fileLength) => true;

    /// <inheritdoc/>
    public long EstimateMemory(ImageHeader header, IReadOnlyList<ScaleRequest> requests)
    {
        PngHeader png = header.PngHeader!;
        PixelOutput[] outputs = [.. requests.Select(request => OutputFor(header, request, _ => { }))];
        return PngScaler.EstimatePixels(png, outputs) + PngScaler.KeptBytes + OutputEncoder.EstimateMemory(header, png.Format, requests);
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
            var made = new Made[outputs.Count];
            PngScaleResult result = _scaler.Scale(
                input.Bytes,
                png,
                [.. outputs.Select((output, i) => OutputFor(header, output.Request, pixels => made[i] = _encoder.Encode(pixels, header, output, chunks, cancellation)))],
                cancellation);
            clock.Attribute(Stage.Encode, result.EncodingTime);
            if (result.Damage is null && PngJudge.FindFrameDamage(input.Bytes, header, cancellation) is { } damage)
            {
                if (outputs.Any(output => output.Request.OnDamage == DamagePolicy.Fail))
                    throw new PngDamagedException(damage);
                result = result with { Damage = damage };
            }

            return [.. outputs.Select((output, i) => new ScaleResult(output, OutputEncoder.NamesFor(Name, output.Request))
            {
                Quality = made[i].Encoded.Quality,
                Fault = made[i].Encoded.Fault,
                Warnings = [.. WarningsOf(result)],
                Losses = [.. Loss.Of(header.Parts!, output.Request, keepsGainMap: false, made[i].Lost)],
                Remarks = result.Damage is null ? [.. PngJudge.RemarksOf(result.Warnings)] : [],
            })];
        }
        catch (PngException e)
        {
            return outputs.Select(output => new ScaleResult(output, Name) { Fault = DamageFault.Of(ImageFormat.Png, e.Message, output.Request.OnDamage, e) });
        }
    }

    public void Dispose()
    {
        _scaler.Dispose();
        _encoder.Dispose();
    }

    /// <summary>All up to the image data; null where it is broken, or longer than a head may be.</summary>
    private static PngHeader? ReadHead(ByteSource source, out byte[] head)
    {
        for (int length = ImageInput.HeadLength; ; length *= 2)
        {
            head = new byte[(int)Math.Min(length, source.Length)];
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

    private static ImageHeader Describe(PngHeader png, ImageParts parts, double dotsPerInch) => new ImageHeader
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
        DotsPerInch = dotsPerInch,
        Parts = parts,
        PngHeader = png,
    }.WithColor(parts.Color);

    /// <summary>Pixels per inch (PNG specification, 11.3.4.3: across, down, and whether they are by metre); 0 where it does not say.</summary>
    private static double DensityOf(PngHeader png, ReadOnlySpan<byte> head)
    {
        const int UnitOffset = 8, Length = 9;
        const double MetresPerInch = 0.0254;
        foreach (PngChunk chunk in png.Chunks)
        {
            if (chunk.Name == "pHYs" && chunk.Length == Length && chunk.Of(head) is var density && density[UnitOffset] == 1)
                return BinaryPrimitives.ReadUInt32BigEndian(density) * MetresPerInch;
        }

        return 0;
    }

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

    private static PixelOutput OutputFor(ImageHeader header, ScaleRequest request, Action<PixelImage> encode)
    {
        var options = new PngScaleOptions
        {
            Width = request.PictureSize.Width,
            Height = request.PictureSize.Height,
            Crop = request.Crop,
            Orientation = header.Turned(request.Edits).Orientation,
            OnDamage = request.OnDamage == DamagePolicy.Salvage ? PngDamagePolicy.Salvage : PngDamagePolicy.Fail,
        };
        PictureColor background = request.Edits.BackgroundFor(request.Format, header.HasAlpha);
        return new PixelOutput(options, OutputEncoder.FormatOf(header.PngHeader!.Format, header, request), (background.Red, background.Green, background.Blue), encode);
    }

    private static IEnumerable<string> WarningsOf(PngScaleResult result)
    {
        if (result.Damage is { } damage)
            yield return $"{damage} What could be decoded was kept.";
    }
}

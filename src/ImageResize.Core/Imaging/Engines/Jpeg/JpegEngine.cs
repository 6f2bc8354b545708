using ImageResize.Jpeg;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Scaling;
using ImageResize.Metadata;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Exif;
using ImageResize.Metadata.Jpeg;
using ImageResize.Metadata.Sources;

namespace ImageResize.Imaging.Engines.Jpeg;

/// <summary>
/// JPEG to JPEG by our own scaler (src/ImageResize.Jpeg), which never leaves the planes of the JPEG and decodes only
/// what the output needs. Several outputs of one image are made from one decoding. Belongs to one worker.
/// </summary>
internal sealed class JpegEngine : IImageEngine
{
    private static readonly string Name = $"ImageResize.Jpeg {typeof(JpegScaler).Assembly.GetName().Version!.ToString(3)}";

    private readonly JpegScaler _scaler = new();

    /// <summary>The header, or null where libvips had better read it: of another format, broken, of a rare kind, or too large for an array.</summary>
    public ImageHeader? ReadHeader(ImageInput input, ImageFormat format, CancellationToken cancellation)
    {
        if (format != ImageFormat.Jpeg || input.Length > ImageInput.LongestInMemory)
            return null;
        try
        {
            JpegHeader header = JpegHeader.Read(input, ImageInput.LongestHead);
            return header.Unsupported == JpegUnsupported.None ? Describe(header, input.Head) : null;
        }
        catch (JpegFormatException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public bool CanMake(ImageHeader header, ScaleRequest request)
    {
        if (header.JpegHeader is not { } jpeg || request.Format != ImageFormat.Jpeg)
            return false;
        PixelSize shown = request.Crop is { } crop ? new PixelSize(crop.Width, crop.Height) : header.Size;
        bool enlarges = request.Size.Width > shown.Width || request.Size.Height > shown.Height;
        bool losesGainMap = jpeg is { HasGainMap: true, CanKeepGainMap: false } && KeepsGainMap(request);
        ColorPlan colors = ColorPlan.For(header, request);
        bool keepsColors = colors is { Converts: false, AddedProfile: null };
        return !enlarges && !losesGainMap && keepsColors && request.Size.LongSide <= JpegScaleOptions.MaxDimension;
    }

    /// <inheritdoc/>
    public bool ReadsWhole(ImageHeader header, long fileLength) => true;

    /// <inheritdoc/>
    public long EstimateMemory(ImageHeader header, IReadOnlyList<ScaleRequest> requests) =>
        JpegScaler.EstimateMemory(header.JpegHeader!, [.. requests.Select(OptionsFor)]) + JpegScaler.KeptBytes + requests.Sum(BytesForTrials);

    /// <summary>
    /// What is wrong with an image that another engine decodes, told as for our own outputs: the verdict on an image is one.
    /// CMYK is told, too, although another engine scales it. Null for the rare kinds that our decoder does not know.
    /// </summary>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public static DecoderVerdict? Judge(ImageInput input, ImageHeader header, CancellationToken cancellation)
    {
        if (header.Format != ImageFormat.Jpeg || input.Length > ImageInput.LongestInMemory)
            return null;
        input.ReadWhole();
        if ((header.JpegHeader ?? ReadForeign(input)) is not { } jpeg)
            return null;
        using var scaler = new JpegScaler();
        try
        {
            JpegScaleResult result = scaler.Check(input.Bytes, jpeg, cancellation);
            bool lacksEndAlone = result.Damage is null && result.Warnings.HasFlag(JpegWarnings.EndOfImageMissing);
            return new DecoderVerdict(result.Damage?.ToString(), lacksEndAlone, result.Damage is null ? [.. RemarksOf(result.Warnings)] : []);
        }
        catch (JpegException e)
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
            QualitySearch?[] searches = [.. outputs.Select(output => output.Request.TargetLength is { } target ? LengthTarget.SearchFor(output.Request, target) : null)];
            JpegScaleResult result = _scaler.Scale(
                input.Bytes,
                header.JpegHeader!,
                [.. outputs.Select((output, i) => new JpegOutput(OptionsFor(output.Request), output.Target) { Chooser = searches[i] })],
                cancellation);
            clock.Attribute(Stage.Encode, result.EncodingTime);
            ImageParts? parts = PartsReader.Read(new MemorySource(input.BytesInMemory));
            return outputs.Zip(searches, (output, search) => Result(output, search is null ? new Encoded(output.Request.Quality, null) : LengthTarget.Judge(output.Request, search)));

            ScaleResult Result(ScaleOutput output, Encoded encoded) => new(output, Name)
            {
                Quality = encoded.Quality,
                Fault = encoded.Fault,
                Losses = parts is null ? [] : [.. LossesOf(parts, output.Request, result)],
                Warnings = [.. WarningsOf(result, output.Request)],
                Remarks = result.Damage is null ? [.. RemarksOf(result.Warnings)] : [],
            };
        }
        catch (JpegException e)
        {
            return outputs.Select(output => new ScaleResult(output, Name) { Fault = DamageFault.Of(ImageFormat.Jpeg, e.Message, output.Request.OnDamage, e) });
        }
    }

    public void Dispose() => _scaler.Dispose();

    /// <summary>The header of an image that is judged here and scaled elsewhere; null where it cannot be judged.</summary>
    private static JpegHeader? ReadForeign(ImageInput input)
    {
        try
        {
            JpegHeader header = JpegHeader.Read(input.Bytes);
            return JpegScaler.CanCheck(header) ? header : null;
        }
        catch (JpegFormatException)
        {
            return null;
        }
    }

    /// <summary>The trial in hand and the best one so far, in buffers that double; few images take more than a byte a pixel.</summary>
    private static long BytesForTrials(ScaleRequest request) => request.TargetLength is null ? 0 : 4 * request.Size.Area;

    private static bool KeepsGainMap(ScaleRequest request) => request.Metadata is MetadataPolicy.All or MetadataPolicy.NoLocation;

    /// <summary>What became of metadata and of a gain map is told by the scaler's own warnings.</summary>
    private static IEnumerable<Loss> LossesOf(ImageParts parts, ScaleRequest request, JpegScaleResult result)
    {
        foreach (Loss loss in Loss.Of(parts, request, keepsGainMap: true, MetadataKinds.None))
            yield return loss;
        if (result.Warnings.HasFlag(JpegWarnings.GainMapDropped) && KeepsGainMap(request))
            yield return new Loss("GainMap", string.Empty) { IsTold = false };
    }

    private static ImageHeader Describe(JpegHeader header, ReadOnlySpan<byte> source)
    {
        byte[]? profile = header.HasIccProfile ? header.ReadIccProfile(source) : null;
        return new ImageHeader
        {
            Format = ImageFormat.Jpeg,
            StoredSize = new PixelSize(header.Width, header.Height),
            Orientation = header.Orientation,
            Channels = header.ComponentCount,
            ColorModel = header.Color == JpegColor.Grayscale ? ColorModel.Gray : ColorModel.Rgb,
            IsInterlaced = header.IsProgressive,
            HasColorProfile = header.HasIccProfile,
            ColorProfileName = profile is null ? null : IccProfile.Describe(profile),
            JpegHeader = header,
        }.WithColor(ColorsOf(header, profile, source));
    }

    private static ColorDescription ColorsOf(JpegHeader header, byte[]? profile, ReadOnlySpan<byte> source)
    {
        if (profile is not null && IccProfile.IsProfile(profile))
            return IccProfile.Read(profile);
        foreach (MetadataSegment segment in header.Segments)
        {
            if (segment.Kind == SegmentKind.Exif && ExifSummary.Read(segment.Of(source)) is { TellsColor: true } exif)
                return ColorDescription.FromExif(exif.ColorSpace, exif.InteroperabilityIndex);
        }

        return ColorDescription.Unspecified;
    }

    private static JpegScaleOptions OptionsFor(ScaleRequest request) => new()
    {
        Width = request.Size.Width,
        Height = request.Size.Height,
        Crop = request.Crop,
        Quality = request.Quality,
        Chroma = JpegSettings.ChromaOf(request),
        Progressive = request.Progressive,
        OnDamage = request.OnDamage == DamagePolicy.Salvage ? JpegDamagePolicy.Salvage : JpegDamagePolicy.Fail,
        Metadata = request.Metadata,
    };

    private static IEnumerable<string> WarningsOf(JpegScaleResult result, ScaleRequest request)
    {
        if (result.Warnings.HasFlag(JpegWarnings.GainMapDropped) && KeepsGainMap(request))
            yield return "The gain map (HDR) is damaged and was left out.";
        if (result.Damage is { } damage)
            yield return $"{damage} What could be decoded was kept.";
        if (result.Warnings.HasFlag(JpegWarnings.MetadataDropped))
            yield return "Metadata that is broken, or that could not be cleared of the position, was left out.";
    }

    private static IEnumerable<string> RemarksOf(JpegWarnings warnings)
    {
        if (warnings.HasFlag(JpegWarnings.ExtraneousBytes))
            yield return "The decoder passed over bytes that belong to nothing; no pixel is lost.";
        if (warnings.HasFlag(JpegWarnings.RestartNumber))
            yield return "A restart marker has a wrong number; no pixel is lost.";
        if (warnings.HasFlag(JpegWarnings.EndOfImageMissing))
            yield return "The end-of-image marker is missing; no pixel is lost.";
        if (warnings.HasFlag(JpegWarnings.AdobeTransform))
            yield return "An unknown Adobe colour transform was taken for YCbCr.";
    }
}

using System.Buffers.Binary;
using ImageResize.Imaging.Engines.Encoding;
using ImageResize.Imaging.Engines.Judging;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Jpeg;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Scaling;
using ImageResize.Metadata;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Exif;
using ImageResize.Metadata.Jpeg;
using ImageResize.Metadata.Sources;
using ImageResize.Pixels;

namespace ImageResize.Imaging.Engines.Jpeg;

/// <summary>
/// JPEG to all formats by our own scaler (src/ImageResize.Jpeg), which decodes only what the outputs need. To JPEG it never leaves the
/// planes; for other formats, and where colours are converted, it gives pixels of the output's size. Several outputs of one
/// image are made from one decoding, which also judges the image. Belongs to one worker.
/// </summary>
/// <param name="idle">Lends processors for huge images; null for none.</param>
internal sealed class JpegEngine(IIdleProcessors? idle = null) : IImageEngine
{
    private static readonly string Name = $"ImageResize.Jpeg {typeof(JpegScaler).Assembly.GetName().Version!.ToString(3)}";

    private readonly JpegScaler _scaler = new() { Parallelism = idle is null ? null : new Parallelism(idle) };
    private readonly OutputEncoder _encoder = new();

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
        if (header.JpegHeader is not { } jpeg || !request.IsScaledPlainly || request.Size.LongSide > JpegScaleOptions.MaxDimension)
            return false;
        PixelSize shown = request.Crop is { } crop ? new PixelSize((int)Math.Round(crop.Width), (int)Math.Round(crop.Height)) : header.Turned(request.Edits).Size;
        bool enlarges = request.PictureSize.Width > shown.Width || request.PictureSize.Height > shown.Height;
        bool losesGainMap = request.Format == ImageFormat.Jpeg && jpeg.HasGainMap && KeepsGainMap(request) && (IsPixels(header, request) || !jpeg.CanKeepGainMap);
        bool isPlain = ColorPlan.For(header, request) is { CodePoints: null, MapsTones: false };
        return !enlarges && !losesGainMap && isPlain;
    }

    /// <inheritdoc/>
    public bool ReadsWhole(ImageHeader header, long fileLength) => true;

    /// <inheritdoc/>
    public long EstimateMemory(ImageHeader header, IReadOnlyList<ScaleRequest> requests) =>
        JpegScaler.EstimateMemory(header.JpegHeader!, [.. requests.Select(request => OptionsFor(header, request))]) + JpegScaler.KeptBytes
        + OutputEncoder.EstimateMemory(header, OutputPixels(header), [.. requests.Where(request => IsPixels(header, request))]) + requests.Sum(BytesForTrials);

    /// <summary>Makes all outputs from one decoding.</summary>
    public IEnumerable<ScaleResult> Scale(ImageInput input, ImageHeader header, IReadOnlyList<ScaleOutput> outputs, StageClock clock, CancellationToken cancellation)
    {
        input.ReadWhole();
        clock.Enter(Stage.Scale);
        header = header with { Parts = PartsReader.Read(new MemorySource(input.BytesInMemory)) };
        var made = new Made?[outputs.Count];
        try
        {
            QualitySearch?[] searches = [.. outputs.Select(output => output.Request.TargetLength is { } target && !IsPixels(header, output.Request) ? LengthTarget.SearchFor(output.Request, target) : null)];
            JpegScaleResult result = _scaler.Scale(
                input.Bytes, header.JpegHeader!, [.. outputs.Select((output, i) => OutputFor(header, output, searches[i], result => made[i] = result, cancellation))], cancellation);
            clock.Attribute(Stage.Encode, result.EncodingTime);
            return [.. outputs.Select((output, i) => Describe(header, output, made[i] ?? MadeByScaler(output.Request, searches[i]), result))];
        }
        catch (JpegException e)
        {
            return outputs.Select(output => new ScaleResult(output, Name) { Fault = DamageFault.Of(ImageFormat.Jpeg, e.Message, output.Request.OnDamage, e) });
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scaler.Dispose();
        _encoder.Dispose();
    }

    /// <summary>The trial in hand and the best one so far, in buffers that double; few images take more than a byte a pixel.</summary>
    private static long BytesForTrials(ScaleRequest request) => request.TargetLength is null ? 0 : 4 * request.Size.Area;

    /// <summary>Whether an output is encoded from pixels: all but a JPEG of a part of the source in its colours.</summary>
    private static bool IsPixels(ImageHeader header, ScaleRequest request) =>
        request.Format != ImageFormat.Jpeg || !request.IsPlain || ColorPlan.For(header, request) is not { Converts: false, AddedProfile: null };

    /// <summary>The format of the pixels that the scaler gives.</summary>
    private static PixelFormat OutputPixels(ImageHeader header) => new(header.ColorModel == ColorModel.Gray ? 1 : 3, 1);

    private JpegOutput OutputFor(ImageHeader header, ScaleOutput output, QualitySearch? search, Action<Made> made, CancellationToken cancellation) => IsPixels(header, output.Request)
        ? JpegOutput.OfPixels(OptionsFor(header, output.Request), pixels => made(_encoder.Encode(pixels, header, output, [], cancellation)))
        : new JpegOutput(OptionsFor(header, output.Request), output.Target) { Chooser = search };

    /// <summary>What became of an output that the scaler wrote itself.</summary>
    private static Made MadeByScaler(ScaleRequest request, QualitySearch? search) =>
        new(MetadataKinds.None, search is null ? new Encoded(request.Quality, null) : LengthTarget.Judge(request, search));

    private static ScaleResult Describe(ImageHeader header, ScaleOutput output, Made made, JpegScaleResult result)
    {
        bool isPixels = IsPixels(header, output.Request);
        return new ScaleResult(output, isPixels ? OutputEncoder.NamesFor(Name, output.Request) : Name)
        {
            Quality = made.Encoded.Quality,
            Fault = made.Encoded.Fault,
            Losses = header.Parts is not { } parts ? []
                : isPixels ? [.. Loss.Of(parts, output.Request, keepsGainMap: false, made.Lost)]
                : [.. LossesOf(parts, output.Request, result)],
            Warnings = [.. WarningsOf(result, output.Request, isPixels)],
            Remarks = result.Damage is null ? [.. JpegJudge.RemarksOf(result.Warnings)] : [],
        };
    }

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
            DotsPerInch = DensityOf(header, source),
            JpegHeader = header,
        }.WithColor(ColorsOf(header, profile, source));
    }

    /// <summary>Pixels per inch as JFIF has them (ITU-T T.871, 10.1), behind the version: the unit and the density across; 0 where it does not say.</summary>
    private static double DensityOf(JpegHeader header, ReadOnlySpan<byte> source)
    {
        const int UnitOffset = 2, AcrossOffset = 3;
        const double CentimetresPerInch = 2.54;
        foreach (MetadataSegment segment in header.Segments)
        {
            if (segment.Kind != SegmentKind.Jfif || segment.Length < AcrossOffset + sizeof(ushort))
                continue;
            ReadOnlySpan<byte> jfif = segment.Of(source);
            int across = BinaryPrimitives.ReadUInt16BigEndian(jfif[AcrossOffset..]);
            return jfif[UnitOffset] switch { 1 => across, 2 => across * CentimetresPerInch, _ => 0 };
        }

        return 0;
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

    private static JpegScaleOptions OptionsFor(ImageHeader header, ScaleRequest request) => new()
    {
        Width = request.PictureSize.Width,
        Height = request.PictureSize.Height,
        Crop = request.Crop,
        Orientation = header.Turned(request.Edits).Orientation,
        Density = request.Edits.Density,
        Quality = request.Quality,
        Chroma = JpegSettings.ChromaOf(request),
        Progressive = request.Progressive,
        OnDamage = request.OnDamage == DamagePolicy.Salvage ? JpegDamagePolicy.Salvage : JpegDamagePolicy.Fail,
        Metadata = request.Metadata,
        IsPixels = IsPixels(header, request),
        Artist = request.Artist,
        Copyright = request.Copyright,
    };

    private static IEnumerable<string> WarningsOf(JpegScaleResult result, ScaleRequest request, bool isPixels)
    {
        // What became of metadata and of a gain map beside pixels is told by the losses.
        if (!isPixels && result.Warnings.HasFlag(JpegWarnings.GainMapDropped) && KeepsGainMap(request))
            yield return "The gain map (HDR) is damaged and was left out.";
        if (result.Damage is { } damage)
            yield return $"{damage} What could be decoded was kept.";
        if (!isPixels && result.Warnings.HasFlag(JpegWarnings.MetadataDropped))
            yield return "Metadata that is broken, or that could not be cleared of the position, was left out.";
    }
}

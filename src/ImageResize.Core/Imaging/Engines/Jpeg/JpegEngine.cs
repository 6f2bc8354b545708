using System.Buffers;
using ImageResize.Jpeg;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Scaling;
using ImageResize.Metadata;
using ImageResize.Metadata.Color;

namespace ImageResize.Imaging.Engines.Jpeg;

/// <summary>
/// JPEG to JPEG by our own scaler (src/ImageResize.Jpeg), which never leaves the planes of the JPEG and decodes only
/// what the output needs. Several outputs of one image are made from one decoding. Belongs to one worker.
/// </summary>
internal sealed class JpegEngine : IDisposable
{
    private static readonly string Engine = $"ImageResize.Jpeg {typeof(JpegScaler).Assembly.GetName().Version!.ToString(3)}";

    private readonly JpegScaler _scaler = new();

    /// <summary>The header, or null where libvips had better read it: not all in memory, broken, or of a rare kind.</summary>
    public static ImageHeader? TryReadHeader(ImageInput input)
    {
        if (!input.IsWhole)
            return null;
        try
        {
            JpegHeader header = JpegHeader.Read(input.Bytes);
            return header.Unsupported == JpegUnsupported.None ? Describe(header, input.Bytes) : null;
        }
        catch (JpegFormatException)
        {
            return null;
        }
    }

    /// <summary>Whether an output is ours to make.</summary>
    public static bool CanDo(ImageHeader header, ScaleRequest request)
    {
        if (header.JpegHeader is not { } jpeg || request.Format != ImageFormat.Jpeg)
            return false;
        PixelSize shown = request.Crop?.Size ?? header.Size;
        bool enlarges = request.Size.Width > shown.Width || request.Size.Height > shown.Height;
        bool losesGainMap = jpeg is { HasGainMap: true, CanKeepGainMap: false } && KeepsGainMap(request);
        bool needsSrgb = request.NeedsSrgb(header);
        return !enlarges && !losesGainMap && !needsSrgb && request.Size.LongSide <= JpegScaleOptions.MaxDimension;
    }

    /// <summary>Whether all that a JPEG lacks is its end marker: at full size no coefficient is passed over unread.</summary>
    public static bool LacksEndAlone(ImageInput input, ImageHeader header)
    {
        var request = new ScaleRequest(header.Size, ImageFormat.Jpeg, Quality: 1, MetadataPolicy.None, AllFrames: false);
        if (!input.IsWhole || !CanDo(header, request with { Metadata = MetadataPolicy.ColorProfile }))
            return false;
        using var scaler = new JpegScaler();
        try
        {
            JpegScaleResult result = scaler.Scale(input.Bytes, header.JpegHeader!, [new JpegOutput(OptionsFor(request), new ArrayBufferWriter<byte>())]);
            return result.Warnings.HasFlag(JpegWarnings.EndOfImageMissing);
        }
        catch (JpegException)
        {
            return false;
        }
    }

    /// <summary>Bytes that making these outputs takes at most, the file left out.</summary>
    public static long EstimateMemory(ImageHeader header, IReadOnlyList<ScaleJob> jobs) =>
        JpegScaler.EstimateMemory(header.JpegHeader!, [.. jobs.Select(job => OptionsFor(job.Request))]) + JpegScaler.KeptBytes;

    /// <summary>Makes all outputs from one decoding.</summary>
    public void Scale(ImageInput input, ImageHeader header, IReadOnlyList<ScaleJob> jobs, StageClock clock, CancellationToken cancellation)
    {
        clock.Enter(Stage.Scale);
        try
        {
            JpegScaleResult result = _scaler.Scale(
                input.Bytes,
                header.JpegHeader!,
                [.. jobs.Select(job => new JpegOutput(OptionsFor(job.Request), job.Encoded))],
                cancellation);
            clock.Attribute(Stage.Encode, result.EncodingTime);
            foreach (ScaleJob job in jobs)
            {
                job.Engine = Engine;
                job.Warnings = [.. WarningsOf(result, job.Request)];
                job.Remarks = result.Damage is null ? [.. RemarksOf(result.Warnings)] : [];
            }
        }
        catch (JpegException e)
        {
            foreach (ScaleJob job in jobs)
                job.Fault = new ImageResizeException(ImageErrorId.Damaged, $"The JPEG data is truncated or corrupt: {e.Message} Restore the file from a backup or its source.", e);
        }
    }

    public void Dispose() => _scaler.Dispose();

    private static bool KeepsGainMap(ScaleRequest request) => request.Metadata is MetadataPolicy.All or MetadataPolicy.NoLocation;

    private static ImageHeader Describe(JpegHeader header, ReadOnlySpan<byte> source) => new()
    {
        Format = ImageFormat.Jpeg,
        StoredSize = new PixelSize(header.Width, header.Height),
        Orientation = header.Orientation,
        Channels = header.ComponentCount,
        ColorModel = header.Color == JpegColor.Grayscale ? ColorModel.Gray : ColorModel.Rgb,
        IsInterlaced = header.IsProgressive,
        HasColorProfile = header.HasIccProfile,
        ColorProfileName = header.HasIccProfile && header.ReadIccProfile(source) is { } profile ? IccProfile.Describe(profile) : null,
        JpegHeader = header,
    };

    private static JpegScaleOptions OptionsFor(ScaleRequest request) => new()
    {
        Width = request.Size.Width,
        Height = request.Size.Height,
        Crop = request.Crop is { } crop ? new Pixels.PixelRegion(crop.X, crop.Y, crop.Width, crop.Height) : null,
        Quality = request.Quality,
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

using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines.Encoding;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Metadata;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Sources;
using ImageResize.MoreFormats.Containers;
using ImageResize.MoreFormats.Messages;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using NetVips;

namespace ImageResize.MoreFormats.Engine;

/// <summary>
/// HEIC, JPEG XL, JPEG 2000 and PSD: headers, metadata and whether the file is whole are read here, in managed code; pixels are decoded
/// in a child process, once for all outputs, and go the way of all pixels from there. Belongs to one worker.
/// </summary>
internal sealed class MoreFormatsEngine : IImageEngine
{
    /// <summary>Bytes that decoders hold for each pixel, beside what they begin with (measured: HEIC 20, JPEG 2000 60, PSD 16).</summary>
    private const double DecoderBytesPerPixel = 24, Jp2BytesPerPixel = 64, DecoderBase = 64 << 20;

    /// <summary>Pixels that are given back are held here as well.</summary>
    private const int HeldBytesPerPixel = 4;

    private readonly CodecChildren _children;
    private readonly BufferArena _arena = new(BufferAllocator.Default);
    private readonly PixelImage _pixels;

    /// <summary>An engine.</summary>
    /// <param name="children">The child that decodes; it is disposed of with the engine.</param>
    public MoreFormatsEngine(CodecChildren children)
    {
        _children = children;
        _pixels = new PixelImage(_arena);
    }

    private static string Name { get; } = $"ImageResize.MoreFormats {typeof(MoreFormatsEngine).Assembly.GetName().Version!.ToString(3)}, libvips {VipsRuntime.BundledVersion}";

    /// <inheritdoc/>
    public ImageHeader? ReadHeader(ImageInput input, ImageFormat format, CancellationToken cancellation)
    {
        if (!FormatTraits.Of(format).IsOptional)
            return null;
        PictureFacts facts = Read(input, format);
        ImageParts parts = facts.Parts;
        byte[]? profile = parts.Metadata.Icc;
        return new ImageHeader
        {
            Format = format,
            StoredSize = facts.Size,
            Orientation = facts.Orientation,
            HasAlpha = parts.HasAlpha,
            BitDepth = parts.BitsPerSample > 8 ? 16 : 8,
            Channels = parts.Channels,
            ColorModel = facts.ColorModel,
            HasColorProfile = profile is not null || facts.HasHiddenProfile,
            ColorProfileName = profile is null ? null : IccProfile.Describe(profile),
            DotsPerInch = facts.DotsPerInch,
            Metadata = [.. Kinds(parts)],
            Parts = parts,
        }.WithColor(parts.Color);
    }

    /// <inheritdoc/>
    public bool CanMake(ImageHeader header, ScaleRequest request) => FormatTraits.Of(header.Format).IsOptional;

    /// <summary>The file is copied to the child as it is read.</summary>
    public bool ReadsWhole(ImageHeader header, long fileLength) => false;

    /// <inheritdoc/>
    public long EstimateMemory(ImageHeader header, IReadOnlyList<ScaleRequest> requests) =>
        (long)Math.Min(DecoderMemory(header) + (double)header.StoredSize.Area * HeldBytesPerPixel + VipsMemory.EstimateEncoding(header, requests), long.MaxValue / 2);

    /// <inheritdoc/>
    public IEnumerable<ScaleResult> Scale(ImageInput input, ImageHeader header, IReadOnlyList<ScaleOutput> outputs, StageClock clock, CancellationToken cancellation)
    {
        clock.Enter(Stage.Scale);
        try
        {
            PictureFacts facts = Read(input, header.Format);
            if (facts.Damage is { } damage && outputs.All(output => output.Request.OnDamage == DamagePolicy.Fail))
                return [.. outputs.Select(output => new ScaleResult(output, Name) { Fault = DamageFault.Of(header.Format, damage, DamagePolicy.Fail) })];
            var request = new DecodeRequest(header.Format, facts.DropsAlpha, facts.Mix, facts.DecodesToLinear);
            (DecodedPicture? picture, byte[]? profile, string? fault) = _children.Decode(input, DecoderMemory(header), request, facts.DecodedSize, _pixels, cancellation);
            if (picture is null)
                return [.. outputs.Select(output => new ScaleResult(output, Name) { Fault = DamageFault.Of(header.Format, fault!, DamagePolicy.Salvage) })];
            ImageHeader decoded = Decoded(header, picture, facts.DecodesToLinear ? null : profile, facts.HasHiddenProfile);
            return [.. outputs.Select(output => Make(decoded, facts, facts.Damage ?? picture.Warning, output, clock, cancellation))];
        }
        catch (ImageResizeException e)
        {
            return [.. outputs.Select(output => new ScaleResult(output, Name) { Fault = e.Fault })];
        }
        finally
        {
            _arena.TrimAbove(0);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _children.Dispose();
        _arena.Dispose();
    }

    private static long DecoderMemory(ImageHeader header) =>
        (long)Math.Min(DecoderBase + header.StoredSize.Area * (header.Format == ImageFormat.Jp2 ? Jp2BytesPerPixel : DecoderBytesPerPixel), long.MaxValue / 8);

    private static PictureFacts Read(ImageInput input, ImageFormat format)
    {
        try
        {
            using Stream stream = input.OpenStream();
            return FactsReader.Read(new StreamSource(stream), format, input.MostMetadata);
        }
        catch (IOException e)
        {
            throw FileFault.OnRead(e);
        }
    }

    /// <summary>The header of the pixels that came: 8 bits, in the channels that there are, in the colours that the decoder tells where only it knows them.</summary>
    private static ImageHeader Decoded(ImageHeader header, DecodedPicture reply, byte[]? profile, bool hadProfile)
    {
        ColorDescription color = hadProfile ? ColorDescription.Unspecified : header.Parts!.Color;
        ImageParts parts = header.Parts! with { HasGainMap = false, Color = color };
        if (header.Format == ImageFormat.Jxl && !color.IsHdr && profile is not null && IccProfile.IsProfile(profile))
        {
            color = IccProfile.Read(profile);
            parts = parts with { Color = color, Metadata = parts.Metadata with { Icc = profile } };
        }

        return (header with
        {
            BitDepth = 8,
            Channels = reply.Channels,
            HasAlpha = reply is { Channels: 4, IsCmyk: false },
            ColorModel = reply.IsCmyk ? ColorModel.Cmyk : reply.Channels == 1 ? ColorModel.Gray : ColorModel.Rgb,
            Parts = parts,
        }).WithColor(color);
    }

    private ScaleResult Make(ImageHeader decoded, PictureFacts facts, string? damage, ScaleOutput output, StageClock clock, CancellationToken cancellation)
    {
        if (damage is not null && output.Request.OnDamage == DamagePolicy.Fail)
            return new ScaleResult(output, Name) { Fault = DamageFault.Of(decoded.Format, damage, DamagePolicy.Fail) };
        try
        {
            clock.Enter(Stage.Scale);
            cancellation.ThrowIfCancellationRequested();
            using Image pixels = VipsPixels.Wrap(_pixels, isGray: false, decoded.DotsPerInch);
            ScaleRequest settled = PictureLook.Settle(decoded, output.Request, wanted => VipsLoader.Open(pixels, decoded, wanted, cancellation), () => pixels.Copy());
            output = output with { Request = settled };
            Made made = VipsOutput.Render(VipsLoader.Open(pixels, decoded, settled, cancellation), decoded, output, clock, cancellation);
            return new ScaleResult(output, Name)
            {
                Warnings = damage is null ? [] : [$"The image is damaged ({damage.TrimEnd('.')}). What could be decoded was kept."],
                Losses = [.. LossesOf(decoded.Parts!, facts, output.Request, made.Lost)],
                Quality = made.Encoded.Quality,
                Fault = made.Encoded.Fault,
            };
        }
        catch (VipsException e)
        {
            cancellation.ThrowIfCancellationRequested();
            return new ScaleResult(output, Name) { Fault = EncodingFault.Of(output.Request.Format, e) };
        }
    }

    /// <summary>The decoder gives 8 bits, whatever the output could hold.</summary>
    private static IEnumerable<Loss> LossesOf(ImageParts parts, PictureFacts facts, ScaleRequest request, MetadataKinds lost)
    {
        foreach (Loss loss in Loss.Of(parts with { BitsPerSample = 8 }, request, keepsGainMap: false, lost))
            yield return loss;
        if (facts.LosesAlpha)
            yield return new Loss("Alpha", "The transparency of the image is not in the output.");
        if (facts.DecodesToLinear)
            yield return new Loss("ColorProfile", "The image has a profile that its decoder does not apply; its colours were converted to sRGB, dark ones in fewer steps.");
        if (facts.IsAnimated)
            yield return new Loss("Frames", "Only the first frame of the animation was kept.") { IsContent = true };
        if (parts.BitsPerSample > 8)
            yield return new Loss("Depth", $"The image has {parts.BitsPerSample} bits a sample, and is decoded with 8.");
    }

    private static IEnumerable<string> Kinds(ImageParts parts)
    {
        if (parts.Metadata.Exif is not null)
            yield return "Exif";
        if (parts.Metadata.Xmp is not null)
            yield return "Xmp";
        if (parts.Metadata.Iptc is not null)
            yield return "Iptc";
        if (parts.HasGainMap)
            yield return "GainMap";
    }
}

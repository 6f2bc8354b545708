using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// The frames of an animation that decoders do not miss, and those, or the pages of a document, that an output does not show: these
/// are decoded here, so that the verdict on the image is the same for every output. It costs their decoding, and only where an
/// animation or a document becomes a still picture. Stateless, thread safe.
/// </summary>
internal static class FrameCheck
{
    /// <summary>What is wrong with frames although the output could be made; null where nothing is.</summary>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public static string? FindDamage(ImageInput input, ImageHeader header, ScaleRequest request, CancellationToken cancellation)
    {
        if (header.Parts is { EndsInsideFrame: true, Frames: > 1 })
            return "the file ends inside a frame";
        if (header.Parts is { LacksPixelData: true })
            return DamageReason.CutOff;
        // Of a PNG libvips sees the first frame alone: PngJudge judges all of them.
        // Where libtiff is to go on over failures, it leaves no word of them.
        bool isSalvagedTiff = header.Format == ImageFormat.Tiff && request.OnDamage == DamagePolicy.Salvage;
        if (!isSalvagedTiff && (header.Pages == 1 || request.AllFrames || header.Format == ImageFormat.Png))
            return null;

        if (header.Format != ImageFormat.Tiff)
            return FormatTraits.Of(header.Format).HasAnimation ? Decode(input, header, "n=-1", cancellation) : null;

        // Pages may differ in size, and are decoded one after the other.
        return header.Parts?.PageDirectories.Select(page => Decode(input, header, $"page={page}", cancellation)).FirstOrDefault(damage => damage is not null);
    }

    private static string Reason(ImageHeader header) => header.Pages > 1 ? DamageReason.Frame : DamageReason.OfPixels(header.Parts);

    private static string? Decode(ImageInput input, ImageHeader header, string frames, CancellationToken cancellation)
    {
        var messages = new DecoderMessages();
        messages.Claim();
        using var source = VipsSource.Streaming(input, header.Format, header.Parts, messages);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            using Image image = Image.NewFromSource(source.Source, $"{VipsLoader.FailOption(header, DamagePolicy.Fail)},{frames}", access: Enums.Access.Sequential);
            VipsOutput.StopWhenAsked(image, header, cancellation);
            _ = image.Avg();
            cancellation.ThrowIfCancellationRequested();

            // libtiff calls lost data a warning and goes on.
            return header.Format == ImageFormat.Tiff && messages.Messages.Any(DamageVerdict.IsLoss) ? Reason(header) : null;
        }
        catch (VipsException)
        {
            source.ThrowIfFaulted();
            cancellation.ThrowIfCancellationRequested();
            return Reason(header);
        }
        finally
        {
            messages.Close();
        }
    }
}

using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// The frames of an animation that decoders do not miss, and those that an output does not show: these are decoded here, so that
/// the verdict on the image is the same for every output. It costs their decoding, and only where an animation becomes a still
/// picture. Stateless, thread safe.
/// </summary>
internal static class FrameCheck
{
    /// <summary>What is wrong with frames although the output could be made; null where nothing is.</summary>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public static string? FindDamage(ImageInput input, ImageHeader header, ScaleRequest request, CancellationToken cancellation)
    {
        if (header.Parts is { EndsInsideFrame: true, Frames: > 1 })
            return "the file ends inside a frame";
        // Of a PNG libvips sees the first frame alone: PngJudge judges all of them.
        if (header.Pages == 1 || request.AllFrames || header.Format == ImageFormat.Png || !FormatTraits.Of(header.Format).HasAnimation)
            return null;
        var messages = new DecoderMessages();
        messages.Claim();
        using var source = VipsSource.Streaming(input, messages);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            using Image frames = Image.NewFromSource(source.Source, "fail_on=error,n=-1", access: Enums.Access.Sequential);
            VipsEngine.StopWhenAsked(frames, header, cancellation);
            _ = frames.Avg();
            return null;
        }
        catch (VipsException)
        {
            source.ThrowIfFaulted();
            cancellation.ThrowIfCancellationRequested();
            return DamageReason.Frame;
        }
        finally
        {
            messages.Close();
        }
    }
}

using ImageResize.Png;
using ImageResize.Png.Animation;
using ImageResize.Png.Scaling;

namespace ImageResize.Imaging.Engines.Judging;

/// <summary>What is wrong with a PNG image that another engine decodes, told as for our own outputs. Stateless, thread safe.</summary>
internal static class PngJudge
{
    /// <summary>What is decoded for a verdict is thrown away; it costs least where it is small.</summary>
    private static readonly TargetSize VerdictBox = TargetSize.Box(16, 16);

    /// <summary>The verdict; null for other formats and where our decoder does not take the image.</summary>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public static DecoderVerdict? Judge(ImageInput input, ImageHeader header, CancellationToken cancellation)
    {
        if (header.PngHeader is null || header.Embedded is not null)
            return null;
        input.ReadWhole();
        PixelSize size = ResizeGeometry.Plan(header.StoredSize, VerdictBox, ResizeMode.Fit, allowEnlarge: false);
        using var scaler = new PngScaler();
        try
        {
            PngHeader png = PngHeader.Read(input.Bytes);
            var options = new PngScaleOptions { Width = size.Width, Height = size.Height, OnDamage = PngDamagePolicy.Salvage };
            PngScaleResult result = scaler.Scale(input.Bytes, png, [new PixelOutput(options, png.Format, default, static _ => { })], cancellation);
            PngDamage? damage = result.Damage ?? FindFrameDamage(input.Bytes, header, cancellation);
            return new DecoderVerdict(damage?.ToString(), LacksEndAlone: false, damage is null ? [.. RemarksOf(result.Warnings)] : []);
        }
        catch (PngException e)
        {
            return new DecoderVerdict(e.Message, LacksEndAlone: false, []);
        }
    }

    /// <summary>
    /// What is wrong with frames that a still output does not show, so that the verdict is the same for every output; null where
    /// nothing is. It costs their decoding.
    /// </summary>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public static PngDamage? FindFrameDamage(ReadOnlySpan<byte> file, ImageHeader header, CancellationToken cancellation)
    {
        if (header.PngHeader is not { IsAnimated: true })
            return null;
        PngHeader png = PngHeader.Read(file);
        using var decoder = new AnimationDecoder();
        return AnimationReader.Read(file, png) is { } animation
            ? decoder.Decode(file, png, animation, PngDamagePolicy.Salvage, static _ => { }, cancellation).Damage
            : null;
    }

    /// <summary>The words for oddities that cost no pixel.</summary>
    public static IEnumerable<string> RemarksOf(PngWarnings warnings)
    {
        if (warnings.HasFlag(PngWarnings.ExtraData))
            yield return "There are more image data than rows; no pixel is lost.";
        if (warnings.HasFlag(PngWarnings.EndMissing))
            yield return "The end of the file is missing; no pixel is lost.";
        if (warnings.HasFlag(PngWarnings.ChunksDropped))
            yield return "Broken chunks that are not the image were passed over.";
    }
}

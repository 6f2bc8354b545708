using ImageResize.Jpeg;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Scaling;

namespace ImageResize.Imaging.Engines.Judging;

/// <summary>
/// What is wrong with a JPEG image that another engine decodes, told as for our own outputs: the verdict on an image is one.
/// Stateless, thread safe.
/// </summary>
internal static class JpegJudge
{
    /// <summary>
    /// The verdict. CMYK is told, too, although another engine scales it. Null for other formats and for the rare kinds that our
    /// decoder does not know.
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

    /// <summary>The words for oddities that cost no pixel.</summary>
    public static IEnumerable<string> RemarksOf(JpegWarnings warnings)
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
}

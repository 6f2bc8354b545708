using ImageResize.Imaging.Engines.Judging;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>The judgement of one image, made once for all of its outputs and only as far as it is needed. Belongs to one worker.</summary>
internal sealed class ImageJudgement(ImageInput input, ImageHeader header, CancellationToken cancellation)
{
    private readonly Lazy<DecoderVerdict?> _verdict = new(() => JpegJudge.Judge(input, header, cancellation) ?? PngJudge.Judge(input, header, cancellation));
    private string? _frameDamage;
    private bool _areFramesChecked;

    /// <summary>
    /// That of our own decoder before libvips sees the image, where libvips' decoder lets damage pass without a word: libjpeg does
    /// so with coefficients that leave their block. It costs a tenth of what a JPEG costs. Of an animated PNG it does not know the
    /// frames. Null for other formats.
    /// </summary>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public DecoderVerdict? Beforehand => header.Format == ImageFormat.Jpeg || header.PngHeader is { IsAnimated: true } ? _verdict.Value : null;

    /// <summary>That of our own decoder; null for formats and kinds that it does not know.</summary>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public DecoderVerdict? Verdict => _verdict.Value;

    /// <summary>What is wrong with frames that a still output does not show.</summary>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public string? FindFrameDamage(ScaleRequest request)
    {
        if (!_areFramesChecked || request.AllFrames)
        {
            _frameDamage = FrameCheck.FindDamage(input, header, request, cancellation);
            _areFramesChecked = !request.AllFrames;
        }

        return _frameDamage;
    }
}

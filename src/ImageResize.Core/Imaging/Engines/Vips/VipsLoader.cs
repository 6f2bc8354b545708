using System.Globalization;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// From a source to the pixels of the output: decoded at the smallest sufficient scale, cut, scaled, in colours that the
/// output can say, upright, flattened where it has no alpha. The steps run in this order because the small picture is cheaper
/// to convert and to turn; cutting and scaling happen in the stored orientation. A still picture that need not be turned is
/// lazy: its pixels flow when they are asked for. Frames of an animation are done one by one, or their edges would run into
/// each other.
/// </summary>
internal static class VipsLoader
{
    /// <summary>Opens, cuts, scales and converts.</summary>
    /// <exception cref="ImageResizeException">Nothing says how bright the samples are.</exception>
    public static Image Open(VipsSource source, ImageHeader header, ScaleRequest request, CancellationToken cancellation)
    {
        header = header.Turned(request.Edits);
        var step = new FrameStep(header, request, cancellation);
        return Apply(Load(source, header, request, step.Shrink), header, request, step);
    }

    /// <summary>The same of what <see cref="Decode"/> gave. Takes over <paramref name="decoded"/>.</summary>
    /// <exception cref="ImageResizeException">Nothing says how bright the samples are.</exception>
    public static Image OpenDecoded(Image decoded, ImageHeader header, ScaleRequest request, CancellationToken cancellation)
    {
        header = header.Turned(request.Edits);
        return Apply(decoded, header, request, new FrameStep(header, request, cancellation));
    }

    /// <summary>The image as it is stored, or made smaller by its decoder where it can without harm.</summary>
    public static Image DecodeToScale(VipsSource source, ImageHeader header, ScaleRequest request, CancellationToken cancellation) =>
        Load(source, header, request, new FrameStep(header.Turned(request.Edits), request, cancellation).Shrink);

    /// <summary>Cuts, scales and converts pixels that were decoded elsewhere.</summary>
    /// <exception cref="ImageResizeException">Nothing says how bright the samples are.</exception>
    public static Image Open(Image pixels, ImageHeader header, ScaleRequest request, CancellationToken cancellation) =>
        new FrameStep(header.Turned(request.Edits), request, cancellation).Apply(pixels.Copy());

    /// <summary>The frames that a request wants as they are stored.</summary>
    public static Image Decode(VipsSource source, ImageHeader header, ScaleRequest request) => Load(source, header, request, shrink: 1);

    /// <summary>Frames of an animation as they are stored, below each other.</summary>
    /// <param name="source">The file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="request">Says what becomes of damage.</param>
    /// <param name="first">The first, from 0.</param>
    /// <param name="count">How many.</param>
    public static Image DecodeFrames(VipsSource source, ImageHeader header, ScaleRequest request, int first, int count) =>
        Image.NewFromSource(source.Source, string.Create(CultureInfo.InvariantCulture, $"{FailOption(header, request.OnDamage)},page={first},n={count}"), access: Enums.Access.Sequential);

    /// <summary>
    /// The decoded image, made smaller by the decoder where it can without harm: JPEG by 2, 4 or 8 with a factor of two left
    /// to the better filter (as libvips' thumbnail), WebP likewise; of what is cut less far, so that its edges are within a quarter
    /// of a pixel. WebP with alpha not: its colours would run under what is
    /// transparent.
    /// </summary>
    private static Image Load(VipsSource source, ImageHeader header, ScaleRequest request, double shrink)
    {
        // A decoder averages samples as they are coded.
        if (request.Edits.LinearLight)
            shrink = 1;
        string options = FailOption(header, request.OnDamage);
        if (request.AllFrames)
            options += ",n=-1";
        else if (request.Frame is { } frame)
            options += $",page={frame}";
        else if (header.Parts is { MainDirectory: > 0 and var page })
            options += $",page={page}";
        else if (header.Format == ImageFormat.Jpeg)
            options += $",shrink={JpegShrink(request.Crop is null ? shrink : shrink / 2)}";
        else if (header is { Format: ImageFormat.WebP, HasAlpha: false, Pages: 1 } && WebPScale(shrink, request) is < 1 and var scale)
            options += string.Create(CultureInfo.InvariantCulture, $",scale={scale:F6}");

        // A page is begun before the last rows of the one above are let go, which a TIFF that streams does not allow.
        bool rewinds = request.AllFrames && header.Format == ImageFormat.Tiff;
        return Image.NewFromSource(source.Source, options, access: rewinds ? Enums.Access.Random : Enums.Access.Sequential);
    }

    /// <summary>
    /// What libvips fails at. Of a TIFF in tiles it passes over those that cannot be read unless it is to fail at warnings; libtiff's
    /// own warnings, of oddities, do not count there. Tiles that are left out, in sparse files, are among what it would fail at.
    /// </summary>
    public static string FailOption(ImageHeader header, DamagePolicy policy) =>
        policy == DamagePolicy.Salvage ? "fail_on=none" : header is { Format: ImageFormat.Tiff, Parts.IsInWholeTiles: true } ? "fail_on=warning" : "fail_on=error";

    private static int JpegShrink(double shrink) => shrink switch
    {
        >= 16 => 8,
        >= 8 => 4,
        >= 4 => 2,
        _ => 1,
    };

    /// <summary>All the way, as thumbnail does; where a part is cut out to four times its size, so that its edges are within a quarter of a pixel.</summary>
    private static double WebPScale(double shrink, ScaleRequest request) => (request.Crop is null ? 1 : 4) / shrink;

    private static Image Apply(Image image, ImageHeader header, ScaleRequest request, FrameStep step)
    {
        int frames = request.AllFrames ? Math.Max(1, image.Height / header.StoredSize.Height) : 1;
        return frames == 1 ? step.Apply(image) : EachFrame(image, frames, header, request, step);
    }

    private static Image EachFrame(Image roll, int frames, ImageHeader header, ScaleRequest request, FrameStep step)
    {
        using (roll)
        {
            int height = roll.Height / frames;
            using FrameScaler? scaler = FrameScaler.CanScale(roll, header, request) ? new FrameScaler(roll, frames, header, request) : null;
            var done = new List<Image>(frames);
            try
            {
                for (int i = 0; i < frames; i++)
                {
                    step.Cancellation.ThrowIfCancellationRequested();
                    using Image frame = scaler is null ? step.Apply(roll.ExtractArea(0, i * height, roll.Width, height)) : step.Finish(scaler.Scale(i));
                    done.Add(frame.CopyMemory());
                }

                using Image joined = VipsFrames.Join(done);
                return scaler is null ? joined.Copy() : VipsFrames.WithTimesOf(joined, roll);
            }
            finally
            {
                done.ForEach(frame => frame.Dispose());
            }
        }
    }
}

using ImageResize.Pixels;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// Settles what of an output's layout only the pixels tell: the edges of one colour that trimming cuts off, and the part of the
/// picture that counts most. An animation keeps still: what all its frames have at their edges is trimmed, and the first tells what
/// counts. Stateless.
/// </summary>
internal static class PictureLook
{
    /// <summary>The box in pixels that a picture is looked at in; the part that counts is known to one of them.</summary>
    private static readonly TargetSize LookBox = TargetSize.Box(512, 512);

    /// <summary>The request with its layout settled.</summary>
    /// <param name="header">The header of the image.</param>
    /// <param name="request">What is wanted, with something open.</param>
    /// <param name="load">Decodes the first frame, or all as the request wants, at the size of a request.</param>
    /// <param name="decode">Decodes the same frames as they are stored.</param>
    /// <exception cref="ImageResizeException">The output would be larger than what was reckoned with.</exception>
    public static ScaleRequest Settle(ImageHeader header, ScaleRequest request, Func<ScaleRequest, Image> load, Func<Image> decode)
    {
        if (request.Open is not { } geometry)
            return request;
        ImageHeader turned = header.Turned(request.Edits);
        PixelRegion? trimmed = null;
        if (request.Edits.TrimTolerance is { } tolerance)
        {
            using Image stored = VipsSamples.ToBytes(VipsSamples.ToIntegers(decode(), turned), turned).Then(image => image.CopyMemory());
            trimmed = TrimmedOf(stored, turned, tolerance);
        }

        if (geometry.NeedsLook)
        {
            var layout = PictureLayout.Of(turned.Size, new PictureGeometry(LookBox, ResizeMode.Fit, default, AllowEnlarge: false), Turns(request.Edits), trimmed);
            using Image seen = load(Plain(request).With(layout)).Then(image => image.CopyMemory());
            geometry = geometry with { Position = PointOf(seen, geometry, trimmed is { } part ? new PixelSize(part.Width, part.Height) : turned.Size, request.Edits) };
        }

        ScaleRequest settled = request.With(PictureLayout.Of(turned.Size, geometry, request.Edits, trimmed));
        PixelSize most = request.LargestSize(header);
        return settled.Size.Area <= most.Area && settled.Size.LongSide <= FormatTraits.Of(request.Format).MaxSide
            ? settled
            : throw new ImageResizeException(ImageErrorId.TooLarge, $"What is left after trimming would become {settled.Size} pixels. Choose a smaller -Size, or leave -AllowEnlarge or -AutoTrim out.");
    }

    private static PictureEdits Turns(PictureEdits edits) => new() { Rotation = edits.Rotation, Flip = edits.Flip, Background = edits.Background };

    private static ScaleRequest Plain(ScaleRequest request) => request with { Edits = Turns(request.Edits), AllFrames = false };

    /// <summary>What is left between edges of the colour of the upper left pixel; null for all, which it also is where there is nothing else.</summary>
    private static PixelRegion? TrimmedOf(Image stored, ImageHeader header, double tolerance)
    {
        var orientation = new Orientation(header.Orientation);
        int width = header.StoredSize.Width, height = header.StoredSize.Height;
        PixelRegion corner = orientation.ToStored(new PixelRegion(0, 0, 1, 1), width, height);
        int left = width, top = height, right = 0, bottom = 0;
        for (int y = 0; y + height <= stored.Height; y += height)
        {
            // What cannot be seen differs from nothing: alpha counts as a channel, and colours as far as they show.
            using Image frame = stored.ExtractArea(0, y, width, height)
                .Then(image => VipsSamples.HasAlpha(image, header) ? image.Premultiply(maxAlpha: 255).Then(shown => shown.Linear([1], [0.5])).Then(shown => shown.Cast(Enums.BandFormat.Uchar)) : image.Copy())
                .Then(image => image.Copy(interpretation: Enums.Interpretation.Multiband));
            object[] found = frame.FindTrim(threshold: tolerance, background: frame.Getpoint(corner.X, corner.Y), lineArt: true);
            (int x, int down, int across, int high) = ((int)found[0], (int)found[1], (int)found[2], (int)found[3]);
            if (across == 0 || high == 0)
                continue;
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, down), Math.Max(right, x + across), Math.Max(bottom, down + high));
        }

        if (right <= left || bottom <= top || (right - left == width && bottom - top == height))
            return null;
        return orientation.ToUpright(new PixelRegion(left, top, right - left, bottom - top), width, height);
    }

    /// <summary>The middle of the part that libvips takes for the most important.</summary>
    private static PicturePosition PointOf(Image seen, PictureGeometry geometry, PixelSize part, PictureEdits edits)
    {
        PixelSize whole = PictureLayout.Around(part, edits.Angle);
        PixelSize picture = ResizeGeometry.Plan(whole, geometry.Target, ResizeMode.Fill, geometry.AllowEnlarge);
        if (ResizeGeometry.Crop(whole, picture, default) is not { } crop)
            return PicturePosition.Center;
        int width = Math.Clamp((int)Math.Round((double)crop.Width * seen.Width / whole.Width), 1, seen.Width);
        int height = Math.Clamp((int)Math.Round((double)crop.Height * seen.Height / whole.Height), 1, seen.Height);
        Enums.Interesting rule = geometry.Position.Rule == PositionRule.Attention ? Enums.Interesting.Attention : Enums.Interesting.Entropy;
        using Image kept = seen.Smartcrop(width, height, interesting: rule);

        // A cut-out image notes where it was as the negative offset of its origin.
        return PicturePosition.At(Math.Clamp((width / 2.0 - kept.Xoffset) / seen.Width, 0, 1), Math.Clamp((height / 2.0 - kept.Yoffset) / seen.Height, 0, 1));
    }
}

using ImageResize.Pixels;

namespace ImageResize.Imaging;

/// <summary>What is asked of an output's size, from which with a picture's own size its layout follows.</summary>
/// <param name="Target">The size asked for, in pixels; null keeps the picture's.</param>
/// <param name="Mode">How the picture meets that size.</param>
/// <param name="Position">Which part of it is kept, and where it stands in padding.</param>
/// <param name="AllowEnlarge">Whether it may become larger than it is.</param>
internal sealed record PictureGeometry(TargetSize? Target, ResizeMode Mode, PicturePosition Position, bool AllowEnlarge)
{
    /// <summary>Whether there is a box that is filled or padded: with one side alone there is none.</summary>
    public bool HasBox => Target is { Width: > 0, Height: > 0, Edge: SizeEdge.None };

    /// <summary>Whether the pixels tell which part is kept.</summary>
    public bool NeedsLook => Mode == ResizeMode.Fill && HasBox && Position.Rule != PositionRule.Point;
}

/// <summary>Where everything of an output is: a pure function of the picture's size and of what is asked for.</summary>
/// <param name="Size">The output in pixels, all included.</param>
internal sealed record PictureLayout(PixelSize Size)
{
    /// <summary>The part of the upright and turned picture that is shown, before what <see cref="TurnedCrop"/> takes; null for all of it.</summary>
    public SourceRegion? Crop { get; private init; }

    /// <summary>The part that is shown of the rectangle around the picture turned by <see cref="PictureEdits.Angle"/>, in pixels of the source; null for all of it.</summary>
    public SourceRegion? TurnedCrop { get; private init; }

    /// <summary>Where the scaled picture lies within padding, the border left out; null where there is none.</summary>
    public PixelRegion? Placed { get; private init; }

    /// <summary>What the user may wonder about; null where nothing is odd.</summary>
    public string? Remark { get; private init; }

    /// <summary>The layout of a picture.</summary>
    /// <param name="seen">Its size upright and turned by quarters.</param>
    /// <param name="geometry">What is asked of the size.</param>
    /// <param name="edits">What is done besides.</param>
    /// <param name="trimmed">What is left of it after trimming; null for all.</param>
    public static PictureLayout Of(PixelSize seen, PictureGeometry geometry, PictureEdits edits, PixelRegion? trimmed = null)
    {
        PixelSize part = trimmed is { } kept ? new PixelSize(kept.Width, kept.Height) : seen;
        PixelSize shown = Around(part, edits.Angle);
        PixelSize picture = ResizeGeometry.Plan(shown, geometry.Target, geometry.Mode, geometry.AllowEnlarge);
        SourceRegion? crop = geometry.Mode == ResizeMode.Fill && geometry.HasBox ? ResizeGeometry.Crop(shown, picture, geometry.Position) : null;
        PixelRegion? placed = geometry.Mode == ResizeMode.Pad && geometry.HasBox && !Fills(picture, geometry.Target!.Value) ? Place(picture, geometry) : null;
        PixelSize canvas = placed is null ? picture : new PixelSize(geometry.Target!.Value.Width, geometry.Target.Value.Height);
        return new PictureLayout(new PixelSize(canvas.Width + 2 * edits.Border, canvas.Height + 2 * edits.Border))
        {
            Crop = edits.Angle == 0 && crop is { } cut ? cut with { X = cut.X + (trimmed?.X ?? 0), Y = cut.Y + (trimmed?.Y ?? 0) } : trimmed is { } left ? left : null,
            TurnedCrop = edits.Angle != 0 ? crop : null,
            Placed = placed,
            Remark = RemarkOn(picture, geometry),
        };
    }

    /// <summary>The smallest upright rectangle around a turned one.</summary>
    public static PixelSize Around(PixelSize size, double degrees)
    {
        if (degrees == 0)
            return size;
        double radians = degrees * Math.PI / 180, cos = Math.Abs(Math.Cos(radians)), sin = Math.Abs(Math.Sin(radians));
        return new PixelSize((int)Math.Round(size.Width * cos + size.Height * sin), (int)Math.Round(size.Width * sin + size.Height * cos));
    }

    /// <summary>Whether a picture leaves nothing of a box to be padded.</summary>
    private static bool Fills(PixelSize picture, TargetSize box) => picture.Width == box.Width && picture.Height == box.Height;

    private static PixelRegion Place(PixelSize picture, PictureGeometry geometry)
    {
        TargetSize box = geometry.Target!.Value;
        return new PixelRegion(
            (int)Math.Round(geometry.Position.Across * (box.Width - picture.Width)), (int)Math.Round(geometry.Position.Down * (box.Height - picture.Height)), picture.Width, picture.Height);
    }

    private static string? RemarkOn(PixelSize picture, PictureGeometry geometry) =>
        geometry is { Mode: ResizeMode.Fill, HasBox: true } && (picture.Width < geometry.Target!.Value.Width || picture.Height < geometry.Target.Value.Height)
            ? $"The image is smaller than the box {geometry.Target}: it was cut to the box's shape and not enlarged. Use -AllowEnlarge to have the box."
            : null;
}

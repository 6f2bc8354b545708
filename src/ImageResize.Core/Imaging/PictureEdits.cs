using ImageResize.Pixels;

namespace ImageResize.Imaging;

/// <summary>
/// What is done to the pixels of a picture besides bringing them to a size, in this order: trim, turn, crop and resize, grey,
/// sharpen or blur, padding and border, watermark. Immutable and plain, so that it can be handed to another process.
/// </summary>
internal sealed record PictureEdits
{
    /// <summary>Nothing.</summary>
    public static PictureEdits None { get; } = new();

    /// <summary>
    /// How much a sample may differ from the upper left pixel, 0 to 255, and its pixel still count as an edge of one colour, which
    /// is cut off; null where nothing is trimmed.
    /// </summary>
    public double? TrimTolerance { get; init; }

    /// <summary>Degrees clockwise, 0 up to but not including 360; what a part of a quarter turn uncovers gets the <see cref="Background"/>.</summary>
    public double Rotation { get; init; }

    /// <summary>The direction in which the turned picture is mirrored.</summary>
    public FlipDirection Flip { get; init; }

    /// <summary>The colour of what a picture does not cover: padding, the corners of a turn, and what is under alpha where the output has none. Null for the default: see <see cref="BackgroundFor"/>.</summary>
    public PictureColor? Background { get; init; }

    /// <summary>Whether samples are averaged as light and not as they are coded.</summary>
    public bool LinearLight { get; init; }

    /// <summary>Whether the output is grey.</summary>
    public bool Grayscale { get; init; }

    /// <summary>How much edges are sharpened, 0 for not at all to 100.</summary>
    public double Sharpen { get; init; }

    /// <summary>The standard deviation of a Gaussian blur in pixels of the output; 0 for none.</summary>
    public double Blur { get; init; }

    /// <summary>The width of a border around the picture in pixels of the output; 0 for none.</summary>
    public int Border { get; init; }

    /// <summary>The colour of the border.</summary>
    public PictureColor BorderColor { get; init; } = PictureColor.White;

    /// <summary>What is laid over the output at last; null for nothing.</summary>
    public Watermark? Watermark { get; init; }

    /// <summary>Pixels per inch that the output tells; null leaves what the source tells.</summary>
    public double? Density { get; init; }

    /// <summary>Whether an image that has its size already stays as it is.</summary>
    public bool AreUntouched => this with { Background = null, LinearLight = false } == None;

    /// <summary>Whether the encoder gets the pixels that resizing, cutting and turning by quarters make.</summary>
    public bool AreOnlyTurns => this with { Density = null, Background = null, Rotation = 0, Flip = FlipDirection.None } == None && Angle == 0;

    /// <summary>
    /// The part of the turn that is no quarter, in degrees clockwise, from -45 to 45; it comes after <see cref="Turn"/>. A mirror
    /// before a turn reverses it.
    /// </summary>
    public double Angle
    {
        get
        {
            double rest = Rotation - 90 * Quarters;
            return Flip is FlipDirection.Horizontal or FlipDirection.Vertical ? -rest : rest;
        }
    }

    /// <summary>The turn by quarters and the mirror, as an orientation.</summary>
    public Orientation Turn
    {
        get
        {
            var turn = new Orientation((Quarters % 4) switch { 1 => 6, 2 => 3, 3 => 8, _ => 1 });
            return turn.Then(new Orientation(Flip switch { FlipDirection.Horizontal => 2, FlipDirection.Vertical => 4, FlipDirection.Both => 3, _ => 1 }));
        }
    }

    /// <summary>The colour under and around a picture in an output.</summary>
    /// <param name="format">The output's format.</param>
    /// <param name="hasAlpha">Whether the picture has alpha: then it is transparent by default, as it is inside; else white.</param>
    public PictureColor BackgroundFor(ImageFormat format, bool hasAlpha)
    {
        PictureColor color = Background ?? (hasAlpha ? PictureColor.Transparent : PictureColor.White);
        return FormatTraits.Of(format).HasAlpha ? color : color.OnWhite;
    }

    private int Quarters => (int)Math.Round(Rotation / 90);
}

/// <summary>The direction in which a picture is mirrored (the parameter <c>-Flip</c>).</summary>
public enum FlipDirection
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Left becomes right.</summary>
    Horizontal,

    /// <summary>Top becomes bottom.</summary>
    Vertical,

    /// <summary>Both, which is half a turn.</summary>
    Both,
}

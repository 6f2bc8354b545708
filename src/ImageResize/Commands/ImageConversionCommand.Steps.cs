using System.Management.Automation;
using ImageResize.Errors;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Parameters;
using ImageResize.Paths;

namespace ImageResize.Commands;

/// <summary>
/// The parameters of steps on the pixels besides resizing, which run in this order, however they are given: trim, turn, crop and
/// resize, grey, sharpen or blur, padding and border, watermark.
/// </summary>
public abstract partial class ImageConversionCommand
{
    /// <summary>Characters of a parameter's text that a message quotes.</summary>
    private const int LongestQuote = 60;

    private Watermark? _watermark;

    /// <summary>Cuts off edges of one colour, before anything else.</summary>
    [Parameter]
    public SwitchParameter AutoTrim { get; set; }

    /// <summary>How much a sample may differ from the upper left pixel's and still be cut off by -AutoTrim: 0 to 255.</summary>
    [Parameter]
    [ValidateRange(0.0, 255.0)]
    public double TrimTolerance { get; set; } = 10;

    /// <summary>Turns the picture by degrees clockwise; quarters lose nothing, other angles uncover corners.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AngleCompleter))]
    [ValidateRange(-360.0, 360.0)]
    public double Rotate { get; set; }

    /// <summary>Mirrors the picture, after it is turned.</summary>
    [Parameter]
    public FlipDirection Flip { get; set; }

    /// <summary>Makes the picture grey by its luminance.</summary>
    [Parameter]
    public SwitchParameter Grayscale { get; set; }

    /// <summary>Blurs the resized picture by a Gaussian of this standard deviation in pixels of the output.</summary>
    [Parameter]
    [ValidateRange(0.0, 500.0)]
    public double Blur { get; set; }

    /// <summary>A border around the output: its width in pixels, and behind a comma its colour.</summary>
    [Parameter]
    [PictureBorderTransformation]
    public PictureBorder Border { get; set; }

    /// <summary>A picture or a text over the output: a path, or a table with Path or Text and how it is laid.</summary>
    [Parameter]
    [WatermarkTransformation]
    [ValidateNotNull]
    public WatermarkOptions? Watermark { get; set; }

    /// <summary>Whether pixels or their density are to be changed in another way than by a size.</summary>
    private bool IsEditAsked => !Edits.AreUntouched || Watermark is not null;

    /// <summary>What is done to the pixels besides.</summary>
    private protected PictureEdits Edits => new()
    {
        TrimTolerance = AutoTrim ? TrimTolerance : null,
        Rotation = (Rotate % 360 + 360) % 360,
        Flip = Flip,
        Background = IsBound(nameof(Background)) ? Background : null,
        LinearLight = LinearLight,
        Grayscale = Grayscale,
        Sharpen = Sharpen,
        Blur = Blur,
        Border = Border.Width,
        BorderColor = Border.Width > 0 ? Border.Color : PictureColor.White,
        Watermark = _watermark,
        Density = IsBound(nameof(Density)) ? Density : null,
    };

    /// <summary>Ends the command where steps do not go together, and reads the watermark.</summary>
    protected void ResolveSteps()
    {
        if (Blur > 0 && Sharpen > 0)
            ThrowTerminatingError(ErrorRecords.WrongParameter("BlurConflict", "-Blur and -Sharpen undo each other. Leave one of them out."));
        if (IsBound(nameof(TrimTolerance)) && !AutoTrim)
            WriteWarning("-TrimTolerance says what -AutoTrim cuts off; without it nothing is trimmed.");
        if (Watermark is { } wanted)
            _watermark = ReadWatermark(wanted);
    }

    private Watermark ReadWatermark(WatermarkOptions wanted)
    {
        string what = wanted.Text is { } said ? $"the text '{Beginning(said)}'" : $"'{wanted.Path}'";
        try
        {
            Watermark read = wanted.Text is { } text
                ? WatermarkReader.Draw(text, wanted.Font, wanted.Color)
                : WatermarkReader.Read(FileSystemPath.OfParameter(SessionState, wanted.Path!, $"-Watermark {what}", "InvalidWatermark", ThrowTerminatingError));
            return read with
            {
                Position = wanted.Position,
                Opacity = wanted.Opacity ?? (wanted.Text is null ? 1 : 0.5),
                Margin = wanted.Margin,
                Scale = wanted.Scale,
                Tile = wanted.Tile,
            };
        }
        catch (ImageResizeException e)
        {
            // What is advised for an image of the run (-LiteralPath, -OnDamage) is no help with a picture that a parameter names.
            string why = e.ErrorId switch
            {
                ImageErrorId.NotFound => "There is no such file. Give the path of a picture, without wildcards.",
                ImageErrorId.Damaged => "The picture is damaged. Give one that is whole.",
                _ => e.Message,
            };
            ThrowTerminatingError(ErrorRecords.WrongParameter("InvalidWatermark", $"-Watermark {what} cannot be used: {why}", wanted.Path ?? wanted.Text));
            throw; // The line before never returns.
        }
    }

    /// <summary>As much of a text as a message may quote.</summary>
    private static string Beginning(string text) => text.Length <= LongestQuote ? text : text[..LongestQuote] + "…";
}

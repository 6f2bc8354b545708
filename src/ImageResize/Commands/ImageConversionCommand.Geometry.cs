using System.Management.Automation;
using ImageResize.Errors;
using ImageResize.Imaging;
using ImageResize.Parameters;

namespace ImageResize.Commands;

/// <summary>The parameters of sizes, of what is around a picture, and of how pixels become fewer.</summary>
public abstract partial class ImageConversionCommand
{
    /// <summary>The size: 800,600 (a box), 800 (a square box), '800x', 'x600', '1920 longest', '50%', '10cmx15cm'; several texts make several outputs.</summary>
    [Parameter(Position = 1)]
    [TargetSizeTransformation]
    [ArgumentCompleter(typeof(TargetSizeCompleter))]
    [ValidateNotNullOrEmpty]
    public TargetSize[] Size { get; set; } = [];

    /// <summary>How an image meets the size.</summary>
    [Parameter]
    public ResizeMode Mode { get; set; }

    /// <summary>Which part of an image is kept when it fills a box of another shape, and where it stands in padding.</summary>
    [Parameter]
    [PicturePositionTransformation]
    [ArgumentCompleter(typeof(PicturePositionCompleter))]
    public PicturePosition Position { get; set; }

    /// <summary>The colour of padding, and of what is under alpha where the output has none.</summary>
    [Parameter]
    [PictureColorTransformation]
    [ArgumentCompleter(typeof(PictureColorCompleter))]
    public PictureColor Background { get; set; } = PictureColor.White;

    /// <summary>Lets small images become larger.</summary>
    [Parameter]
    public SwitchParameter AllowEnlarge { get; set; }

    /// <summary>Makes an output of each size for each of these screens, which show so many pixels where a page has one.</summary>
    [Parameter]
    [ValidateRange(1.0, 10.0)]
    [ValidateNotNullOrEmpty]
    public double[] DevicePixelRatio { get; set; } = [];

    /// <summary>Pixels per inch that the outputs tell, and that make pixels of sizes in cm, mm and in.</summary>
    [Parameter]
    [ValidateRange(1.0, 65_535.0)]
    public double Density { get; set; }

    /// <summary>Averages light where pixels become fewer, not samples as they are coded.</summary>
    [Parameter]
    public SwitchParameter LinearLight { get; set; }

    /// <summary>How much edges are sharpened after resizing: 0 for not at all to 100.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    public double Sharpen { get; set; }

    /// <summary>How many outputs each image has.</summary>
    protected int OutputsPerImage => Math.Max(1, Size.Length) * Math.Max(1, DevicePixelRatio.Length) * Math.Max(1, Format.Length);

    /// <summary>Makes <see cref="Size"/> pixels and <see cref="DevicePixelRatio"/> a set, or ends the command.</summary>
    protected void ResolveSizes()
    {
        DevicePixelRatio = [.. DevicePixelRatio.Distinct()];
        if (DevicePixelRatio.Length > 0 && Size.Length == 0)
            ThrowTerminatingError(ErrorRecords.WrongParameter("DevicePixelRatioConflict", "-DevicePixelRatio multiplies -Size, and there is none. Give the size on a page, such as -Size 800x."));
        if (Array.Exists(Size, size => size.Unit != LengthUnit.Pixel) && !IsBound(nameof(Density)))
            ThrowTerminatingError(ErrorRecords.WrongParameter("SizeNeedsDensity", $"-Size {Array.Find(Size, size => size.Unit != LengthUnit.Pixel)} is a length on paper. Say how many pixels an inch shall have, such as -Density 300.", Size));
        try
        {
            Size = [.. Size.Select(size => size.InPixels(Density)).Distinct()];
            foreach (TargetSize size in Size)
                foreach (double ratio in DevicePixelRatio)
                    _ = size.Times(ratio);
        }
        catch (ArgumentOutOfRangeException e)
        {
            ThrowTerminatingError(ErrorRecords.WrongParameter("InvalidSize", $"-Size {e.Message.Split(" (Parameter", 2)[0]} Give another -Size, -Density or -DevicePixelRatio.", Size));
        }
    }

    /// <summary>Ends the command where what is asked for of the picture's place or background cannot be.</summary>
    private void CheckGeometry()
    {
        if (Mode == ResizeMode.Pad && Position.Rule != PositionRule.Point)
            ThrowTerminatingError(ErrorRecords.WrongParameter("PositionConflict", $"-Position {Position} finds the part of a picture that -Mode Fill keeps; padding keeps all of it. Give an edge, a corner or a point such as '0.5,0.2', or -Mode Fill.", Position));
        if (IsBound(nameof(Background)) && !Background.IsOpaque && Format.Length > 0 && Array.TrueForAll(Format, format => !FormatTraits.Of(format).HasAlpha))
            ThrowTerminatingError(ErrorRecords.WrongParameter("BackgroundConflict", $"-Background {Background} lets something shine through, and {FormatTraits.Of(Format[0]).Name} holds no transparency. Give an opaque colour, or -Format Png, WebP or Avif.", Background));
        if (IsBound(nameof(Position)) && Mode is not (ResizeMode.Fill or ResizeMode.Pad))
            WriteWarning("-Position says which part of an image is kept by -Mode Fill, or where it stands in the padding of -Mode Pad; with another mode nothing is cut off or padded.");
        if (Mode is ResizeMode.Pad or ResizeMode.Fill && Size.FirstOrDefault(size => size is { Percent: > 0 } or { Width: 0 } or { Height: 0 } or { Edge: not SizeEdge.None }) is var open && open != default)
            WriteWarning($"-Mode {Mode} needs a box with width and height; of '{open}' it makes what -Mode Fit does.");
        foreach (string parameter in (string[])[nameof(Mode), nameof(AllowEnlarge), nameof(LinearLight)])
            if (IsBound(parameter) && Size.Length == 0)
                WriteWarning($"-{parameter} says how an image meets -Size; without a size nothing is resized.");
    }
}

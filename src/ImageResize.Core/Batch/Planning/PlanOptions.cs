using ImageResize.Imaging;

namespace ImageResize.Batch.Planning;

/// <summary>Where outputs go and how they are called. Immutable.</summary>
internal sealed record PlanOptions
{
    /// <summary>The folder that outputs go to beside each source where no destination is given.</summary>
    public const string DefaultFolder = "resized";

    /// <summary>The full path of the folder for all outputs; null for <see cref="DefaultFolder"/> beside each source.</summary>
    public string? Destination { get; init; }

    /// <summary>The sizes asked for; empty keeps each image's size.</summary>
    public IReadOnlyList<TargetSize> Sizes { get; init; } = [];

    /// <summary>The pixels of screens for one of a page, each of which makes an output of every size; empty for those of the sizes themselves.</summary>
    public IReadOnlyList<double> PixelRatios { get; init; } = [];

    /// <summary>The formats asked for, each of which makes an output of each size; empty keeps each source's.</summary>
    public IReadOnlyList<ImageFormat> Formats { get; init; } = [];

    /// <summary>The outputs of an image: each size for each pixel ratio in each format, the formats of a size together. Null stands for the image's own.</summary>
    public IEnumerable<(TargetSize? Size, double PixelRatio, ImageFormat? Format)> Outputs =>
        from size in Sizes.Count == 0 ? [null] : Sizes.Select(size => (TargetSize?)size)
        from ratio in PixelRatios.Count == 0 ? [1] : PixelRatios
        from format in Formats.Count == 0 ? [null] : Formats.Select(format => (ImageFormat?)format)
        select (size, ratio, format);

    /// <summary>The pages or frames asked for, each of which makes all outputs; null for what a format holds of an image.</summary>
    public PageSelection? Pages { get; init; }

    /// <summary>How many outputs are made of each image, or of each page where pages are asked for.</summary>
    public int OutputCount => Math.Max(1, Sizes.Count) * Math.Max(1, PixelRatios.Count) * Math.Max(1, Formats.Count);

    /// <summary>How outputs are called; null for the names of their images.</summary>
    public NameTemplate? Name { get; init; }

    /// <summary>The name of an output, from its image and what it is to be; null without a script.</summary>
    public Func<SourceFile, OutputDetails, string>? NameScript { get; init; }

    /// <summary>What happens where an output is there already.</summary>
    public ExistingOutput IfExists { get; init; }

    /// <summary>Whether the user named <see cref="IfExists"/>; the default spares files that may be originals.</summary>
    public bool IfExistsIsExplicit { get; init; }

    /// <summary>Whether each output takes the place of its input.</summary>
    public bool InPlace { get; init; }

    /// <summary>Where the originals go that are replaced; null where none is kept.</summary>
    public BackupPlace? Backup { get; init; }

    /// <summary>Whether an input that changes comes again, as in a folder that is watched, and its outputs are made anew.</summary>
    public bool MayComeAgain { get; init; }

    /// <summary>Whether read-only files and symbolic links may be replaced.</summary>
    public bool Force { get; init; }
}

/// <summary>Where the originals go that <see cref="PlanOptions.InPlace"/> replaces: beside each, or into a folder.</summary>
/// <param name="Suffix">What is put behind the name of an original, such as ".bak"; null where there is a folder.</param>
/// <param name="Folder">The full path of a folder below which the tree of the inputs is kept; null where there is a suffix.</param>
internal sealed record BackupPlace(string? Suffix, string? Folder);

/// <summary>What happens where an output is there already (the parameter <c>-IfExists</c>).</summary>
public enum ExistingOutput
{
    /// <summary>An earlier output is replaced.</summary>
    Overwrite,

    /// <summary>The image is skipped.</summary>
    Skip,

    /// <summary>The image is skipped unless it is newer than the output.</summary>
    Update,

    /// <summary>The new output gets another name: "photo (1).jpg".</summary>
    Rename,

    /// <summary>The image fails.</summary>
    Fail,
}

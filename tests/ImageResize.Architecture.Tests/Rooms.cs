namespace ImageResize.Architecture.Tests;

/// <summary>A project, the projects below it, and its folders.</summary>
/// <param name="Name">The assembly's name.</param>
/// <param name="Knows">The projects that it may use.</param>
/// <param name="Folders">Its folders from the bottom up: each may use those before it. Empty text is the project's root.</param>
internal sealed record Project(string Name, string[] Knows, string[] Folders)
{
    /// <summary>The namespace that its folders are in. Core and the module share the product's own.</summary>
    public string RootNamespace => Name is Rooms.Core or Rooms.Module ? Rooms.Module : Name;

    /// <summary>The project's row in docs/architecture.md.</summary>
    public override string ToString()
    {
        string knows = string.Join(", ", Knows.Select(name => name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]));
        string folders = string.Join(", ", Folders.Select(folder => folder.Length == 0 ? "(root)" : folder));
        return $"| `{Name}` | {(knows.Length == 0 ? "none" : knows)} | {(folders.Length == 0 ? "not looked into" : folders)} |";
    }

    /// <summary>How far up a namespace is; -1 where no such folder is known.</summary>
    public int LevelOf(string name) => Array.FindIndex(Folders, folder => name == (folder.Length == 0 ? RootNamespace : $"{RootNamespace}.{folder.Replace('/', '.')}"));
}

/// <summary>Which room may know which: the table that docs/architecture.md shows, and that the tests hold the code to.</summary>
internal static class Rooms
{
    /// <summary>The assembly of what the module does, without PowerShell.</summary>
    public const string Core = "ImageResize.Core";

    /// <summary>The assembly of the cmdlets.</summary>
    public const string Module = "ImageResize";

    private const string Pixels = "ImageResize.Pixels";
    private const string Metadata = "ImageResize.Metadata";
    private const string Jpeg = "ImageResize.Jpeg";
    private const string Png = "ImageResize.Png";
    private const string WebP = "ImageResize.WebP";
    private const string Bitmaps = "ImageResize.Bitmaps";
    private const string Raw = "ImageResize.Raw";
    private const string Tiff = "ImageResize.Tiff";
    private const string Report = "ImageResize.Report";
    private const string MoreFormats = "ImageResize.MoreFormats";

    /// <summary>The projects, from the bottom up. One without folders is not looked into.</summary>
    public static IReadOnlyList<Project> Projects { get; } =
    [
        new("ImageResize.Loader", [], [""]),
        new(Pixels, [], ["Memory", "Simd", "", "Resampling"]),
        new(Metadata, [], ["Sources", "Tiff", "Jpeg", "Location", "Iptc", "Xmp", "Color", "Exif", "", "Rewriting", "Containers"]),
        new(Jpeg, [Pixels, Metadata], ["", "Markers", "Dct", "Simd", "Entropy", "Encoding", "Scaling"]),
        new(Png, [Pixels], ["Chunks", "Inflating", "Deflating", "", "Decoding", "Encoding", "Animation", "Scaling"]),
        new(WebP, [Pixels], ["Container", "Transforms", "Entropy", "Headers", "Prediction", "Filtering", "Decoding", "Scaling"]),
        new(Bitmaps, [], ["", "Memory", "Bmp", "Tga", "Pnm", "Ico", "Gif"]),
        new(Raw, [Metadata], [""]),
        new(Tiff, [Pixels, Metadata], ["", "Compression", "Samples", "Decoding", "Encoding"]),
        new(Core, [Pixels, Metadata, Jpeg, Png, WebP, Bitmaps, Raw, Tiff],
        [
            "", "Files", "Processes",
            "Imaging", "Imaging/Engines/Judging", "Imaging/Engines/Vips", "Imaging/Engines/Isolated", "Imaging/Engines/Encoding", "Imaging/Engines/Jpeg", "Imaging/Engines/Png", "Imaging/Engines/Animations", "Imaging/Engines/Bitmaps", "Imaging/Engines/Embedded", "Imaging/Engines/Rewriting", "Imaging/Engines",
            "Batch/Monitoring", "Batch/Limits", "Batch/Adaptive", "Batch", "Batch/Planning", "Batch/Watching", "Batch/Journal", "Batch/Benchmark",
            "Records",
        ]),
        new(MoreFormats, [Pixels, Metadata, Core], ["Containers", "Messages", "Magick", "Engine", ""]),
        new(Report, [Metadata, Core], ["Html", "Content", "Charts", "Sections", ""]),
        new(Module, [Metadata, Core, Report], ["Views", "", "Errors", "Parameters", "Paths", "Display", "Commands"]),
    ];

    /// <summary>
    /// The public types of the assemblies that the module imports, that is of what users can name: parameter types, errors,
    /// cmdlets and what they put out. All else of them is internal.
    /// </summary>
    public static IReadOnlyDictionary<string, string[]> Surface { get; } = new Dictionary<string, string[]>
    {
        [Metadata] = ["Metadata.MetadataPolicy"],
        ["ImageResize.Loader"] = ["Loader.ModuleLoadContext"],
        [Core] =
        [
            "ImageErrorId", "ImageResizeException",
            "Imaging.ImageFormat", "Imaging.TargetSize", "Imaging.ResizeMode", "Imaging.PicturePosition", "Imaging.PositionRule", "Imaging.PictureColor", "Imaging.SizeEdge", "Imaging.LengthUnit", "Imaging.FlipDirection", "Imaging.ColorSpacePolicy", "Imaging.ChromaSubsampling", "Imaging.TiffCompression", "Imaging.DamagePolicy", "Imaging.LossPolicy", "Imaging.PageSelection", "Imaging.IsolationMode",
            "Batch.Limits.ThrottleLimit", "Batch.Planning.ExistingOutput", "Batch.Planning.Shard",
        ],
        [MoreFormats] = ["MoreFormats.ModuleStart"],
        [Report] = [],
        [Module] =
        [
            "Commands.ImagePathCommand", "Commands.ImageConversionCommand",
            "Commands.InvokeImageResizeCommand", "Commands.WatchImageFolderCommand", "Commands.MeasureImageResizeCommand", "Commands.GetImageInfoCommand", "Commands.MergeImageResizeSummaryCommand", "Commands.ExportImageResizeReportCommand",
            "ImageInfo", "ImagePartInfo", "ValueList`1", "NamedCounts", "ErrorCounts", "FormatCounts", "ImageResizeResult", "ImageResizeTimings", "ImageResizeSummary", "ImageResizeMeasurement",
            "Parameters.TargetSizeTransformationAttribute", "Parameters.TargetSizeCompleter", "Parameters.PicturePositionTransformationAttribute", "Parameters.PicturePositionCompleter", "Parameters.PictureColorTransformationAttribute", "Parameters.PictureColorCompleter", "Parameters.WatermarkOptions", "Parameters.WatermarkTransformationAttribute", "Parameters.PictureBorder", "Parameters.PictureBorderTransformationAttribute", "Parameters.AngleCompleter", "Parameters.PageSelectionTransformationAttribute", "Parameters.PageSelectionCompleter", "Parameters.ImageFormatTransformationAttribute",
            "Parameters.ChromaSubsamplingTransformationAttribute", "Parameters.ChromaSubsamplingCompleter", "Parameters.OutputName", "Parameters.OutputNameTransformationAttribute", "Parameters.OutputNameCompleter", "Parameters.OutputNameDetails",
            "Parameters.ShardTransformationAttribute", "Parameters.ShardCompleter", "Parameters.ThrottleLimitTransformationAttribute", "Parameters.WorkerCountTransformationAttribute", "Parameters.ThrottleLimitCompleter",
            "Views.ViewText", "Display.HiddenProperties", "ModuleStart", "SamplePhoto",
        ],
    };

    /// <summary>The project of a room; null where the table has none.</summary>
    public static Project? ProjectOf(Room room) => Projects.FirstOrDefault(project => project.Name == room.Project);

    /// <summary>Whether the table lets a room know another.</summary>
    public static bool Allows(Room from, Room to)
    {
        if (ProjectOf(from) is not { } project)
            return false;
        if (from.Project != to.Project)
            return project.Knows.Contains(to.Project);
        return project.Folders.Length == 0 || project.LevelOf(to.Namespace) < project.LevelOf(from.Namespace);
    }
}

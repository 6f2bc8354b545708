using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Processes;

namespace ImageResize.Batch.Planning;

/// <summary>
/// Decides, before any work, what becomes of an input: which outputs are to be made, which are skipped, which are
/// refused. Looks at names and at what is on disk; into an image only where its name is to tell of it. Belongs to the owner's thread.
/// </summary>
/// <param name="options">Where outputs go and how they are called.</param>
/// <param name="conversion">What is wanted of every image.</param>
/// <param name="children">The processes in which libvips works; null for this one.</param>
/// <param name="cancellation">Asks to end.</param>
internal sealed class OutputPlanner(PlanOptions options, ConvertOptions? conversion = null, ChildProcessPool? children = null, CancellationToken cancellation = default) : IDisposable
{
    private const int MaxNumber = 9_999;

    /// <summary>Frames build on each other, so that decoding them one by one takes the square of their number; their outputs are in memory until they are written.</summary>
    private const int FramesTogether = 32;

    private readonly OutputClaims _claims = new(options.MayComeAgain);
    private readonly OutputNamer _namer = new(options, conversion ?? new ConvertOptions(), children, cancellation);

    /// <summary>Plans one input; the outputs to make, and the outcomes of those that are settled already.</summary>
    public SourcePlan Plan(SourceFile source)
    {
        if (!options.InPlace && _claims.IsOutput(source.Path))
            return SourcePlan.Nothing; // A lazy listing of a folder comes upon what was written meanwhile.
        if (!_claims.AddSource(source.Path))
            return SourcePlan.OfOutcome(ImageOutcome.Skip(source.Path, null, "The file was given twice; it is done once."));

        if (options.InPlace)
            return InPlace(source);
        var outputs = new List<PlannedOutput>();
        var settled = new List<ImageOutcome>();
        using SourceNames names = _namer.Begin(source);
        (IReadOnlyList<int?> pages, int pagesTogether) = PagesOf(source, names, settled);
        foreach ((int? page, (TargetSize? size, double ratio, ImageFormat? format)) in pages.SelectMany(_ => options.Outputs, (page, output) => (page, output)))
        {
            if (NameOf(source, names, (size, ratio), format, page, out string path) is { } unnamed)
                settled.Add(unnamed with { Page = page, IsFaultTold = settled.Exists(other => other.Fault is { } told && told.Message == unnamed.Fault?.Message) });
            else if (Refuse(source.Path, ref path, out bool replaces) is { } outcome)
                settled.Add(outcome with { Page = page });
            else
                outputs.Add(new PlannedOutput(path, size?.Times(ratio), replaces) { Format = format, Page = page });
        }

        return new SourcePlan(outputs, settled) { PagesTogether = pagesTogether };
    }

    /// <inheritdoc/>
    public void Dispose() => _namer.Dispose();

    /// <summary>
    /// The pages that outputs are made of, and how many of them are worked on together. Where that may be several, the file is asked
    /// which it has; what it has not is settled.
    /// </summary>
    private (IReadOnlyList<int?> Pages, int Together) PagesOf(SourceFile source, SourceNames names, List<ImageOutcome> settled)
    {
        if (options.Pages is not { } asked)
            return ([null], 1);
        if (!asked.MayBeSeveral)
            return ([asked.Numbers[0]], 1);
        try
        {
            ImageHeader header = names.Header;
            if (asked.WhyMissing(header.PagesInFile) is { } fault)
                settled.Add(ImageOutcome.Failure(source.Path, null, fault));
            if (asked.IsAll && header.Parts is { HasMorePages: true })
                settled.Add(ImageOutcome.Failure(source.Path, null, new Fault(ImageErrorId.TooLarge, $"The document has more than {header.PagesInFile:N0} pages, of which only these are read. Split it first, with a tool for TIFF such as tiffsplit, to have the others.")));
            return ([.. asked.Of(header.PagesInFile)], FormatTraits.Of(header.Format).HasAnimation ? FramesTogether : 1);
        }
        catch (ImageResizeException e)
        {
            settled.Add(ImageOutcome.Failure(source.Path, null, e.Fault));
            return ([], 1);
        }
    }

    /// <summary>The outcome of an output that gets no name, or null.</summary>
    private static ImageOutcome? NameOf(SourceFile source, SourceNames names, (TargetSize? Asked, double PixelRatio) size, ImageFormat? format, int? page, out string path)
    {
        path = string.Empty;
        try
        {
            path = names.PathOf(size.Asked, size.PixelRatio, format, page, out bool hasTwin);
            return hasTwin ? ImageOutcome.Skip(source.Path, path, "The output is the same as that of another size of the image, which has this name.") : null;
        }
        catch (ImageResizeException e)
        {
            return ImageOutcome.Failure(source.Path, null, e.Fault);
        }
    }

    /// <summary>
    /// Whether an output may replace a file that was not there when it was planned. By default it may not: that is no
    /// earlier output, but one of another run at this moment, or of this run under a name that the file system takes
    /// for the same ("A.jpg" and "a.jpg").
    /// </summary>
    private bool MayReplaceWhatComes => options.IfExistsIsExplicit && options.IfExists is ExistingOutput.Overwrite or ExistingOutput.Update;

    /// <summary>The file itself is replaced, also where a symbolic link led to it: the link stays a link.</summary>
    private SourcePlan InPlace(SourceFile file)
    {
        string source = file.Path;
        string path;
        try
        {
            path = TrustedPath.Resolve(source);
        }
        catch (ForeignLinkException e)
        {
            return SourcePlan.OfOutcome(ImageOutcome.Failure(source, source, new Fault(ImageErrorId.AccessDenied, $"{e.Message} Name the image itself to replace it.") { Cause = e }));
        }
        catch (IOException)
        {
            // Reading it will tell.
            path = source;
        }

        if (!_claims.TryClaim(path, source, out _))
            return SourcePlan.OfOutcome(ImageOutcome.Skip(source, path, "The file was reached twice, by way of a symbolic link; it is done once."));
        if (!options.Force && new FileInfo(path).IsReadOnly)
            return SourcePlan.OfOutcome(ImageOutcome.Failure(source, path, new Fault(ImageErrorId.AccessDenied, "The image is read-only. Use -Force to replace it.")));
        string? backup = options.Backup is { } place ? OutputNaming.BackupOf(file, path, place) : null;
        if (backup is not null && WhyNoBackup(path, backup) is { } fault)
            return SourcePlan.OfOutcome(ImageOutcome.Failure(source, path, fault));
        return new SourcePlan([new PlannedOutput(path, options.Sizes.Count > 0 ? options.Sizes[0] : null, Overwrite: true) { InPlace = true, BackupPath = backup }], []);
    }

    /// <summary>A backup replaces nothing: what is there may be the only original. One that a stopped run has made of the same file will do.</summary>
    private Fault? WhyNoBackup(string path, string backup)
    {
        if (!_claims.TryClaim(backup, path, out _) || _claims.IsSource(backup))
            return new Fault(ImageErrorId.OutputCollision, $"The backup '{backup}' would take the place of another file of this run. Choose another -Backup.");
        bool isFree = !Path.Exists(backup) || OutputWriter.IsBackup(backup, new FileInfo(path) is { Exists: true } image ? (image.Length, image.LastWriteTimeUtc) : default);
        return isFree ? null : new Fault(ImageErrorId.OutputExists, $"The backup '{backup}' is there already, of another state of the image, so the image was left as it is. Move the backup away, or choose another -Backup.");
    }

    /// <summary>The outcome of an output that is not to be made, or null; may choose another name.</summary>
    private ImageOutcome? Refuse(string source, ref string path, out bool replaces)
    {
        replaces = false;
        if (_claims.IsSource(path))
            return Collision(source, path, $"The output '{path}' would replace an input of this run. Choose another -Destination.");

        var present = new FileInfo(path);
        bool exists = present.Exists || present.LinkTarget is not null;
        if (Directory.Exists(path))
            return ImageOutcome.Failure(source, path, new Fault(ImageErrorId.OutputExists, $"A folder of the name of the output '{path}' is there. Rename it, or choose another -Destination."));
        if (exists && options.IfExists == ExistingOutput.Rename)
        {
            path = FreeName(path);
            exists = false;
        }

        if (exists && present.LinkTarget is null && UnixFile.IsSame(source, path))
            return Collision(source, path, $"The output '{path}' is its input under another name. Choose another -Destination.");
        if (!_claims.TryClaim(path, source, out bool hasTwin))
        {
            if (options.IfExists != ExistingOutput.Rename)
                return Collision(source, path, $"The output '{path}' belongs to another input of this run, or to another size or page of this image. Use -IfExists Rename, -Path with a folder and -Recurse, which keeps the tree, or a -Name that tells them apart.");
            path = FreeName(path);
            _claims.TryClaim(path, source, out hasTwin);
        }

        // On a disk that does not heed case, the twin's output is there under the twin's name.
        if (hasTwin && exists && !IsListed(path))
            return Collision(source, path, $"The output '{path}' and that of another input differ in case only, which this disk does not heed. Use -IfExists Rename, or rename one of the images.");
        replaces = exists || (MayReplaceWhatComes && !hasTwin);
        return exists ? OnExisting(source, path, present) : null;
    }

    private ImageOutcome? OnExisting(string source, string path, FileInfo present)
    {
        switch (options.IfExists)
        {
            case ExistingOutput.Skip:
                return ImageOutcome.Skip(source, path, "The output is there already.");
            case ExistingOutput.Update when present.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(source):
                return ImageOutcome.Skip(source, path, "The output is newer than the image.");
            case ExistingOutput.Fail:
                return ImageOutcome.Failure(source, path, new Fault(ImageErrorId.OutputExists, $"The output '{path}' is there already. Use -IfExists Overwrite, Skip, Update or Rename."));
        }

        if (UnixFile.IsSpecial(path))
            return ImageOutcome.Failure(source, path, new Fault(ImageErrorId.OutputExists, $"A pipe, a socket or a device of the name of the output '{path}' is there. Choose another -Destination."));
        if (!options.Force && present.LinkTarget is not null)
            return ImageOutcome.Failure(source, path, new Fault(ImageErrorId.OutputExists, $"The output '{path}' is a symbolic link, which would be replaced by a file. Use -Force, or remove it."));
        if (!options.Force && present.IsReadOnly)
            return ImageOutcome.Failure(source, path, new Fault(ImageErrorId.AccessDenied, $"The output '{path}' is there and read-only. Use -Force to replace it."));
        if (!options.IfExistsIsExplicit && IsBesideSource(source, path))
            return ImageOutcome.Failure(source, path, new Fault(ImageErrorId.OutputExists, $"The output '{path}' is there already, beside the image, and may be an original. Use -IfExists Overwrite if it is not."));
        return null;
    }

    /// <summary>A default must not cost an original: a.png to a.jpg where the photographer's a.jpg lies.</summary>
    private static bool IsBesideSource(string source, string path) =>
        string.Equals(Path.GetDirectoryName(source), Path.GetDirectoryName(path), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file of exactly this name is in its folder.</summary>
    private static bool IsListed(string path) =>
        Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*", new EnumerationOptions { AttributesToSkip = 0 }).Any(entry => Path.GetFileName(entry) == Path.GetFileName(path));

    private string FreeName(string path)
    {
        for (int number = 1; number <= MaxNumber; number++)
        {
            string candidate = OutputNaming.Numbered(path, number);
            if (!Path.Exists(candidate) && !_claims.IsOutput(candidate))
                return candidate;
        }

        return path;
    }

    private static ImageOutcome Collision(string source, string path, string message) =>
        ImageOutcome.Failure(source, path, new Fault(ImageErrorId.OutputCollision, message));
}

/// <summary>What becomes of one input.</summary>
/// <param name="Outputs">The outputs to make.</param>
/// <param name="Settled">The outcomes of outputs that are skipped or refused.</param>
internal sealed record SourcePlan(IReadOnlyList<PlannedOutput> Outputs, IReadOnlyList<ImageOutcome> Settled)
{
    /// <summary>How many pages of the input are worked on together.</summary>
    public int PagesTogether { get; init; } = 1;

    /// <summary>A file that is no input.</summary>
    public static SourcePlan Nothing { get; } = new([], []);

    /// <summary>An input of which nothing is to be made.</summary>
    public static SourcePlan OfOutcome(ImageOutcome outcome) => new([], [outcome]);
}

using System.Management.Automation;
using ImageResize.Batch;
using ImageResize.Batch.Limits;
using ImageResize.Batch.Planning;
using ImageResize.Errors;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Metadata;
using ImageResize.Parameters;
using ImageResize.Paths;
using ImageResize.Processes;

namespace ImageResize.Commands;

/// <summary>
/// The parameters that say what the outputs shall be and what may be used to make them, alike for the command that
/// resizes and the one that measures resizing.
/// </summary>
public abstract partial class ImageConversionCommand : ImagePathCommand
{
    /// <summary>Characters of -Copyright and -Artist: in a JPEG file all of EXIF has 64 KB.</summary>
    private const int LongestText = 2000;

    /// <summary>The folder for the outputs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>The formats of the outputs, one file for each; without it, each image's own, or the nearest one that is written.</summary>
    [Parameter]
    [ImageFormatTransformation]
    [ValidateRange(ImageFormat.Jpeg, ImageFormat.Jxl)]
    [ValidateNotNullOrEmpty]
    public ImageFormat[] Format { get; set; } = [];

    /// <summary>Pages of a document or frames of an animation, each as a picture of its own: numbers from 0 for the first, a range ('1..3'), or All.</summary>
    [Parameter]
    [PageSelectionTransformation]
    [ArgumentCompleter(typeof(PageSelectionCompleter))]
    [ValidateNotNull]
    public PageSelection? Page { get; set; }

    /// <summary>What becomes of a truncated or corrupt image: it fails, or what can be decoded is written with a warning.</summary>
    [Parameter]
    public DamagePolicy OnDamage { get; set; }

    /// <summary>Gives each output its image's time of last writing.</summary>
    [Parameter]
    public SwitchParameter PreserveTimestamp { get; set; }

    /// <summary>Which metadata to keep.</summary>
    [Parameter]
    public MetadataPolicy Metadata { get; set; }

    /// <summary>The copyright notice to put into EXIF and XMP of the outputs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Copyright { get; set; }

    /// <summary>The artist to name in EXIF and XMP of the outputs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Artist { get; set; }

    /// <summary>The colour space of the outputs: each image's own, or sRGB.</summary>
    [Parameter]
    public ColorSpacePolicy ColorSpace { get; set; }

    /// <summary>Bytes that the images in hand may take together, such as 2GB; without it, half of what the process may use.</summary>
    [Parameter]
    [ValidateRange(1L << 20, long.MaxValue)]
    public long MemoryLimit { get; set; }

    /// <summary>How many images begin in a second, at most.</summary>
    [Parameter]
    [ValidateRange(0.001, 1_000_000.0)]
    public double RateLimit { get; set; }

    /// <summary>Images of more pixels than this, all frames together, are refused.</summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long MaxPixels { get; set; } = ConvertOptions.DefaultMaxPixels;

    /// <summary>Where libvips works: in this process, or in child processes whose crash costs one image.</summary>
    [Parameter]
    public IsolationMode Isolation { get; set; }

    /// <summary>The child processes of a run, to be disposed of behind it; null where libvips works in this one.</summary>
    /// <param name="workers">How many images are computed at once.</param>
    private protected ChildProcessPool? StartIsolation(int workers)
    {
        if (Isolation == IsolationMode.None)
            return null;
        ChildProcessPool? children = IsolatedWorker.NewPool(workers);
        if (children is null)
            ThrowTerminatingError(ErrorRecords.WrongParameter("IsolationUnavailable", "-Isolation Process needs a program for its child processes: the dotnet of the running .NET, or pwsh. This host is neither. Run the command in pwsh, or leave -Isolation out."));
        return children;
    }

    /// <summary>How long an image may take; null for any time.</summary>
    protected virtual TimeSpan? TimeLimit => null;

    /// <summary>Whether anything is to become of the images.</summary>
    protected bool IsConversionAsked => Size.Length > 0 || Format.Length > 0 || IsBound(nameof(Metadata)) || IsBound(nameof(ColorSpace)) || IsBound(nameof(TargetLength)) || IsBound(nameof(Copyright)) || IsBound(nameof(Artist)) || Page is not null || Recompressed.Length > 0 || IsEditAsked;

    /// <summary>What is wanted of every image, as far as these parameters tell.</summary>
    private protected ConvertOptions ConvertOptions => new()
    {
        Mode = Mode,
        Position = Position,
        Edits = Edits,
        ColorSpace = ColorSpace,
        AllowEnlarge = AllowEnlarge,
        Quality = Quality,
        TargetLength = IsBound(nameof(TargetLength)) ? TargetLength : null,
        QualityLimit = IsBound(nameof(Quality)) ? Quality : 100,
        AllowShrink = AllowShrink,
        KeepSmaller = KeepSmaller,
        Effort = IsBound(nameof(Effort)) ? Effort : null,
        ChromaSubsampling = ChromaSubsampling,
        Compression = Compression,
        BitDepth = IsBound(nameof(BitDepth)) ? BitDepth : null,
        Metadata = Metadata,
        Artist = Artist,
        Copyright = Copyright,
        MaxPixels = MaxPixels,
        PreserveTimestamp = PreserveTimestamp,
        Lossless = Lossless,
        NearLossless = NearLossless,
        Dither = Dither,
        Progressive = Progressive,
        AsksForEncoding = Lossless || NearLossless || Progressive || EncodingParameters.Any(IsBound),
        Recompressed = Recompressed,
        OnDamage = OnDamage,
    };

    /// <summary>The limits of a run; to be disposed of by whoever runs it.</summary>
    private protected WorkLimits LimitsFor(ThrottleLimit limit) => new(limit.Workers, MemoryLimit > 0 ? MemoryLimit : null, RateLimit > 0 ? RateLimit : null)
    {
        IsAdaptive = limit.IsAuto,
        TimeLimit = TimeLimit,
    };

    /// <summary>Whether a parameter was given.</summary>
    protected bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>A folder of outputs is no folder of inputs.</summary>
    protected override bool EnterFolder(string folder) =>
        System.IO.Path.GetFileName(folder) != PlanOptions.DefaultFolder && folder != Destination;

    /// <inheritdoc/>
    private protected override void OnFolderPassed(string folder)
    {
        string text = VisibleText.Of($"The folder '{folder}' holds outputs and is not entered. Name it with -Path to take the images in it.");
        if (Destination is null || folder == Destination)
            WriteVerbose(text);
        else
            WriteWarning(text); // Outputs go elsewhere, so it might be meant.
    }

    /// <summary>A word to who expects a parameter to do something that it does not.</summary>
    protected void WarnOfIdleParameters()
    {
        CheckGeometry();
        if (Lossless && IsBound(nameof(Quality)))
            WriteWarning("-Quality does not count for what -Lossless makes.");
        CheckEncoding();
        foreach ((string name, string? text) in ((string, string?)[])[(nameof(Copyright), Copyright), (nameof(Artist), Artist)])
        {
            if (text?.Any(char.IsControl) == true)
                ThrowTerminatingError(ErrorRecords.WrongParameter("InvalidText", $"-{name} has a control character, such as a line break, which metadata of images cannot hold. Give one line of text.", text));
            if (text?.Length > LongestText)
                ThrowTerminatingError(ErrorRecords.WrongParameter("InvalidText", $"-{name} has {text.Length} characters, more than the {LongestText} that go into the metadata of every image. Give a shorter text.", text));
            WarnOfOtherFormats(name, [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.WebP, ImageFormat.Gif, ImageFormat.Tiff, ImageFormat.Avif, ImageFormat.Jxl]);
        }
        WarnOfOtherFormats(nameof(Progressive), [ImageFormat.Jpeg, ImageFormat.Png]);
    }

    /// <summary>One word about a parameter that counts for some formats, where others are asked for.</summary>
    private void WarnOfOtherFormats(string parameter, ImageFormat[] counting)
    {
        string[] others = [.. Format.Except(counting).Select(NameOf)];
        if (IsBound(parameter) && others.Length > 0)
            WriteWarning($"-{parameter} is for {Listed(counting.Select(NameOf))}; {Listed(others)} outputs are made without it.");

        static string NameOf(ImageFormat format) => FormatTraits.Of(format).Name;
    }

    /// <summary>A list as people write it: "JPEG, WebP and AVIF".</summary>
    private static string Listed(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    /// <summary>Makes <see cref="Destination"/> a full path, or ends the command.</summary>
    protected void ResolveDestination()
    {
        if (Destination is null)
            return;
        string path = System.IO.Path.TrimEndingDirectorySeparator(
            FileSystemPath.OfParameter(SessionState, Destination, $"-Destination '{Destination}'", "InvalidDestination", ThrowTerminatingError));
        if (File.Exists(path))
            ThrowTerminatingError(ErrorRecords.WrongParameter("InvalidDestination", $"-Destination '{path}' is a file; a folder is needed.", Destination));
        if (!Directory.Exists(path) && FormatTraits.FromExtension(System.IO.Path.GetExtension(path)) is not null)
            ThrowTerminatingError(ErrorRecords.WrongParameter("InvalidDestination", $"-Destination '{path}' is called like an image, and is the folder of the outputs: give the folder alone. -Name says what an output is called, -Format what it becomes.", Destination));
        Destination = path;
    }
}

using System.Management.Automation;
using ImageResize.Batch;
using ImageResize.Batch.Journal;
using ImageResize.Batch.Planning;
using ImageResize.Imaging;
using ImageResize.Parameters;

namespace ImageResize.Commands;

/// <content>The parameters, in the groups of the documentation; what is done with them is in the other file.</content>
public sealed partial class InvokeImageResizeCommand
{
    /// <summary>The size: 800,600 (a box), 800 (a square box), '800x', 'x600', '50%'; several texts make several outputs.</summary>
    [Parameter(Position = 1)]
    [TargetSizeTransformation]
    [ArgumentCompleter(typeof(TargetSizeCompleter))]
    [ValidateNotNullOrEmpty]
    public TargetSize[] Size { get; set; } = [];

    /// <summary>How an image meets the size.</summary>
    [Parameter]
    public ResizeMode Mode { get; set; }

    /// <summary>Lets small images become larger.</summary>
    [Parameter]
    public SwitchParameter AllowEnlarge { get; set; }

    /// <summary>The folder for the outputs; without it, "resized" beside each image.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>The format of the outputs; without it, each image's own.</summary>
    [Parameter]
    [ImageFormatTransformation]
    public ImageFormat Format { get; set; }

    /// <summary>1 to 100, for JPEG, WebP and AVIF.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int Quality { get; set; } = 85;

    /// <summary>Writes JPEG and PNG in passes, which a browser can show before it has all of it.</summary>
    [Parameter]
    public SwitchParameter Progressive { get; set; }

    /// <summary>What becomes of a truncated or corrupt image: it fails, or what can be decoded is written with a warning.</summary>
    [Parameter]
    public DamagePolicy OnDamage { get; set; }

    /// <summary>What happens where an output is there already.</summary>
    [Parameter]
    public ExistingOutput IfExists { get; set; }

    /// <summary>Replaces each image by its output. Asks first, unless -Confirm:$false or -Force is given.</summary>
    [Parameter]
    public SwitchParameter InPlace { get; set; }

    /// <summary>Gives each output its image's time of last writing.</summary>
    [Parameter]
    public SwitchParameter PreserveTimestamp { get; set; }

    /// <summary>Which metadata to keep.</summary>
    [Parameter]
    public MetadataPolicy Metadata { get; set; }

    /// <summary>How many images are done at once; without it, the processors this process may use.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <summary>Bytes that the images in hand may take together, such as 2GB; without it, half of what the process may use.</summary>
    [Parameter]
    [ValidateRange(1L << 20, long.MaxValue)]
    public long MemoryLimit { get; set; }

    /// <summary>How many images begin in a second, at most.</summary>
    [Parameter]
    [ValidateRange(0.001, 1_000_000.0)]
    public double RateLimit { get; set; }

    /// <summary>Attempts in all at an image whose I/O error may pass; 1 never tries again.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int Retry { get; set; } = 3;

    /// <summary>Seconds before the second attempt; each further pause is twice as long, within a jitter.</summary>
    [Parameter]
    [ValidateRange(0.0, 3600.0)]
    public double RetryDelay { get; set; } = 0.2;

    /// <summary>Also tries again when the disk of the outputs is full.</summary>
    [Parameter]
    public SwitchParameter RetryDiskFull { get; set; }

    /// <summary>Images of more pixels than this, all frames together, are refused.</summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long MaxPixels { get; set; } = ConvertOptions.DefaultMaxPixels;

    /// <summary>A file (JSON lines) that notes each output that is done, for a later -Resume.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    /// <summary>Skips what the journal says is done and unchanged; Retry tries again what failed, SkipFailed does not.</summary>
    [Parameter]
    public ResumeMode Resume { get; set; }

    /// <summary>The name of a variable that gets the summary.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SummaryVariable { get; set; }

    /// <summary>Replaces read-only outputs and symbolic links, and looks at hidden files in folders.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }
}

using System.Management.Automation;
using ImageResize.Batch.Limits;
using ImageResize.Batch.Planning;
using ImageResize.Errors;
using ImageResize.Imaging;
using ImageResize.Parameters;
using ImageResize.Paths;

namespace ImageResize.Commands;

/// <content>The parameters that only this command has; what is done with them is in the other file.</content>
public partial class InvokeImageResizeCommand
{
    /// <summary>What happens where an output is there already.</summary>
    [Parameter]
    public ExistingOutput IfExists { get; set; }

    /// <summary>What becomes of an image of which an output would lose something, such as frames or the video behind a picture: a warning, an error, or nothing.</summary>
    [Parameter]
    public LossPolicy OnLoss { get; set; }

    /// <summary>Replaces each image by its output. Asks first, unless -Confirm:$false or -Force is given.</summary>
    [Parameter]
    public SwitchParameter InPlace { get; set; }

    /// <summary>Where the originals go that -InPlace replaces: a suffix for names beside them (.bak), or a folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Backup { get; set; }

    /// <summary>How many images are done at once, or Auto; without it, the processors this process may use.</summary>
    [Parameter]
    [ThrottleLimitTransformation]
    [ArgumentCompleter(typeof(ThrottleLimitCompleter))]
    public ThrottleLimit ThrottleLimit { get; set; } = ThrottleLimit.Of(Math.Min(Environment.ProcessorCount, ThrottleLimit.Most));

    /// <summary>Seconds that an image may take, from the moment its work begins; without it, any time.</summary>
    [Parameter]
    [ValidateRange(0.001, 604_800.0)]
    public double TimeoutSeconds { get; set; }

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

    /// <summary>Does one of several equal parts of the images, such as 2/5; Auto takes what the scheduler says.</summary>
    [Parameter]
    [ShardTransformation]
    [ArgumentCompleter(typeof(ShardCompleter))]
    public Shard Shard { get; set; }

    /// <summary>A file (JSON lines) that notes each output that is done, for a later -Resume.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    /// <summary>Skips what the journal says is done and unchanged; what failed is tried again.</summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>With -Resume: skips what failed in an earlier run, too, unless the image has changed.</summary>
    [Parameter]
    public SwitchParameter SkipFailed { get; set; }

    /// <summary>A file (HTML) that shows what happened, written when the run ends or is stopped.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    /// <summary>A file to which the run's start, failures, retries, warnings and end are appended; JSON lines where it ends in .jsonl.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LogPath { get; set; }

    /// <summary>A file for the run's figures: .json, or .prom in the text format of Prometheus.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MetricsPath { get; set; }

    /// <summary>The name of a variable that gets the summary.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SummaryVariable { get; set; }

    /// <summary>Replaces read-only outputs and symbolic links, and looks at hidden files in folders.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The place of -Backup; ends the command where there can be none. ".bak" is a suffix, all else a folder.</summary>
    private BackupPlace? ResolveBackup()
    {
        if (Backup is null)
            return null;
        if (!InPlace)
            ThrowTerminatingError(ErrorRecords.WrongParameter("BackupWithoutInPlace", "-Backup keeps the originals that -InPlace replaces; without -InPlace originals stay as they are. Leave -Backup out, or give -InPlace."));
        if (Backup.StartsWith('.') && Backup.IndexOfAny(['/', '\\']) < 0 && Backup.Trim('.').Length > 0)
        {
            if (FormatTraits.FromExtension(System.IO.Path.GetExtension(Backup)) is not null)
                ThrowTerminatingError(ErrorRecords.WrongParameter("InvalidBackup", $"-Backup {Backup} would make the originals look like images of their own, which a later run would resize. Give another suffix, such as .bak, or a folder.", Backup));
            return new BackupPlace(Backup, null);
        }

        string folder = System.IO.Path.TrimEndingDirectorySeparator(FileSystemPath.OfParameter(SessionState, Backup, $"-Backup '{Backup}'", "InvalidBackup", ThrowTerminatingError));
        if (File.Exists(folder))
            ThrowTerminatingError(ErrorRecords.WrongParameter("InvalidBackup", $"-Backup '{folder}' is a file; give a folder, or a suffix such as .bak.", Backup));
        return new BackupPlace(null, folder);
    }
}

namespace ImageResize.Files;

/// <summary>How an output is written.</summary>
/// <param name="Overwrite">Whether an existing file may be replaced.</param>
internal sealed record WriteOptions(bool Overwrite)
{
    /// <summary>The time of last writing that the output gets; null for now.</summary>
    public DateTime? LastWriteTimeUtc { get; init; }

    /// <summary>The image whose rights bound those of the output; null where the content is the run's own, and on Windows.</summary>
    public FileStatus? Source { get; init; }

    /// <summary>Whether the output takes the image's own place, so that its owner and permissions are kept whoever it is.</summary>
    public bool InPlace { get; init; }

    /// <summary>Called when all is written, right before the rename; what it throws leaves the target as it was.</summary>
    public Action? BeforeRename { get; init; }
}

namespace ImageResize.Files;

/// <summary>How an output is written.</summary>
/// <param name="Overwrite">Whether an existing file may be replaced.</param>
internal sealed record WriteOptions(bool Overwrite)
{
    /// <summary>The time of last writing that the output gets; null for now.</summary>
    public DateTime? LastWriteTimeUtc { get; init; }

    /// <summary>Called when all is written, right before the rename; what it throws leaves the target as it was.</summary>
    public Action? BeforeRename { get; init; }
}

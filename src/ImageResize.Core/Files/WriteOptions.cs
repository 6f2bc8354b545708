namespace ImageResize.Files;

/// <summary>How an output is written.</summary>
/// <param name="Overwrite">Whether an existing file may be replaced.</param>
public sealed record WriteOptions(bool Overwrite)
{
    /// <summary>The time of last writing that the output gets; null for now.</summary>
    public DateTime? LastWriteTimeUtc { get; init; }
}

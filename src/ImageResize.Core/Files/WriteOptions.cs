namespace ImageResize.Files;

/// <summary>How an output is written.</summary>
/// <param name="Overwrite">Whether an existing file may be replaced.</param>
public sealed record WriteOptions(bool Overwrite)
{
    /// <summary>The time of last writing that the output gets; null for now.</summary>
    public DateTime? LastWriteTimeUtc { get; init; }

    /// <summary>
    /// Runs the rename that makes the output appear, or refuses it and returns false: the image may have been given
    /// up meanwhile.
    /// </summary>
    public Func<Action, bool> Commit { get; init; } = static rename =>
    {
        rename();
        return true;
    };
}

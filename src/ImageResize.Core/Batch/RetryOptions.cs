namespace ImageResize.Batch;

/// <summary>How often and how soon an I/O error that may pass is tried again. Immutable.</summary>
internal sealed record RetryOptions
{
    /// <summary>Attempts in all, at least 1; 1 never tries again.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>The pause before the second attempt; each further one is twice as long, within a jitter.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether a full disk is waited for, too.</summary>
    public bool DiskFull { get; init; }
}

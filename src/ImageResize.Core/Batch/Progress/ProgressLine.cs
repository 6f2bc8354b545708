namespace ImageResize.Batch.Progress;

/// <summary>One progress record, before it is one of PowerShell's.</summary>
/// <param name="IsImage">Whether it is about one image of the run instead of all.</param>
/// <param name="Activity">What is going on.</param>
/// <param name="Status">How far it is.</param>
internal sealed record ProgressLine(bool IsImage, string Activity, string Status)
{
    /// <summary>0 to 100; null where it is not known.</summary>
    public int? Percent { get; init; }

    /// <summary>How long it will take yet; null where it is not known.</summary>
    public TimeSpan? Left { get; init; }

    /// <summary>Whether it takes the display away.</summary>
    public bool IsCompleted { get; init; }
}

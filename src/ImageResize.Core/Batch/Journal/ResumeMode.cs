namespace ImageResize.Batch.Journal;

/// <summary>What a run does with what its journal says of earlier runs (the parameter <c>-Resume</c>).</summary>
public enum ResumeMode
{
    /// <summary>What is done and unchanged is skipped; what failed is tried again.</summary>
    Retry,

    /// <summary>What is done and unchanged is skipped, and so is what failed.</summary>
    SkipFailed,
}

namespace ImageResize.Batch;

/// <summary>One input and the outputs wanted of it. The unit that a worker takes.</summary>
/// <param name="SourcePath">The full path of the input.</param>
/// <param name="Outputs">At least one output.</param>
internal sealed record WorkItem(string SourcePath, IReadOnlyList<PlannedOutput> Outputs)
{
    /// <summary>When it was queued, as a <see cref="System.Diagnostics.Stopwatch"/> timestamp.</summary>
    public long QueuedAt { get; set; }
}

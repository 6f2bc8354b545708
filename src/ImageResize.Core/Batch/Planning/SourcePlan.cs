namespace ImageResize.Batch.Planning;

/// <summary>What becomes of one input.</summary>
/// <param name="Outputs">The outputs to make.</param>
/// <param name="Settled">The outcomes of outputs that are skipped or refused.</param>
internal sealed record SourcePlan(IReadOnlyList<PlannedOutput> Outputs, IReadOnlyList<ImageOutcome> Settled)
{
    /// <summary>A file that is no input.</summary>
    public static SourcePlan Nothing { get; } = new([], []);

    /// <summary>An input of which nothing is to be made.</summary>
    public static SourcePlan OfOutcome(ImageOutcome outcome) => new([], [outcome]);
}

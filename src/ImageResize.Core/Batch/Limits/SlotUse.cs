namespace ImageResize.Batch.Limits;

/// <summary>How the processors were used, as sums over time: a slot that was taken for a second adds a second.</summary>
/// <param name="Busy">Slots that were taken.</param>
/// <param name="Waiting">Images that waited for one.</param>
internal readonly record struct SlotUse(TimeSpan Busy, TimeSpan Waiting)
{
    /// <summary>What was added since.</summary>
    public static SlotUse operator -(SlotUse later, SlotUse earlier) => new(later.Busy - earlier.Busy, later.Waiting - earlier.Waiting);
}

namespace ImageResize.Batch.Monitoring;

/// <summary>
/// How many images a second were done lately: over the last twenty seconds, or over the last ten images where those
/// took longer. Not thread safe.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class RecentRate(TimeProvider time)
{
    private const int FewestImages = 10;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.5);

    private readonly Queue<(long At, long Done)> _marks = new([(time.GetTimestamp(), 0)]);
    private (long At, long Done) _newest = (time.GetTimestamp(), 0);

    /// <summary>Notes how many are done in all, and tells the rate; 0 while there is none.</summary>
    public double Note(long done)
    {
        long now = time.GetTimestamp();
        if (done > _newest.Done && time.GetElapsedTime(_newest.At, now) >= Step)
        {
            _newest = (now, done);
            _marks.Enqueue(_newest);
        }

        // The mark before the window's start stays: the window reaches back at least as far as it says.
        while (_marks.Count > 1 && IsOld(_marks.ElementAt(1), now, done))
            _marks.Dequeue();
        (long at, long doneThen) = _marks.Peek();
        double seconds = time.GetElapsedTime(at, now).TotalSeconds;
        return seconds > 0 ? (done - doneThen) / seconds : 0;
    }

    private bool IsOld((long At, long Done) mark, long now, long done) =>
        time.GetElapsedTime(mark.At, now) >= Window && done - mark.Done >= FewestImages;
}

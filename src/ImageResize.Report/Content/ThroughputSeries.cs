namespace ImageResize.Report.Content;

/// <summary>
/// Images by the time they were done, in steps that grow with the run: a run of a second and one of a month take the
/// same memory. Times may come in any order. Not thread safe.
/// </summary>
internal sealed class ThroughputSeries
{
    /// <summary>More steps than this, and two become one.</summary>
    public const int MaxSteps = 128;

    /// <summary>The first width of a step, as a power of two in ticks: 13 ms.</summary>
    private const int FirstShift = 17;

    private SortedDictionary<long, ThroughputStep> _steps = [];
    private int _shift = FirstShift;
    private long _count;

    /// <summary>The earliest and the latest time that counted; the earliest is the start of an image, not its end.</summary>
    public (DateTime First, DateTime Last) Span { get; private set; } = (DateTime.MaxValue, DateTime.MinValue);

    /// <summary>Counts an image.</summary>
    /// <param name="completed">When it was done.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="failed">Whether it failed.</param>
    public void Add(DateTime completed, TimeSpan duration, bool failed)
    {
        DateTime began = completed.Ticks > duration.Ticks ? completed - duration : completed;
        Span = (began < Span.First ? began : Span.First, completed > Span.Last ? completed : Span.Last);
        int before = _steps.Count;
        Count(_steps, completed.Ticks >> _shift, failed ? new ThroughputStep(0, 1) : new ThroughputStep(1, 0));
        _count++;
        if (_steps.Count == before)
            return;
        while (Width(_steps) > MaxSteps)
            (_steps, _shift) = (Halved(_steps), _shift + 1);
    }

    /// <summary>
    /// Images a second over the run, in steps wide enough that chance does not draw the picture; empty where the run
    /// was too short for one.
    /// </summary>
    /// <param name="maxSteps">How many steps at most.</param>
    /// <param name="imagesPerStep">How many images a step holds on the average, at least.</param>
    public IReadOnlyList<ThroughputPoint> Points(int maxSteps, int imagesPerStep)
    {
        (SortedDictionary<long, ThroughputStep> steps, int shift) = (_steps, _shift);
        while (steps.Count > 0 && (Width(steps) > maxSteps || _count < (long)imagesPerStep * Width(steps)))
        {
            if (Width(steps) == 1)
                break;
            (steps, shift) = (Halved(steps), shift + 1);
        }

        return steps.Count == 0 ? [] : Rates(steps, shift);
    }

    private List<ThroughputPoint> Rates(SortedDictionary<long, ThroughputStep> steps, int shift)
    {
        var rates = new List<ThroughputPoint>();
        long width = 1L << shift, from = Span.First.Ticks, end = Span.Last.Ticks;
        long last = Math.Max(steps.Keys.Last(), end >> shift);
        ThroughputStep counts = default;
        for (long step = from >> shift; step <= last; step++)
        {
            ThroughputStep more = steps.GetValueOrDefault(step);
            counts = new ThroughputStep(counts.Done + more.Done, counts.Failed + more.Failed);

            // The run began and ended within a step: what is left of one says little alone, and goes with its neighbour.
            long to = Math.Min(step + 1 << shift, end);
            if (step < last && (to - from < width / 2 || end - to < width / 2))
                continue;
            double seconds = Math.Max(TimeSpan.FromTicks(to - from).TotalSeconds, 1e-3);
            rates.Add(new ThroughputPoint(TimeSpan.FromTicks(from - Span.First.Ticks), TimeSpan.FromTicks(to - Span.First.Ticks), counts.Done / seconds, counts.Failed));
            (from, counts) = (to, default);
        }

        return rates;
    }

    private static long Width(SortedDictionary<long, ThroughputStep> steps) => steps.Keys.Last() - steps.Keys.First() + 1;

    private static SortedDictionary<long, ThroughputStep> Halved(SortedDictionary<long, ThroughputStep> steps)
    {
        var halved = new SortedDictionary<long, ThroughputStep>();
        foreach ((long step, ThroughputStep counts) in steps)
            Count(halved, step >> 1, counts);
        return halved;
    }

    private static void Count(SortedDictionary<long, ThroughputStep> steps, long step, ThroughputStep counts)
    {
        ThroughputStep before = steps.GetValueOrDefault(step);
        steps[step] = new ThroughputStep(before.Done + counts.Done, before.Failed + counts.Failed);
    }
}

/// <summary>How fast the run was for a while.</summary>
/// <param name="From">Since the run began.</param>
/// <param name="To">Since the run began.</param>
/// <param name="ImagesPerSecond">Outputs that did not fail.</param>
/// <param name="Failed">How many failed meanwhile.</param>
internal readonly record struct ThroughputPoint(TimeSpan From, TimeSpan To, double ImagesPerSecond, long Failed);

/// <summary>What was done in one step of time.</summary>
/// <param name="Done">Outputs that did not fail.</param>
/// <param name="Failed">Outputs that failed.</param>
internal readonly record struct ThroughputStep(long Done, long Failed);

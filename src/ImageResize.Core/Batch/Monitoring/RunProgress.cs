namespace ImageResize.Batch.Monitoring;

/// <summary>
/// What a display of a run shows, and when: one line for the run, and below it one for the image in hand that takes
/// longest, once that is a matter of seconds. Not thread safe.
/// </summary>
/// <param name="activity">What the run is called.</param>
/// <param name="time">The clock.</param>
internal sealed class RunProgress(string activity, TimeProvider time)
{
    /// <summary>An image that takes longer is worth a line.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    private readonly RecordBudget _budget = new(time);
    private readonly RecentRate _rate = new(time);
    private readonly TimeLeft _left = new(time);
    private bool _runShown;
    private string? _imageShown;
    private bool _imageIsNext;

    /// <summary>The next line to show, or null where it is not time for one.</summary>
    /// <param name="read">Reads the state; called only when there is a line to show.</param>
    public ProgressLine? Next(Func<RunState> read)
    {
        if (!_budget.Allows(reserve: 1))
            return null;
        RunState state = read();
        bool isSlow = state.Slowest?.Elapsed >= Slow;
        if (_imageShown is not null && !isSlow)
        {
            _budget.Take();
            return CompleteImage();
        }

        // What is shown must be taken away at the end: the run's line, and the image's.
        if (!_budget.Allows(reserve: isSlow ? 2 : 1))
            return null;
        _budget.Take();
        return _runShown && isSlow && (_imageIsNext || _imageShown is null) ? Image(state.Slowest!.Value) : Run(state);
    }

    /// <summary>The lines that take the display away; none where nothing is shown.</summary>
    public IEnumerable<ProgressLine> Complete()
    {
        if (_imageShown is not null)
            yield return CompleteImage();
        if (!_runShown)
            yield break;
        _runShown = false;
        yield return new ProgressLine(false, activity, "Completed") { IsCompleted = true };
    }

    private ProgressLine Run(RunState state)
    {
        _runShown = true;
        _imageIsNext = true;
        double rate = _rate.Note(state.Done - state.Skipped);
        return new ProgressLine(false, activity, Describe(state, rate))
        {
            Percent = state is { IsAllListed: true, Listed: > 0 } ? (int)Math.Clamp(100 * state.Done / state.Listed, 0, 100) : null,
            Left = state.IsAllListed ? _left.Estimate(state.Listed - state.Done, rate) : null,
        };
    }

    private ProgressLine Image(SlowImage image)
    {
        _imageIsNext = false;
        _imageShown = Printable(Path.GetFileName(image.Path));
        return new ProgressLine(true, _imageShown, $"in hand for {Quantity.Duration(image.Elapsed)}");
    }

    private ProgressLine CompleteImage()
    {
        string image = _imageShown!;
        _imageShown = null;
        return new ProgressLine(true, image, "Completed") { IsCompleted = true };
    }

    private static string Describe(RunState state, double rate)
    {
        string count = $"{Quantity.Count(state.Done)} of {(state.IsAllListed ? string.Empty : "more than ")}{Quantity.Count(state.Listed)}";
        string pace = rate switch
        {
            <= 0 => string.Empty,
            < 0.95 => $", {Quantity.Rate(rate * 60)} images/min",
            _ => $", {Quantity.Rate(rate)} images/s",
        };
        string saved = state.BytesSaved > 0 ? $", {Quantity.Bytes(state.BytesSaved)} saved" : string.Empty;
        string failed = state.Failed > 0 ? $", {Quantity.Count(state.Failed)} failed" : string.Empty;
        return $"{count}{pace}{saved}{failed}";
    }

    /// <summary>A file's name may hold what would move a terminal's cursor.</summary>
    private static string Printable(string name) =>
        name.Any(char.IsControl) ? string.Concat(name.Select(c => char.IsControl(c) ? '?' : c)) : name;
}

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

/// <summary>How far a run is, in outputs.</summary>
/// <param name="Done">What is done, whatever became of it.</param>
/// <param name="Listed">How many there are, as far as is known.</param>
internal readonly record struct RunState(long Done, long Listed)
{
    /// <summary>Whether <see cref="Listed"/> is all.</summary>
    public bool IsAllListed { get; init; }

    /// <summary>Of what is done, what needed no work.</summary>
    public long Skipped { get; init; }

    /// <summary>Of what is done, what failed.</summary>
    public long Failed { get; init; }

    /// <summary>Bytes of the inputs of what was written, less the outputs'.</summary>
    public long BytesSaved { get; init; }

    /// <summary>The image that a worker has been at for longest; null where none is in hand.</summary>
    public SlowImage? Slowest { get; init; }
}

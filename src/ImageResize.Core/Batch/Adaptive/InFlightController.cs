using ImageResize.Batch.Limits;

namespace ImageResize.Batch.Adaptive;

/// <summary>
/// Decides how many images may be in hand at once, by what the run does. Never more are computed than there are
/// processors; more in hand only pay where they wait for storage, and then a great deal: a share that takes 20 ms to
/// open a file is as fast as a disk if enough files are asked for. So while the processors have time left and images
/// wait, the number is doubled, and each step must prove itself by the rate that follows; one that does not is taken
/// back, and the next try comes later and later. Where images wait for memory, fewer are in hand. While most of them
/// wait for another attempt, since the disk is full or a share is away, more would only fail as well. Pure bookkeeping
/// without a clock of its own; not thread safe.
/// </summary>
internal sealed class InFlightController
{
    /// <summary>The most images in hand for each processor.</summary>
    public const int MostPerProcessor = 32;

    private const int Most = 256;
    private const double Busy = 0.85;
    private const double Idle = 0.4;
    private const double WorthIt = 1.15;
    private const double Plain = 1.5;
    private static readonly TimeSpan ShortPeriod = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MemoryPause = TimeSpan.FromSeconds(3);

    private readonly int _processors;
    private InFlightReading _sum;
    private (int Limit, double Rate)? _before;
    private TimeSpan _pause;
    private TimeSpan _nextPause = FirstPause;

    /// <summary>Begins as a run that does not adapt does: with <see cref="WorkLimits.InHandPerWorker"/>.</summary>
    /// <param name="processors">How many images are computed at once, at least 1.</param>
    public InFlightController(int processors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(processors, 1);
        _processors = processors;
        Limit = Base;
        Maximum = Math.Max(Base, Math.Min(Most, processors * MostPerProcessor));
    }

    /// <summary>How many images may be in hand.</summary>
    public int Limit { get; private set; }

    /// <summary>The most that <see cref="Limit"/> can be.</summary>
    public int Maximum { get; }

    private int Base => _processors * WorkLimits.InHandPerWorker;

    /// <summary>Takes in a reading; why the limit is another now, or null where it is not.</summary>
    public string? Next(in InFlightReading reading)
    {
        int before = Limit;
        string reason = Decide(reading);
        return Limit == before ? null : $"{before} -> {Limit} images in hand: {reason}";
    }

    private string Decide(in InFlightReading reading)
    {
        _pause = _pause > reading.Elapsed ? _pause - reading.Elapsed : TimeSpan.Zero;
        _sum = new InFlightReading(_sum.Elapsed + reading.Elapsed, _sum.Done + reading.Done, new SlotUse(_sum.Use.Busy + reading.Use.Busy, _sum.Use.Waiting + reading.Use.Waiting));
        if (reading.WaitingForMemory > 0 || reading.FitInMemory < Limit)
        {
            Restart();
            _pause = MemoryPause;
            Limit = (int)Math.Max(1, Math.Min(Limit - reading.WaitingForMemory, reading.FitInMemory ?? int.MaxValue));
            return "memory is short.";
        }

        if (reading.Pausing * 2 > Limit)
        {
            Limit = _before?.Limit ?? Limit;
            Restart();
            return "they wait to be tried again.";
        }

        bool isStalled = _sum.Done == 0 && _sum.Elapsed >= Stalled;
        double rate = _sum.Done / _sum.Elapsed.TotalSeconds;
        if (!isStalled && !IsEnough(rate))
            return string.Empty;
        string reason = Judge(rate, reading);
        _sum = default;
        return reason;
    }

    /// <summary>What is plain needs no more than a glance; where it is not, images differ too much for a short look.</summary>
    private bool IsEnough(double rate)
    {
        bool isPlain = _before is { } earlier ? rate >= earlier.Rate * Plain : _sum.Use.Busy < _sum.Elapsed * _processors * Idle;
        return _sum.Elapsed >= (isPlain ? ShortPeriod : Period) && _sum.Done >= (isPlain ? 2 : 4) * Limit || _sum.Elapsed >= LongestPeriod;
    }

    private string Judge(double rate, in InFlightReading reading)
    {
        double busy = _sum.Use.Busy / (_sum.Elapsed * _processors);
        double waiting = _sum.Use.Waiting / _sum.Elapsed;
        if (_before is { } earlier && rate < earlier.Rate * WorthIt)
        {
            Limit = earlier.Limit;
            _before = null;
            _pause = _nextPause;
            _nextPause = _nextPause * 2 < LongestPause ? _nextPause * 2 : LongestPause;
            return "more gained nothing.";
        }

        if (_before is not null)
            _nextPause = FirstPause;
        _before = null;
        if (busy >= Busy)
        {
            // One in line for each processor is enough to keep it busy.
            Limit = Math.Max(Math.Min(Base, Limit), Limit - (int)Math.Max(0, waiting - _processors) / 2);
            return "the processors are busy.";
        }

        if (!reading.HasWork || _pause > TimeSpan.Zero || Limit >= Maximum)
            return string.Empty;
        _before = (Limit, rate);
        Limit = (int)Math.Min(Math.Min(Maximum, 2L * Limit), reading.FitInMemory ?? int.MaxValue);
        return FormattableString.Invariant($"they wait for storage, and the processors are busy for {100 * busy:0} %.");
    }

    private void Restart()
    {
        _sum = default;
        _before = null;
    }
}

/// <summary>What a run did since the last reading.</summary>
/// <param name="Elapsed">Since the last reading.</param>
/// <param name="Done">Images that ended.</param>
/// <param name="Use">How the processors were used.</param>
internal readonly record struct InFlightReading(TimeSpan Elapsed, long Done, SlotUse Use)
{
    /// <summary>Whether more images wait in the queue than are in hand.</summary>
    public bool HasWork { get; init; }

    /// <summary>Images that wait for memory now.</summary>
    public int WaitingForMemory { get; init; }

    /// <summary>How many images like those so far the memory holds; null where none was looked at yet.</summary>
    public long? FitInMemory { get; init; }

    /// <summary>Images that wait between two attempts now.</summary>
    public int Pausing { get; init; }
}

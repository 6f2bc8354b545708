using System.Numerics;

namespace ImageResize.Batch;

/// <summary>
/// Counts durations in buckets whose width grows with the duration, so that any number of images takes the same
/// memory and a percentile is right within 1/16 (the idea of HdrHistogram, https://hdrhistogram.org: linear steps
/// within each power of two). Range: 1 microsecond to 6 days; beyond, the last bucket. Not thread safe.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int StepBits = 5;
    private const int Steps = 1 << StepBits;
    private const int Powers = 35;

    /// <summary>How many buckets there are.</summary>
    public const int BucketCount = Steps * Powers;

    private readonly long[] _counts = new long[BucketCount];

    /// <summary>How many durations were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>All durations recorded, together.</summary>
    public TimeSpan Sum { get; private set; }

    /// <summary>The longest duration recorded.</summary>
    public TimeSpan Max { get; private set; }

    /// <summary>What is told of the durations recorded so far.</summary>
    public LatencyFigures Figures => new(Percentile(50), Percentile(95), Percentile(99), Max, Sum, Count);

    /// <summary>The buckets that are not empty, shortest durations first.</summary>
    public IReadOnlyList<LatencyBucket> Buckets => [.. _counts.Select((count, index) => new LatencyBucket(index, count)).Where(bucket => bucket.Count > 0)];

    /// <summary>Adds what another histogram counted: the same as if its durations had been recorded here.</summary>
    /// <param name="buckets">Its buckets: indexes from 0 to <see cref="BucketCount"/> - 1, counts of at least 0.</param>
    /// <param name="sum">All its durations, together.</param>
    /// <param name="max">The longest of them.</param>
    public void Add(IEnumerable<LatencyBucket> buckets, TimeSpan sum, TimeSpan max)
    {
        foreach (LatencyBucket bucket in buckets)
        {
            _counts[bucket.Index] += bucket.Count;
            Count += bucket.Count;
        }

        Sum += sum;
        if (max > Max)
            Max = max;
    }

    /// <summary>Records a duration; a negative one counts as 0.</summary>
    public void Record(TimeSpan duration)
    {
        _counts[Index(Math.Max(0, (long)duration.TotalMicroseconds))]++;
        Count++;
        Sum += duration;
        if (duration > Max)
            Max = duration;
    }

    /// <summary>The duration that <paramref name="percent"/> (0 to 100) of all do not exceed; zero where there is none.</summary>
    public TimeSpan Percentile(double percent)
    {
        long rank = Math.Max(1, (long)Math.Ceiling(Count * Math.Clamp(percent, 0, 100) / 100));
        long seen = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
                return TimeSpan.FromTicks(Math.Min(Max.Ticks, UpperBound(i) * TimeSpan.TicksPerMicrosecond));
        }

        return TimeSpan.Zero;
    }

    /// <summary>How many durations were not longer than <paramref name="limit"/>, within the width of a bucket.</summary>
    public long CountAtMost(TimeSpan limit)
    {
        if (limit < TimeSpan.Zero)
            return 0;
        long count = 0;
        for (int i = Index((long)limit.TotalMicroseconds); i >= 0; i--)
            count += _counts[i];
        return count;
    }

    private static int Index(long micros)
    {
        // Below 2*Steps every microsecond has a bucket; above, the leading StepBits+1 bits choose.
        int shift = Math.Max(0, BitOperations.Log2((ulong)micros | 1) - StepBits);
        return (int)Math.Min(BucketCount - 1, shift * Steps + (micros >> shift));
    }

    private static long UpperBound(int index)
    {
        int shift = Math.Max(0, index / Steps - 1);
        return (index - (long)shift * Steps + 1 << shift) - 1;
    }
}

/// <summary>How many durations fell into a bucket of a <see cref="LatencyHistogram"/>.</summary>
/// <param name="Index">Which bucket.</param>
/// <param name="Count">How many.</param>
internal readonly record struct LatencyBucket(int Index, long Count);

/// <summary>What is told of many durations.</summary>
/// <param name="P50">Half of them were no longer.</param>
/// <param name="P95">95 of 100 were no longer.</param>
/// <param name="P99">99 of 100 were no longer.</param>
/// <param name="Max">The longest.</param>
/// <param name="Sum">All together.</param>
/// <param name="Count">How many.</param>
internal readonly record struct LatencyFigures(TimeSpan P50, TimeSpan P95, TimeSpan P99, TimeSpan Max, TimeSpan Sum, long Count)
{
    /// <summary>Two runs' as one's; of percentiles, which cannot be added, the longer ones.</summary>
    public LatencyFigures Plus(in LatencyFigures other) => new(
        Longer(P50, other.P50), Longer(P95, other.P95), Longer(P99, other.P99), Longer(Max, other.Max), Sum + other.Sum, Count + other.Count);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

using System.Diagnostics;
using ImageResize.Processes;

namespace ImageResize.Batch.Benchmark;

/// <summary>
/// Watches what the process and its children use from its making to <see cref="Stop"/>. The runtime counts everything itself but the
/// peak of the memory within a span of time (the platform knows only that of the process's whole life), which is
/// sampled by a timer. Belongs to one thread.
/// </summary>
internal sealed class ResourceProbe : IDisposable
{
    /// <summary>Images take several times as long, so their peaks are seen; a sample costs some 30 microseconds.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly ChildProcessPool? _children;
    private readonly Timer _sampling;
    private readonly TimeSpan _cpu;
    private readonly TimeSpan _pause = GC.GetTotalPauseDuration();
    private readonly long _allocated = GC.GetTotalAllocatedBytes();
    private readonly int _collections = GC.CollectionCount(0);
    private readonly int _fullCollections = GC.CollectionCount(GC.MaxGeneration);
    private long _peak;

    /// <summary>Begins to watch.</summary>
    /// <param name="children">Processes whose processor time and memory count as well; null for none.</param>
    public ResourceProbe(ChildProcessPool? children = null)
    {
        _children = children;
        _cpu = Cpu;
        Sample();
        _sampling = new Timer(static probe => ((ResourceProbe)probe!).Sample(), this, Interval, Interval);
    }

    /// <summary>What was used since the making.</summary>
    public ResourceUse Stop()
    {
        _sampling.Dispose();
        Sample();
        return new ResourceUse(
            Cpu - _cpu,
            Interlocked.Read(ref _peak),
            GC.GetTotalAllocatedBytes() - _allocated,
            GC.GetTotalPauseDuration() - _pause,
            GC.CollectionCount(0) - _collections,
            GC.CollectionCount(GC.MaxGeneration) - _fullCollections);
    }

    /// <inheritdoc/>
    public void Dispose() => _sampling.Dispose();

    private TimeSpan Cpu => ProcessTimes.Cpu + (_children?.ProcessorTime ?? TimeSpan.Zero);

    /// <summary>A late tick may meet the next one, or <see cref="Stop"/>.</summary>
    private void Sample()
    {
        long now = ProcessMemory.Current + (_children?.ResidentMemory ?? 0);
        long before;
        while (now > (before = Interlocked.Read(ref _peak)))
            if (Interlocked.CompareExchange(ref _peak, now, before) == before)
                return;
    }
}

/// <summary>The processor time of this process.</summary>
internal static class ProcessTimes
{
    /// <summary>User and kernel time of all threads since the process began.</summary>
    public static TimeSpan Cpu
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.TotalProcessorTime;
        }
    }
}

/// <summary>What the process used during a span of time.</summary>
/// <param name="Cpu">Processor time of all threads.</param>
/// <param name="PeakMemory">The largest resident memory seen, in bytes.</param>
/// <param name="AllocatedBytes">Bytes of managed memory that were asked for.</param>
/// <param name="GcPause">How long the garbage collector held up all threads.</param>
/// <param name="Collections">Garbage collections of any generation.</param>
/// <param name="FullCollections">Garbage collections of all generations, the costly ones.</param>
internal sealed record ResourceUse(TimeSpan Cpu, long PeakMemory, long AllocatedBytes, TimeSpan GcPause, int Collections, int FullCollections);

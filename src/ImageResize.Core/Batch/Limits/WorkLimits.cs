using ImageResize.Batch.Monitoring;
using ImageResize.Imaging.Engines;
using ImageResize.Processes;

namespace ImageResize.Batch.Limits;

/// <summary>What bounds the work of a run, shared by its workers. Thread safe.</summary>
internal sealed class WorkLimits : IDisposable
{
    /// <summary>While one image is read or written, another has its processor.</summary>
    public const int InHandPerWorker = 2;

    private const int AbandonedPerWorker = 4;

    private volatile int _mostInHand;
    private int _pausing;

    /// <summary>Makes limits that nothing counts against yet.</summary>
    /// <param name="workers">How many images are computed at once, 1 to <see cref="ThrottleLimit.Most"/>.</param>
    /// <param name="memory">Bytes that the images in hand may take together, at least 1; null for the default (<see cref="MemoryBudget.Default"/>).</param>
    /// <param name="imagesPerSecond">How many images begin in a second, above 0; null for no limit.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no workers, or the rate is not above 0.</exception>
    public WorkLimits(int workers, long? memory = null, double? imagesPerSecond = null)
    {
        Workers = workers;
        _mostInHand = workers * InHandPerWorker;
        Slots = new ComputeSlots(workers);
        Memory = new MemoryBudget(memory ?? MemoryBudget.Default, FreedMemory.Relieve);
        Rate = new RateGate(imagesPerSecond);
        Abandoned = new AbandonedImages(workers * AbandonedPerWorker);
        Idle = new IdleProcessors(Slots, Memory);
    }

    /// <summary>How many images are computed at once.</summary>
    public int Workers { get; }

    /// <summary>How many images may be in hand at once, at least 1; changes in a run that adapts.</summary>
    public int MostInHand
    {
        get => _mostInHand;
        set => _mostInHand = value;
    }

    /// <summary>The processors.</summary>
    public ComputeSlots Slots { get; }

    /// <summary>The memory.</summary>
    public MemoryBudget Memory { get; }

    /// <summary>The processors that no image needs, for parts of large ones.</summary>
    public IdleProcessors Idle { get; }

    /// <summary>The rate.</summary>
    public RateGate Rate { get; }

    /// <summary>How long an image may take, all stages but waiting, above zero; null for no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The images that could not be stopped.</summary>
    public AbandonedImages Abandoned { get; }

    /// <summary>Whether the number of images in hand follows what storage and memory are best served with.</summary>
    public bool IsAdaptive { get; init; }

    /// <summary>What the time is told by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The images that have begun.</summary>
    public ActiveImages Active { get; } = new(TimeProvider.System);

    /// <summary>How many images wait between two attempts now.</summary>
    public int Pausing => Volatile.Read(ref _pausing);

    /// <summary>Counts images that begin to wait for another attempt, or (negative) no longer do.</summary>
    public void CountPauses(int change) => Interlocked.Add(ref _pausing, change);

    /// <summary>Makes a worker's scaler, which takes what idles for huge images.</summary>
    /// <param name="children">The processes in which libvips works; null for this one.</param>
    public ImageScaler NewScaler(ChildProcessPool? children) => new(children, Idle);

    /// <inheritdoc/>
    public void Dispose()
    {
        Slots.Dispose();
        Rate.Dispose();
    }
}

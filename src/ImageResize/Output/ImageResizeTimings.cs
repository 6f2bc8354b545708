namespace ImageResize;

/// <summary>The time of each stage in milliseconds; without the ending, as a TimeSpan: Read, Scale. Immutable.</summary>
public sealed class ImageResizeTimings
{
    internal ImageResizeTimings(StageTimes times)
    {
        WaitQueueMilliseconds = Quantity.Milliseconds(times[Stage.Queue]);
        WaitRateMilliseconds = Quantity.Milliseconds(times[Stage.Rate]);
        WaitMemoryMilliseconds = Quantity.Milliseconds(times[Stage.Memory]);
        WaitProcessorMilliseconds = Quantity.Milliseconds(times[Stage.Processor]);
        ReadMilliseconds = Quantity.Milliseconds(times[Stage.Read]);
        ScaleMilliseconds = Quantity.Milliseconds(times[Stage.Scale]);
        EncodeMilliseconds = Quantity.Milliseconds(times[Stage.Encode]);
        WriteMilliseconds = Quantity.Milliseconds(times[Stage.Write]);
    }

    /// <summary>All waiting: in the queue, for the rate limit, for memory, for a processor.</summary>
    public double WaitMilliseconds => Math.Round(WaitQueueMilliseconds + WaitRateMilliseconds + WaitMemoryMilliseconds + WaitProcessorMilliseconds, 4);

    /// <summary>Waiting in the queue until a worker took it.</summary>
    public double WaitQueueMilliseconds { get; }

    /// <summary>Waiting for its turn under -RateLimit.</summary>
    public double WaitRateMilliseconds { get; }

    /// <summary>Waiting until the images in hand left it the memory (-MemoryLimit).</summary>
    public double WaitMemoryMilliseconds { get; }

    /// <summary>Waiting for a processor: more images are in hand than are computed at once.</summary>
    public double WaitProcessorMilliseconds { get; }

    /// <summary>Reading the file.</summary>
    public double ReadMilliseconds { get; }

    /// <summary>Decoding and scaling.</summary>
    public double ScaleMilliseconds { get; }

    /// <summary>Encoding.</summary>
    public double EncodeMilliseconds { get; }

    /// <summary>Writing the file.</summary>
    public double WriteMilliseconds { get; }

    /// <summary>All stages but the waiting.</summary>
    public double WorkMilliseconds => Math.Round(ReadMilliseconds + ScaleMilliseconds + EncodeMilliseconds + WriteMilliseconds, 4);

    /// <summary>The stages in milliseconds, in one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"wait {WaitMilliseconds:0.0} ms, read {ReadMilliseconds:0.0} ms, scale {ScaleMilliseconds:0.0} ms, encode {EncodeMilliseconds:0.0} ms, write {WriteMilliseconds:0.0} ms");
}

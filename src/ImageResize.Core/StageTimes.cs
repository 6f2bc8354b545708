using System.Runtime.CompilerServices;

namespace ImageResize;

/// <summary>The time that each stage took.</summary>
[InlineArray(Count)]
internal struct StageTimes
{
    /// <summary>The number of stages.</summary>
    public const int Count = (int)Stage.Write + 1;

    private TimeSpan _first;

    /// <summary>The time of one stage.</summary>
    public TimeSpan this[Stage stage]
    {
        readonly get => this[(int)stage];
        set => this[(int)stage] = value;
    }

    /// <summary>All stages together.</summary>
    public readonly TimeSpan Total => Sum(Stage.Queue, Stage.Write);

    /// <summary>All waiting: for a worker, for a turn, for memory, for a processor.</summary>
    public readonly TimeSpan Wait => Sum(Stage.Queue, Stage.Processor);

    /// <summary>All stages in which something was done for the image.</summary>
    public readonly TimeSpan Work => Sum(Stage.Read, Stage.Write);

    /// <summary>What the image took of a worker: all but the time in the queue.</summary>
    public readonly TimeSpan InHand => Sum(Stage.Rate, Stage.Write);

    /// <summary>Adds another image's times.</summary>
    public void Add(in StageTimes other)
    {
        for (int i = 0; i < Count; i++)
            this[i] += other[i];
    }

    private readonly TimeSpan Sum(Stage first, Stage last)
    {
        TimeSpan sum = TimeSpan.Zero;
        for (int i = (int)first; i <= (int)last; i++)
            sum += this[i];
        return sum;
    }
}

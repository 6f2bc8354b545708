using System.Runtime.CompilerServices;

namespace ImageResize.Metrics;

/// <summary>The time that each stage took.</summary>
[InlineArray(Count)]
public struct StageTimes
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
    public readonly TimeSpan Total
    {
        get
        {
            TimeSpan sum = TimeSpan.Zero;
            foreach (TimeSpan time in this)
                sum += time;
            return sum;
        }
    }

    /// <summary>Adds another image's times.</summary>
    public void Add(in StageTimes other)
    {
        for (int i = 0; i < Count; i++)
            this[i] += other[i];
    }
}

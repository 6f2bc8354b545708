using ImageResize.Pixels;

namespace ImageResize.Fuzzing;

/// <summary>Lends so many processors at a time; each is wanted back when it was asked so often whether it is.</summary>
internal sealed class SampleProcessors(int count, int wantedAfter = int.MaxValue) : IIdleProcessors
{
    private readonly Lock _gate = new();

    /// <summary>How many processors were lent so far.</summary>
    public int Lent { get; private set; }

    /// <summary>How many processors are lent now.</summary>
    public int Working { get; private set; }

    /// <summary>The memory that is lent now, in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>The most memory that was lent, in bytes.</summary>
    public long MostBytes { get; private set; }

    /// <inheritdoc/>
    public IIdleProcessor? TryTake(long bytes)
    {
        lock (_gate)
        {
            if (Working == count)
                return null;
            Working++;
            Lent++;
            Bytes += bytes;
            MostBytes = Math.Max(MostBytes, Bytes);
            return new Loan(this, bytes, wantedAfter);
        }
    }

    private sealed class Loan(SampleProcessors owner, long bytes, int wantedAfter) : IIdleProcessor
    {
        private int _asked;
        private bool _isGivenBack;

        public bool IsWanted => ++_asked > wantedAfter;

        public void GiveBack()
        {
            lock (owner._gate)
            {
                owner.Working -= _isGivenBack ? 0 : 1;
                _isGivenBack = true;
            }
        }

        public void Dispose()
        {
            GiveBack();
            lock (owner._gate)
                owner.Bytes -= bytes;
        }
    }
}

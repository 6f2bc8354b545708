using ImageResize.Pixels;

namespace ImageResize.Batch.Limits;

/// <summary>
/// Lends the processors of a run that no image needs, and memory that is left of its budget, to the images that are in work: the last ones, or
/// a huge one alone. A processor is lent while nobody waits for one, and is wanted back as soon as somebody does. Thread safe.
/// </summary>
/// <param name="slots">The processors.</param>
/// <param name="memory">The memory.</param>
internal sealed class IdleProcessors(ComputeSlots slots, MemoryBudget memory) : IIdleProcessors
{
    /// <inheritdoc/>
    public IIdleProcessor? TryTake(long bytes)
    {
        if (!slots.TryEnter())
            return null;
        if (memory.TryEnter(bytes) is { } share)
            return new Loan(slots, share);
        slots.Leave();
        return null;
    }

    private sealed class Loan(ComputeSlots slots, MemoryBudget.Admission share) : IIdleProcessor
    {
        private int _isGivenBack;

        public bool IsWanted => slots.AreWanted;

        public void GiveBack()
        {
            if (Interlocked.Exchange(ref _isGivenBack, 1) != 0)
                return;
            try
            {
                slots.Leave();
            }
            catch (ObjectDisposedException)
            {
                // The run has ended, and has left an image behind that it had given up.
            }
        }

        public void Dispose()
        {
            GiveBack();
            share.Dispose();
        }
    }
}

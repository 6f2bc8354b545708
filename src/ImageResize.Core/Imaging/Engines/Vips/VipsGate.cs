using System.Diagnostics;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// libvips has one error buffer for the process. While several workers run, its text may belong to another image;
/// so the workers pass here together, and who wants a text that can be trusted repeats its operation as the only
/// one inside. That happens for failed images alone. Nobody waits for an operation that was asked to end: it may be
/// the one that hangs. Thread safe.
/// </summary>
internal static class VipsGate
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly object Gate = new();
    private static readonly LinkedList<CancellationToken> Inside = new();
    private static LinkedListNode<CancellationToken>? _alone;
    private static int _wantAlone;

    /// <summary>Runs an operation beside those of other workers.</summary>
    /// <param name="operation">What to do in libvips.</param>
    /// <param name="cancellation">Asks the operation to end.</param>
    /// <exception cref="OperationCanceledException">It was asked to end before it began.</exception>
    public static T Shared<T>(Func<T> operation, CancellationToken cancellation)
    {
        LinkedListNode<CancellationToken> self;
        lock (Gate)
        {
            while (IsTaken || _wantAlone > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                Monitor.Wait(Gate, PollInterval);
            }

            self = Inside.AddLast(cancellation);
        }

        try
        {
            return operation();
        }
        finally
        {
            lock (Gate)
            {
                Inside.Remove(self);
                Monitor.PulseAll(Gate);
            }
        }
    }

    /// <summary>Runs an operation while no other worker is inside libvips; false where that was not to be had in time.</summary>
    /// <param name="operation">What to do in libvips.</param>
    /// <param name="cancellation">Asks the operation to end.</param>
    /// <param name="patience">How long to wait for it; some seconds where nothing is said.</param>
    public static bool TryAlone(Action operation, CancellationToken cancellation, TimeSpan? patience = null)
    {
        var self = new LinkedListNode<CancellationToken>(cancellation);
        if (!TryTake(self, patience ?? Patience))
            return false;
        try
        {
            operation();
            return true;
        }
        finally
        {
            lock (Gate)
            {
                // Another may have come in its place if it was asked to end and took its time.
                if (_alone == self)
                    _alone = null;
                Monitor.PulseAll(Gate);
            }
        }
    }

    private static bool IsTaken => _alone is { Value.IsCancellationRequested: false };

    private static bool TryTake(LinkedListNode<CancellationToken> self, TimeSpan patience)
    {
        long began = Stopwatch.GetTimestamp();
        lock (Gate)
        {
            _wantAlone++;
            try
            {
                while (IsTaken || Inside.Any(one => !one.IsCancellationRequested))
                {
                    if (self.Value.IsCancellationRequested || Stopwatch.GetElapsedTime(began) > patience)
                        return false;
                    Monitor.Wait(Gate, PollInterval);
                }

                _alone = self;
                return true;
            }
            finally
            {
                _wantAlone--;
                Monitor.PulseAll(Gate);
            }
        }
    }
}

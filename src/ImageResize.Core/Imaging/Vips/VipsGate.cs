namespace ImageResize.Imaging.Vips;

/// <summary>
/// libvips has one error buffer for the process. While several workers run, its text may belong to another image;
/// so the workers pass here as readers, and who wants a text that can be trusted repeats its operation as the only
/// one inside. That happens for failed images alone, and never waits for ever.
/// </summary>
internal static class VipsGate
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly ReaderWriterLockSlim Lock = new(LockRecursionPolicy.NoRecursion);

    /// <summary>Runs an operation beside those of other workers.</summary>
    public static T Shared<T>(Func<T> operation)
    {
        Lock.EnterReadLock();
        try
        {
            return operation();
        }
        finally
        {
            Lock.ExitReadLock();
        }
    }

    /// <summary>Runs an operation while no other worker is inside libvips; false where that was not to be had in time.</summary>
    /// <param name="operation">What to run.</param>
    /// <param name="patience">How long to wait for it; some seconds where nothing is said.</param>
    public static bool TryAlone(Action operation, TimeSpan? patience = null)
    {
        if (!Lock.TryEnterWriteLock(patience ?? Patience))
            return false;
        try
        {
            operation();
            return true;
        }
        finally
        {
            Lock.ExitWriteLock();
        }
    }
}

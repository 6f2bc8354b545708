namespace ImageResize.Batch;

/// <summary>
/// Limits how many images are decoded and encoded at once to the throttle limit, while more threads than that read
/// and write. Thread safe.
/// </summary>
/// <param name="count">How many, at least 1.</param>
public sealed class ComputeSlots(int count) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count, count);

    /// <summary>Waits for a slot.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public void Enter(CancellationToken cancellation) => _free.Wait(cancellation);

    /// <summary>Gives the slot back.</summary>
    public void Leave() => _free.Release();

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();
}

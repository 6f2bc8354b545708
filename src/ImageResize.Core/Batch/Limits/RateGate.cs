using System.Threading.RateLimiting;

namespace ImageResize.Batch.Limits;

/// <summary>Lets images begin at a steady rate, counted from start to start. Thread safe.</summary>
internal sealed class RateGate : IDisposable
{
    /// <summary>A timer cannot tick much faster: above this rate several images begin at each tick.</summary>
    private const double TicksPerSecond = 50;

    private readonly TokenBucketRateLimiter? _limiter;

    /// <summary>Makes a gate.</summary>
    /// <param name="imagesPerSecond">Above 0; null for no limit.</param>
    public RateGate(double? imagesPerSecond)
    {
        if (imagesPerSecond is not { } rate)
            return;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        int together = Math.Max(1, (int)Math.Round(rate / TicksPerSecond));
        _limiter = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = together,
            TokensPerPeriod = together,
            ReplenishmentPeriod = TimeSpan.FromSeconds(together / rate),
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            AutoReplenishment = true,
        });
    }

    /// <summary>Waits for the next start.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public void Wait(CancellationToken cancellation)
    {
        if (_limiter is null)
            return;
        using RateLimitLease lease = _limiter.AcquireAsync(1, cancellation).AsTask().GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter?.Dispose();
}

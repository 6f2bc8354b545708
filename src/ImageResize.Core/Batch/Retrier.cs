using Polly;
using Polly.Retry;

namespace ImageResize.Batch;

/// <summary>
/// Tries an operation on files again when its error may pass, with pauses that grow and differ (exponential with
/// jitter), so that many workers do not fall upon a recovering server at the same moment. The image in hand counts its
/// attempts. Belongs to one worker; not thread safe.
/// </summary>
internal sealed class Retrier
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    private readonly ResiliencePipeline _pipeline;
    private readonly CancellationToken _cancellation;
    private ImageJob? _job;

    /// <summary>Makes a retrier.</summary>
    /// <param name="options">How often and how soon.</param>
    /// <param name="cancellation">Ends a pause while no image is in hand.</param>
    public Retrier(RetryOptions options, CancellationToken cancellation = default)
    {
        _cancellation = cancellation;
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Attempts, 1);
        if (options.Attempts == 1)
        {
            _pipeline = ResiliencePipeline.Empty;
            return;
        }

        _pipeline = new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.Attempts - 1,
                Delay = options.Delay,
                MaxDelay = LongestDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = attempt => new ValueTask<bool>(FaultOf(attempt.Outcome) is { } fault && (fault.IsTransient || (options.DiskFull && fault.ErrorId == ImageErrorId.DiskFull))),
                OnRetry = attempt =>
                {
                    _job?.BeginPause();
                    _job?.Record.Retry(FaultOf(attempt.Outcome)!.Message);
                    return default;
                },
            })
            .Build();
    }

    /// <summary>Begins a new image.</summary>
    public void Begin(ImageJob job) => _job = job;

    /// <summary>Runs an operation, again where its error may pass; the last error is thrown, or returned by one that returns its fault.</summary>
    /// <exception cref="OperationCanceledException">The image was to end during a pause.</exception>
    public T Run<T>(Func<T> operation)
    {
        ImageJob? job = _job;
        try
        {
            return _pipeline.Execute(
                _ =>
                {
                    job?.EndPause();
                    return operation();
                },
                job?.Cancellation ?? _cancellation);
        }
        finally
        {
            job?.EndPause();
        }
    }

    /// <inheritdoc cref="Run{T}(Func{T})"/>
    public void Run(Action operation) => Run<object?>(() =>
    {
        operation();
        return null;
    });

    private static Fault? FaultOf(Outcome<object> outcome) => (outcome.Exception as ImageResizeException)?.Fault ?? outcome.Result as Fault;
}

/// <summary>How often and how soon an I/O error that may pass is tried again. Immutable.</summary>
internal sealed record RetryOptions
{
    /// <summary>Attempts in all, at least 1; 1 never tries again.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>The pause before the second attempt; each further one is twice as long, within a jitter.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether a full disk is waited for, too.</summary>
    public bool DiskFull { get; init; }
}

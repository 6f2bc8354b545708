using ImageResize.Imaging;

namespace ImageResize.Batch;

/// <summary>What is known of an image while it is worked on, for the outcomes of its outputs. Thread safe.</summary>
/// <param name="item">The image and its outputs.</param>
/// <param name="clock">Its times.</param>
internal sealed class JobRecord(WorkItem item, StageClock clock)
{
    private readonly Lock _gate = new();
    private ImageOutcome _known = new() { Status = ResizeStatus.Failed, SourcePath = item.SourcePath };
    private List<string>? _retryReasons;
    private int _attempts = 1;
    private int _closed;

    /// <summary>The page of a document that all outputs are of, so that its faults are its own; a later one is known before the header is.</summary>
    private int? _page = item.Page is > 0 ? item.Page : null;
    private (ImageErrorId Id, string Message)? _told;

    /// <summary>The outputs that have no outcome yet, as they are now.</summary>
    public PlannedOutput[] Open
    {
        get
        {
            lock (_gate)
                return [.. item.Outputs.Skip(_closed)];
        }
    }

    /// <summary>Notes what is known of the input.</summary>
    public void Describe(ImageInput input, ImageHeader header)
    {
        lock (_gate)
        {
            _page = header is { Pages: 1, PagesInFile: > 1 } ? item.Page : null;
            _known = _known with { SourceLength = input.Length, SourceSize = header.Size, SourceFormat = header.Format };
        }
    }

    /// <summary>A further attempt begins, because of what is told.</summary>
    public void Retry(string reason)
    {
        lock (_gate)
        {
            _attempts++;
            (_retryReasons ??= []).Add(reason);
        }
    }

    /// <summary>The outcome of an output as far as it is known: failed, unless more is said.</summary>
    public ImageOutcome OutcomeOf(PlannedOutput output)
    {
        lock (_gate)
            return _known with { OutputPath = output.Path, Page = output.Page };
    }

    /// <summary>
    /// The outcome of the next open output, with the times since the one before and the attempts so far; the reasons of
    /// retries are told once.
    /// </summary>
    public ImageOutcome Close(ImageOutcome outcome)
    {
        lock (_gate)
        {
            _closed++;
            outcome = OfPage(outcome);
            IReadOnlyList<string> reasons = _retryReasons ?? outcome.RetryReasons;
            _retryReasons = null;
            (ImageErrorId, string)? reason = outcome.Fault is { } fault ? (fault.ErrorId, fault.Message) : null;
            bool isTold = reason is not null && reason == _told;
            _told = reason ?? _told;
            return outcome with { IsFaultTold = isTold, Times = clock.Split(), Attempts = _attempts, RetryReasons = reasons };
        }
    }

    /// <summary>Says which page has a fault that others of the document need not have.</summary>
    private ImageOutcome OfPage(ImageOutcome outcome)
    {
        bool isOfPage = outcome.Fault is { ErrorId: ImageErrorId.Damaged or ImageErrorId.UnsupportedFormat or ImageErrorId.TooLarge or ImageErrorId.TargetNotReached };
        return isOfPage && _page is { } page ? outcome with { Fault = outcome.Fault! with { Message = $"-Page {page}: {outcome.Fault.Message}" } } : outcome;
    }
}

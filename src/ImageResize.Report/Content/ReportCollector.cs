using ImageResize.Batch;
using ImageResize.Imaging;

namespace ImageResize.Report.Content;

/// <summary>
/// What a report is made from, taken in one by one: figures of everything, and a limited number of rows. However long
/// the run, the memory is bounded. Belongs to one thread.
/// </summary>
/// <param name="thumbnails">How many images of the contact sheet are remembered.</param>
internal sealed class ReportCollector(int thumbnails)
{
    /// <summary>Results that the report lists; of further ones only the figures count.</summary>
    public const int MaxResults = 10_000;

    /// <summary>Failures that the report lists, beside the results.</summary>
    public const int MaxFailures = 1_000;

    /// <summary>Characters of all paths and messages that are remembered: 10,000 ordinary rows need a tenth.</summary>
    private const long MaxCharacters = 8 << 20;

    private readonly Dictionary<(ImageFormat From, ImageFormat To), FormatFlow> _formats = [];
    private readonly List<ImageOutcome> _results = [];
    private readonly List<Failure> _failures = [];
    private readonly Dictionary<(string Path, ImageErrorId? ErrorId), int> _failureOf = [];
    private readonly List<ImageOutcome> _contacts = [];
    private readonly List<ReportMeasurement> _measurements = [];
    private readonly FolderPrefix _folder = new();
    private readonly ThroughputSeries _throughput = new();
    private long _characters;
    private RunFigures? _totals;

    /// <summary>Whether anything was taken in.</summary>
    public bool IsEmpty => Counters.Total == 0 && _totals is null && _measurements.Count == 0;

    internal BatchCounters Counters { get; } = new();

    /// <summary>The first results.</summary>
    internal IReadOnlyList<ImageOutcome> Results => _results;

    /// <summary>The first failures.</summary>
    internal IReadOnlyList<Failure> Failures => _failures;

    /// <summary>The images of the contact sheet.</summary>
    internal IReadOnlyList<ImageOutcome> Contacts => _contacts;

    internal IReadOnlyList<ReportMeasurement> Measurements => _measurements;

    internal ThroughputSeries Throughput => _throughput;

    /// <summary>The folder that all images lie in.</summary>
    internal FolderPrefix Folder => _folder;

    /// <summary>What went from which format to which, the largest first.</summary>
    internal IReadOnlyList<FormatFlow> Formats => [.. _formats.Values.OrderByDescending(flow => flow.BytesBefore)];

    /// <summary>The figures: those of a summary where there was one, else those of the results.</summary>
    internal RunFigures? Totals => _totals ?? (Counters.Total > 0 ? RunFigures.Of(Counters, ElapsedOfResults) : null);

    private TimeSpan ElapsedOfResults => _throughput.Span is var (first, last) && last > first ? last - first : TimeSpan.Zero;

    /// <summary>Takes in a result.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="completed">When it was done, UTC; null where that is not known.</param>
    public void Add(ImageOutcome outcome, DateTime? completed)
    {
        Counters.Add(outcome);
        _folder.Add(outcome.SourcePath);
        if (completed is { } time && outcome.Status != ResizeStatus.Skipped)
            _throughput.Add(time, outcome.Times.Work, outcome.Status == ResizeStatus.Failed);
        bool written = outcome.Status is ResizeStatus.Resized or ResizeStatus.Copied;
        if (written && outcome is { SourceFormat: { } from, OutputFormat: { } to })
            _formats[(from, to)] = (_formats.GetValueOrDefault((from, to)) ?? new FormatFlow(from, to, 0, 0, 0)).Plus(outcome.SourceLength, outcome.OutputLength);
        if (written && _contacts.Count < thumbnails && !_contacts.Exists(shown => shown.SourcePath == outcome.SourcePath))
            _contacts.Add(Light(outcome));
        if (_results.Count < MaxResults && HasRoomFor(outcome))
            _results.Add(Light(outcome));
        if (outcome.Status == ResizeStatus.Failed)
            AddFailure(outcome);
    }

    /// <summary>Takes in the figures of a run; those of several are added up.</summary>
    public void Add(RunFigures totals) => _totals = _totals?.Plus(totals) ?? totals;

    /// <summary>Takes in a measurement.</summary>
    public void Add(ReportMeasurement measurement) => _measurements.Add(measurement);

    private void AddFailure(ImageOutcome outcome)
    {
        if (_failureOf.TryGetValue((outcome.SourcePath, outcome.ErrorId), out int index))
        {
            _failures[index] = _failures[index] with { Outputs = _failures[index].Outputs + 1 };
        }
        else if (_failures.Count < MaxFailures && HasRoomFor(outcome))
        {
            _failureOf[(outcome.SourcePath, outcome.ErrorId)] = _failures.Count;
            _failures.Add(new Failure(Light(outcome), 1));
        }
    }

    private bool HasRoomFor(ImageOutcome outcome)
    {
        long characters = outcome.SourcePath.Length + (outcome.OutputPath?.Length ?? 0) + (outcome.Message?.Length ?? 0);
        if (_characters + characters > MaxCharacters)
            return false;
        _characters += characters;
        return true;
    }

    /// <summary>An exception holds on to much that no report shows.</summary>
    private static ImageOutcome Light(ImageOutcome outcome) => outcome.Fault is { } fault ? outcome with { Fault = fault with { Cause = null } } : outcome;
}

/// <summary>An image that failed, once for all of its outputs that failed alike.</summary>
/// <param name="First">What became of the first of them.</param>
/// <param name="Outputs">How many there are.</param>
internal sealed record Failure(ImageOutcome First, long Outputs);

/// <summary>The images that went from one format to another.</summary>
/// <param name="From">The inputs' format.</param>
/// <param name="To">The outputs' format.</param>
/// <param name="Images">How many.</param>
/// <param name="BytesBefore">The inputs' bytes.</param>
/// <param name="BytesAfter">The outputs' bytes.</param>
internal sealed record FormatFlow(ImageFormat From, ImageFormat To, long Images, long BytesBefore, long BytesAfter)
{
    /// <summary>"JPEG → WebP", or "JPEG" where it stays.</summary>
    public string Name => From == To ? FormatTraits.Of(From).Name : $"{FormatTraits.Of(From).Name} → {FormatTraits.Of(To).Name}";

    /// <summary>The same, and one image more.</summary>
    public FormatFlow Plus(long before, long after) => this with { Images = Images + 1, BytesBefore = BytesBefore + before, BytesAfter = BytesAfter + after };
}

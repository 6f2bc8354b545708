using ImageResize.Imaging;

namespace ImageResize.Batch;

/// <summary>What became of one output of one image. Immutable, safe to hand between threads.</summary>
internal sealed record ImageOutcome
{
    /// <summary>What became of it.</summary>
    public required ResizeStatus Status { get; init; }

    /// <summary>The full path of the input.</summary>
    public required string SourcePath { get; init; }

    /// <summary>The full path of the output; null where none was planned.</summary>
    public string? OutputPath { get; init; }

    /// <summary>The page or frame that it is of, from 0; null where none was asked for.</summary>
    public int? Page { get; init; }

    /// <summary>The input's size in pixels as seen, where its header was read.</summary>
    public PixelSize? SourceSize { get; init; }

    /// <summary>The output's size in pixels, where it was written.</summary>
    public PixelSize? OutputSize { get; init; }

    /// <summary>The input's format, where it was told.</summary>
    public ImageFormat? SourceFormat { get; init; }

    /// <summary>The output's format, where it was written.</summary>
    public ImageFormat? OutputFormat { get; init; }

    /// <summary>The input's length in bytes; 0 where it was not read.</summary>
    public long SourceLength { get; init; }

    /// <summary>The output's length in bytes; 0 where it was not written.</summary>
    public long OutputLength { get; init; }

    /// <summary>The quality that it was encoded with, 1 to 100; null where none was.</summary>
    public int? Quality { get; init; }

    /// <summary>How many times it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>Why each attempt before the last one failed.</summary>
    public IReadOnlyList<string> RetryReasons { get; init; } = [];

    /// <summary>The time by stage, waiting included.</summary>
    public StageTimes Times { get; init; }

    /// <summary>What did the work: an engine and its version, or "copy".</summary>
    public string? Engine { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public Fault? Fault { get; init; }

    /// <summary>Whether another output of the image failed for the same reason before: one bad file is one error.</summary>
    public bool IsFaultTold { get; init; }

    /// <summary>The stable id of why it failed.</summary>
    public ImageErrorId? ErrorId => Fault?.ErrorId;

    /// <summary>Why it was skipped.</summary>
    public string? SkipReason { get; init; }

    /// <summary>What is wrong and what to do, or why it was skipped.</summary>
    public string? Message => Fault?.Message ?? SkipReason;

    /// <summary>What the user should know although it went well, such as frames left out.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The kinds of what the input holds and the output does not.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>Oddities that the decoder remarked on and that cost no pixel.</summary>
    public IReadOnlyList<string> DecoderRemarks { get; init; } = [];

    /// <summary>The same output, failed.</summary>
    public ImageOutcome Failed(Fault fault) => this with { Status = ResizeStatus.Failed, Fault = fault };

    /// <summary>A failure before any work.</summary>
    public static ImageOutcome Failure(string sourcePath, string? outputPath, Fault fault) => new()
    {
        Status = ResizeStatus.Failed,
        SourcePath = sourcePath,
        OutputPath = outputPath,
        Fault = fault,
    };

    /// <summary>Something that needed no work; without an output where that is told elsewhere. Never name the input as the output: results are piped on, to Remove-Item too.</summary>
    public static ImageOutcome Skip(string sourcePath, string? outputPath, string reason) => new()
    {
        Status = ResizeStatus.Skipped,
        SourcePath = sourcePath,
        OutputPath = outputPath,
        SkipReason = reason,
    };
}

/// <summary>What became of one output.</summary>
internal enum ResizeStatus
{
    /// <summary>Scaled or converted, and written.</summary>
    Resized,

    /// <summary>The image fitted already and was copied byte for byte.</summary>
    Copied,

    /// <summary>Nothing was to be done.</summary>
    Skipped,

    /// <summary>Nothing was written; the error says why.</summary>
    Failed,
}

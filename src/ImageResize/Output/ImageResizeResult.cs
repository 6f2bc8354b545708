using ImageResize.Batch;

namespace ImageResize;

/// <summary>
/// What became of one output of one image. <see cref="Path"/> and <see cref="FullName"/> are the output, so that a
/// result pipes on to whatever takes files. Immutable.
/// </summary>
public sealed class ImageResizeResult
{
    internal ImageResizeResult(ImageOutcome outcome)
    {
        Status = outcome.Status.ToString();
        SourcePath = outcome.SourcePath;
        OutputPath = outcome.OutputPath;
        Path = outcome.Status == ResizeStatus.Failed ? null : outcome.OutputPath;
        SourceWidth = outcome.SourceSize?.Width ?? 0;
        SourceHeight = outcome.SourceSize?.Height ?? 0;
        Width = outcome.OutputSize?.Width ?? 0;
        Height = outcome.OutputSize?.Height ?? 0;
        SourceLength = outcome.SourceLength;
        Length = outcome.OutputLength;
        SourceFormat = outcome.SourceFormat?.ToString();
        Format = outcome.OutputFormat?.ToString();
        Quality = outcome.Quality;
        Page = outcome.Page;
        Attempts = outcome.Attempts;
        Timings = new ImageResizeTimings(outcome.Times);
        EndTime = DateTime.Now;
        Engine = outcome.Engine;
        ErrorId = outcome.ErrorId?.ToString();
        Message = outcome.Message;
        Warnings = new ValueList<string>([.. outcome.Warnings, .. outcome.DecoderRemarks]);
        Dropped = new ValueList<string>(outcome.Dropped);
    }

    /// <summary>Resized, Copied, Skipped or Failed.</summary>
    public string Status { get; }

    /// <summary>The full path of the output; null where it failed, or where the image was given twice.</summary>
    public string? Path { get; }

    /// <summary>The full path of the output; null where it failed, or where the image was given twice.</summary>
    public string? FullName => Path;

    /// <summary>The output's file name.</summary>
    public string? Name => System.IO.Path.GetFileName(Path);

    /// <summary>The full path of the input.</summary>
    public string SourcePath { get; }

    /// <summary>The full path that was planned for the output, also where it failed.</summary>
    public string? OutputPath { get; }

    /// <summary>The input's width in pixels, upright; 0 where it is not known.</summary>
    public int SourceWidth { get; }

    /// <summary>The input's height in pixels, upright; 0 where it is not known.</summary>
    public int SourceHeight { get; }

    /// <summary>The output's width in pixels; 0 where none was written.</summary>
    public int Width { get; }

    /// <summary>The output's height in pixels; 0 where none was written.</summary>
    public int Height { get; }

    /// <summary>The input's length in bytes.</summary>
    public long SourceLength { get; }

    /// <summary>The output's length in bytes; 0 where none was written.</summary>
    public long Length { get; }

    /// <summary>The input's length less the output's; 0 where none was written.</summary>
    public long BytesSaved => Width > 0 ? SourceLength - Length : 0;

    /// <summary>The input's format, told from its content.</summary>
    public string? SourceFormat { get; }

    /// <summary>The output's format.</summary>
    public string? Format { get; }

    /// <summary>The quality that it was encoded with, 1 to 100; empty where the format has none, or where nothing was encoded.</summary>
    public int? Quality { get; }

    /// <summary>The page or frame of the input that the output is of, as -Page takes it, from 0; empty where -Page was not given.</summary>
    public int? Page { get; }

    /// <summary>How many times it was tried.</summary>
    public int Attempts { get; }

    /// <summary>The milliseconds it took a worker, waiting left out. Duration is the same as a TimeSpan.</summary>
    public double DurationMilliseconds => Timings.WorkMilliseconds;

    /// <summary>When it was ready.</summary>
    public DateTime EndTime { get; }

    /// <summary>The time by stage.</summary>
    public ImageResizeTimings Timings { get; }

    /// <summary>What did the work: an engine and its version, or "copy".</summary>
    public string? Engine { get; }

    /// <summary>The stable id of a failure.</summary>
    public string? ErrorId { get; }

    /// <summary>What is wrong and what to do, or why it was skipped.</summary>
    public string? Message { get; }

    /// <summary>What to know of an image although it went well.</summary>
    public ValueList<string> Warnings { get; }

    /// <summary>What the input holds and the output does not: Frames, Pages, Pictures, Video, Layers, TrailingData, Segments (data that only their maker knows), GainMap, Exif, Xmp, Iptc, ColorProfile, Texts, Metadata (broken blocks), Depth (bits a sample).</summary>
    public ValueList<string> Dropped { get; }

    /// <summary>Status and path, in one line.</summary>
    public override string ToString() => $"{Status} {Path ?? SourcePath}";
}

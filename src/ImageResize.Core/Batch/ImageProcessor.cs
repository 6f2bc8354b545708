using System.Diagnostics;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Metrics;

namespace ImageResize.Batch;

/// <summary>
/// Does one image after the other: read, look at the header, scale, encode, write. Belongs to one worker and keeps
/// its buffers from image to image; not thread safe. Never throws for a fault of an image: that is an outcome.
/// </summary>
public sealed class ImageProcessor(ConvertOptions options, IImageScaler scaler, IFileLayer files, ComputeSlots slots)
{
    /// <summary>An output up to this many bytes leaves its buffer for the next one.</summary>
    private const int KeepOutputBytes = 16 << 20;

    private readonly ReusableBuffer _buffer = new();
    private readonly StageClock _clock = new();
    private MemoryStream _encoded = new();

    /// <summary>Does one item and hands each output's outcome to <paramref name="publish"/> as soon as it is known.</summary>
    public void Process(WorkItem item, Action<ImageOutcome> publish, CancellationToken cancellation)
    {
        _clock.Restart(Stopwatch.GetElapsedTime(item.QueuedAt));
        ImageInput? input = null;
        ImageHeader? header = null;
        try
        {
            cancellation.ThrowIfCancellationRequested();
            input = ImageInput.Open(item.SourcePath, files, _buffer);
            header = Compute(() => ReadHeader(input), cancellation);
            foreach (PlannedOutput output in item.Outputs)
                publish(Produce(item, output, input, header, cancellation));
        }
        catch (Exception e)
        {
            // Reading failed: no output of this image can be made.
            ImageResizeException fault = Classify(e);
            foreach (PlannedOutput output in item.Outputs)
                publish(Describe(item, output, input, header).Failed(fault) with { Times = _clock.Times });
        }
        finally
        {
            input?.Dispose();
            _buffer.Trim();
        }
    }

    /// <summary>Work for a processor waits for its slot; reading and writing do not hold one.</summary>
    private T Compute<T>(Func<T> work, CancellationToken cancellation)
    {
        _clock.Enter(Stage.Wait);
        slots.Enter(cancellation);
        try
        {
            _clock.Enter(Stage.Scale);
            return work();
        }
        finally
        {
            slots.Leave();
        }
    }

    private ImageHeader ReadHeader(ImageInput input)
    {
        ImageHeader header = ImageInspector.Inspect(input, scaler);
        if (header.TotalPixels > options.MaxPixels)
            throw new ImageResizeException(ImageErrorId.TooLarge, $"The image has {Measure(header)}, more than the {options.MaxPixels / 1e6:N0} megapixels allowed. Raise -MaxPixels if you trust it.");
        return header;
    }

    private ImageOutcome Produce(WorkItem item, PlannedOutput output, ImageInput input, ImageHeader header, CancellationToken cancellation)
    {
        ImageOutcome outcome = Describe(item, output, input, header);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            ImageFormat format = options.Format ?? header.Format;
            PixelSize size = ResizeGeometry.Plan(header.Size, output.Size, options.Mode, options.AllowEnlarge);
            bool copy = size == header.Size && format == header.Format && options.Metadata == MetadataPolicy.All;
            if (copy && output.InPlace)
                return outcome with { Status = ResizeStatus.Skipped, OutputSize = header.Size, OutputFormat = format, Message = "The image fits already.", Times = TakeTimes() };
            return copy
                ? Copy(outcome, output, input, header) with { Times = TakeTimes() }
                : Convert(outcome, output, input, header, format, size, cancellation) with { Times = TakeTimes() };
        }
        catch (Exception e)
        {
            return outcome.Failed(Classify(e)) with { Times = TakeTimes() };
        }
    }

    /// <summary>Lossless, and faster than anything: the image fits already and nothing else was asked for.</summary>
    private ImageOutcome Copy(ImageOutcome outcome, PlannedOutput output, ImageInput input, ImageHeader header)
    {
        _clock.Enter(Stage.Write);
        using Stream content = input.OpenStream();
        AtomicFile.Write(files, output.Path, content, WriteOptionsFor(outcome, output));
        return outcome with
        {
            Status = ResizeStatus.Copied,
            OutputSize = header.Size,
            OutputFormat = header.Format,
            OutputLength = input.Length,
            Engine = "copy",
        };
    }

    private ImageOutcome Convert(ImageOutcome outcome, PlannedOutput output, ImageInput input, ImageHeader header, ImageFormat format, PixelSize size, CancellationToken cancellation)
    {
        FormatTraits traits = FormatTraits.Of(format);
        if (size.LongSide > traits.MaxSide)
            throw new ImageResizeException(ImageErrorId.TooLarge, $"The output would be {size} pixels, and {traits.Name} holds at most {traits.MaxSide} on a side. Choose a smaller -Size or another -Format.");

        bool animated = header.Pages > 1 && FormatTraits.Of(header.Format).HasAnimation;
        bool allFrames = animated && traits.HasAnimation;
        _encoded.SetLength(0);
        _encoded.Position = 0;
        var request = new ScaleRequest(size, format, options.Quality, options.Metadata, allFrames);
        IReadOnlyList<string> said = Compute(() => scaler.Scale(input, header, request, _encoded, _clock, cancellation), cancellation);

        _clock.Enter(Stage.Write);
        _encoded.Position = 0;
        AtomicFile.Write(files, output.Path, _encoded, WriteOptionsFor(outcome, output));
        long length = _encoded.Length;
        if (_encoded.Capacity > KeepOutputBytes)
            _encoded = new MemoryStream();
        return outcome with
        {
            Status = ResizeStatus.Resized,
            OutputSize = size,
            OutputFormat = format,
            OutputLength = length,
            Engine = scaler.Engine,
            Warnings = [.. Warnings(header, traits, output, allFrames)],
            DecoderRemarks = said,
        };
    }

    private WriteOptions WriteOptionsFor(ImageOutcome outcome, PlannedOutput output) => new(output.Overwrite)
    {
        LastWriteTimeUtc = options.PreserveTimestamp ? File.GetLastWriteTimeUtc(outcome.SourcePath) : null,
    };

    private static IEnumerable<string> Warnings(ImageHeader header, FormatTraits output, PlannedOutput planned, bool allFrames)
    {
        if (header.Pages > 1 && !allFrames)
            yield return $"Only the first of {header.Pages} {(FormatTraits.Of(header.Format).HasAnimation ? "frames" : "pages")} was kept.";
        string extension = Path.GetExtension(planned.Path);
        if (FormatTraits.FromExtension(extension) is { } named && named != output.Format)
            yield return $"The content is {output.Name} although the name ends in {extension}.";
    }

    private StageTimes TakeTimes()
    {
        StageTimes times = _clock.Times;

        // A further output of the same image neither waits nor reads again.
        _clock.Restart(TimeSpan.Zero);
        return times;
    }

    private static ImageOutcome Describe(WorkItem item, PlannedOutput output, ImageInput? input, ImageHeader? header) => new()
    {
        Status = ResizeStatus.Failed,
        SourcePath = item.SourcePath,
        OutputPath = output.Path,
        SourceLength = input?.Length ?? 0,
        SourceSize = header?.Size,
        SourceFormat = header?.Format,
        Attempts = 1,
    };

    private static string Measure(ImageHeader header) => header.Pages > 1
        ? $"{header.Pages} frames of {header.StoredSize} pixels"
        : $"{header.Size} pixels ({header.TotalPixels / 1e6:N0} megapixels)";

    private static ImageResizeException Classify(Exception e) => e switch
    {
        ImageResizeException known => known,
        OperationCanceledException => new(ImageErrorId.Canceled, "The run was stopped before this image was done; nothing was written for it.", e),
        OutOfMemoryException => new(ImageErrorId.OutOfMemory, "There was not enough memory for this image. Use a smaller -ThrottleLimit.", e),
        _ => new(ImageErrorId.InternalError, $"A fault in ImageResize ({e.GetType().Name}: {e.Message}). Please report it with the file.", e),
    };
}

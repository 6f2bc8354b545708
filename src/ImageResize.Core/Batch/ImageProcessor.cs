using System.Diagnostics;
using ImageResize.Batch.Limits;
using ImageResize.Batch.Progress;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Scaling;
using ImageResize.Metrics;

namespace ImageResize.Batch;

/// <summary>
/// Does one image after the other: read, look at the header, scale and encode, write. Belongs to one worker and keeps
/// its buffers from image to image; not thread safe. Never throws for a fault of an image: that is an outcome.
/// </summary>
public sealed class ImageProcessor(ConvertOptions options, IImageScaler scaler, IFileLayer files, WorkLimits limits) : IDisposable
{
    /// <summary>The box that the result of a check fits in: any format can hold it, and it costs next to nothing.</summary>
    private static readonly TargetSize CheckBox = TargetSize.Box(256, 256);

    private readonly ReusableBuffer _buffer = new();
    private readonly List<OutputBuffer> _encoded = [];
    private readonly StageClock _clock = new();
    private readonly Retrier _retrier = new(options.Retry);

    /// <summary>Does one item and hands each output's outcome to <paramref name="publish"/> as soon as it is known.</summary>
    public void Process(WorkItem item, Action<ImageOutcome> publish, CancellationToken cancellation)
    {
        _clock.Restart(Stopwatch.GetElapsedTime(item.QueuedAt));
        _retrier.Restart();
        ImageInput? input = null;
        ImageHeader? header = null;
        int published = 0;
        try
        {
            cancellation.ThrowIfCancellationRequested();
            _clock.Enter(Stage.Rate);
            limits.Rate.Wait(cancellation);
            using ImagesInHand.Holding inHand = limits.InHand.Take(item.SourcePath);
            (input, header) = _retrier.Run(() => Open(item.SourcePath, cancellation), cancellation);
            OutputStep[] steps = [.. item.Outputs.Select((output, index) => Plan(output, index, header))];
            ScaleJob[] jobs = [.. steps.Select(step => step.Job ?? step.Check).OfType<ScaleJob>()];
            if (jobs.Length > 0)
            {
                _clock.Enter(Stage.Memory);
                using MemoryBudget.Admission share = limits.Memory.Enter(MemoryEstimate.Of(input.Length, header, jobs, input.IsWhole), cancellation);
                Scale(input, header, jobs, cancellation);
            }

            foreach (OutputStep step in steps)
            {
                publish(Finish(item, step, input, header, cancellation));
                published++;
            }
        }
        catch (Exception e)
        {
            // Reading failed, or the run was stopped: what was not published yet cannot be made.
            ImageResizeException fault = Classify(e);
            foreach (PlannedOutput output in item.Outputs.Skip(published))
                publish(Describe(item, output, input, header).Failed(fault) with { Times = TakeTimes(), Attempts = _retrier.Attempts });
        }
        finally
        {
            input?.Dispose();
            _buffer.Trim(limits.WholeFileLimit);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => scaler.Dispose();

    /// <summary>Work for a processor waits for its slot; reading and writing do not hold one.</summary>
    private T Compute<T>(Func<T> work, CancellationToken cancellation)
    {
        _clock.Enter(Stage.Processor);
        limits.Slots.Enter(cancellation);
        try
        {
            _clock.Enter(Stage.Scale);
            return work();
        }
        finally
        {
            limits.Slots.Leave();
        }
    }

    private (ImageInput Input, ImageHeader Header) Open(string path, CancellationToken cancellation)
    {
        _clock.Enter(Stage.Read);
        ImageInput input = ImageInput.Open(path, files, _buffer, limits.WholeFileLimit);
        try
        {
            return (input, Compute(() => ReadHeader(input), cancellation));
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    /// <summary>Only a large input, which is read while it is decoded, can fail here for a reason that may pass.</summary>
    private void Scale(ImageInput input, ImageHeader header, ScaleJob[] jobs, CancellationToken cancellation)
    {
        ScaleJob[] open = jobs;
        try
        {
            _retrier.Run(
                () =>
                {
                    foreach (ScaleJob job in open)
                        job.Restart();
                    Compute(
                        () =>
                        {
                            scaler.Scale(input, header, open, _clock, cancellation);
                            return true;
                        },
                        cancellation);
                    open = [.. open.Where(job => job.Fault is ImageResizeException { IsTransient: true })];
                    if (open.Length > 0)
                        throw open[0].Fault!;
                },
                cancellation);
        }
        catch (ImageResizeException)
        {
            // Each job that is still open bears its fault.
        }
    }

    private ImageHeader ReadHeader(ImageInput input)
    {
        ImageHeader header = ImageInspector.Inspect(input, scaler.ReadHeader);
        if (header.TotalPixels > options.MaxPixels)
            throw new ImageResizeException(ImageErrorId.TooLarge, $"The image has {Measure(header)}, more than the {options.MaxPixels:N0} pixels allowed. Raise -MaxPixels if you trust it.");
        return header;
    }

    /// <summary>What is to be done for one output: a conversion, a copy, or nothing.</summary>
    private OutputStep Plan(PlannedOutput output, int index, ImageHeader header)
    {
        ImageFormat format = options.Format ?? header.Format;
        FormatTraits traits = FormatTraits.Of(format);
        PixelSize size = ResizeGeometry.Plan(header.Size, output.Size, options.Mode, options.AllowEnlarge);
        bool keepsColors = options.ColorSpace == ColorSpacePolicy.Keep || header.IsSrgb;
        if (size == header.Size && format == header.Format && options.Metadata == MetadataPolicy.All && keepsColors)
            return new OutputStep(output, null, null) { Check = new ScaleJob(CheckFor(header), BufferFor(index)) };
        if (size.LongSide > traits.MaxSide)
            return new OutputStep(output, null, new ImageResizeException(ImageErrorId.TooLarge, $"The output would be {size} pixels, and {traits.Name} holds at most {traits.MaxSide} on a side. Choose a smaller -Size or another -Format."));

        bool allFrames = header.Pages > 1 && FormatTraits.Of(header.Format).HasAnimation && traits.HasAnimation;
        PixelRegion? crop = options.Mode == ResizeMode.Fill ? ResizeGeometry.Crop(header.Size, size, options.Position) : null;
        return new OutputStep(output, new ScaleJob(RequestFor(size, format, allFrames) with { Crop = crop }, BufferFor(index)), null);
    }

    /// <summary>
    /// The cheapest job that decodes an image, all frames of an animation (of a document the first page): what it
    /// makes is small and thrown away.
    /// </summary>
    private ScaleRequest CheckFor(ImageHeader header)
    {
        bool animated = header.Pages > 1 && FormatTraits.Of(header.Format).HasAnimation;
        PixelSize size = ResizeGeometry.Plan(header.Size, CheckBox, ResizeMode.Fit, allowEnlarge: false);
        return new ScaleRequest(size, animated ? header.Format : ImageFormat.Jpeg, options.Quality, MetadataPolicy.ColorProfile, AllFrames: animated) { OnDamage = options.OnDamage };
    }

    private OutputBuffer BufferFor(int index)
    {
        while (_encoded.Count <= index)
            _encoded.Add(new OutputBuffer());
        _encoded[index].Clear();
        return _encoded[index];
    }

    private ScaleRequest RequestFor(PixelSize size, ImageFormat format, bool allFrames) => new(size, format, options.Quality, options.Metadata, allFrames)
    {
        Progressive = options.Progressive,
        ColorSpace = options.ColorSpace,
        OnDamage = options.OnDamage,
    };

    private ImageOutcome Finish(WorkItem item, OutputStep step, ImageInput input, ImageHeader header, CancellationToken cancellation)
    {
        ImageOutcome outcome = Describe(item, step.Output, input, header);
        try
        {
            if ((step.Fault ?? step.Job?.Fault ?? step.Check?.Fault) is { } fault)
                return outcome.Failed(Classify(fault)) with { Times = TakeTimes(), Attempts = _retrier.Attempts };
            _clock.Enter(Stage.Write);
            return step.Job is { } job
                ? _retrier.Run(() => Write(outcome, step.Output, input, header, job), cancellation) with { Times = TakeTimes(), Attempts = _retrier.Attempts }
                : _retrier.Run(() => Copy(outcome with { Warnings = step.Check?.Warnings ?? [] }, step.Output, input, header), cancellation) with { Times = TakeTimes(), Attempts = _retrier.Attempts };
        }
        catch (Exception e)
        {
            return outcome.Failed(Classify(e)) with { Times = TakeTimes(), Attempts = _retrier.Attempts };
        }
    }

    /// <summary>Lossless, and faster than anything: the image fits already and nothing else was asked for.</summary>
    private ImageOutcome Copy(ImageOutcome outcome, PlannedOutput output, ImageInput input, ImageHeader header)
    {
        ImageOutcome done = outcome with { OutputSize = header.Size, OutputFormat = header.Format };
        if (output.InPlace)
            return done with { Status = ResizeStatus.Skipped, Message = "The image fits already." };
        using Stream content = input.OpenStream();
        AtomicFile.Write(files, output.Path, content, WriteOptionsFor(input, output));
        return done with { Status = ResizeStatus.Copied, OutputLength = input.Length, Engine = "copy" };
    }

    private ImageOutcome Write(ImageOutcome outcome, PlannedOutput output, ImageInput input, ImageHeader header, ScaleJob job)
    {
        if (output.InPlace && !input.IsUnchanged(output.Path))
            throw new ImageResizeException(ImageErrorId.IoError, "The image was changed by another program while it was worked on, so it was left as it is. Run again when it is at rest.");
        job.Encoded.Position = 0;
        AtomicFile.Write(files, output.Path, job.Encoded, WriteOptionsFor(input, output));
        return outcome with
        {
            Status = ResizeStatus.Resized,
            OutputSize = job.Request.Size,
            OutputFormat = job.Request.Format,
            OutputLength = job.Encoded.Length,
            Engine = job.Engine,
            Warnings = [.. job.Warnings, .. Warnings(header, job.Request, output)],
            DecoderRemarks = job.Remarks,
        };
    }

    private WriteOptions WriteOptionsFor(ImageInput input, PlannedOutput output) => new(output.Overwrite)
    {
        LastWriteTimeUtc = options.PreserveTimestamp ? input.LastWriteTimeUtc : null,
    };

    private static IEnumerable<string> Warnings(ImageHeader header, ScaleRequest request, PlannedOutput output)
    {
        if (header.Pages > 1 && !request.AllFrames)
            yield return $"Only the first of {header.Pages} {(FormatTraits.Of(header.Format).HasAnimation ? "frames" : "pages")} was kept.";
        string extension = Path.GetExtension(output.Path);
        if (FormatTraits.FromExtension(extension) is { } named && named != request.Format)
            yield return $"The content is {FormatTraits.Of(request.Format).Name} although the name ends in {extension}.";
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

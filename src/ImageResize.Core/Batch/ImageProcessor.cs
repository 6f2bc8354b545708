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
    private readonly ReusableBuffer _buffer = new();
    private readonly StageClock _clock = new();
    private readonly Retrier _retrier = new(options.Retry);
    private readonly StepPlanner _planner = new(options);
    private readonly OutputWriter _writer = new(files, options.PreserveTimestamp);

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
            OutputStep[] steps = _planner.Plan(item.Outputs, header);
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
            ImageResizeException fault = ImageFault.Of(e);
            foreach (PlannedOutput output in item.Outputs.Skip(published))
                publish(Stamp(Describe(item, output, input, header).Failed(fault)));
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

    private ImageHeader ReadHeader(ImageInput input)
    {
        ImageHeader header = ImageInspector.Inspect(input, scaler.ReadHeader);
        if (header.TotalPixels > options.MaxPixels)
            throw new ImageResizeException(ImageErrorId.TooLarge, $"The image has {Measure(header)}, more than the {options.MaxPixels:N0} pixels allowed. Raise -MaxPixels if you trust it.");
        return header;
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

    private ImageOutcome Finish(WorkItem item, OutputStep step, ImageInput input, ImageHeader header, CancellationToken cancellation)
    {
        ImageOutcome outcome = Describe(item, step.Output, input, header);
        try
        {
            if ((step.Fault ?? step.Job?.Fault ?? step.Check?.Fault) is { } fault)
                return Stamp(outcome.Failed(ImageFault.Of(fault)));
            _clock.Enter(Stage.Write);
            return Stamp(_retrier.Run(
                () => step.Job is { } job
                    ? _writer.Write(outcome, step.Output, header, input, job)
                    : _writer.Copy(outcome with { Warnings = step.Check?.Warnings ?? [] }, step.Output, header, input),
                cancellation));
        }
        catch (Exception e)
        {
            return Stamp(outcome.Failed(ImageFault.Of(e)));
        }
    }

    /// <summary>The outcome with the times and attempts that it took.</summary>
    private ImageOutcome Stamp(ImageOutcome outcome)
    {
        StageTimes times = _clock.Times;

        // A further output of the same image neither waits nor reads again.
        _clock.Restart(TimeSpan.Zero);
        return outcome with { Times = times, Attempts = _retrier.Attempts };
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
}

using ImageResize.Batch.Limits;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;

namespace ImageResize.Batch;

/// <summary>
/// Does one image after the other: read, look at the header, scale and encode, write. Belongs to one worker and keeps
/// its buffers from image to image; not thread safe. Never throws for a fault of an image: that is an outcome.
/// </summary>
internal sealed class ImageProcessor(ConvertOptions options, IImageScaler scaler, IFileLayer files) : IDisposable
{
    private readonly ReusableBuffer _buffer = new();
    private readonly Retrier _retrier = new(options.Retry);
    private readonly StepPlanner _planner = new(options);
    private readonly OutputWriter _writer = new(files, options.PreserveTimestamp);

    /// <summary>Does one image; each output's outcome is published as soon as it is known.</summary>
    public void Process(ImageInHand image)
    {
        _retrier.Begin(image);
        ImageInput? input = null;
        try
        {
            image.Begin();
            (input, ImageHeader header) = _retrier.Run(() => Open(image));
            image.Describe(input, header);
            OutputStep[] steps = _planner.Plan(image.Item.Outputs, header);
            ScaleJob[] jobs = [.. steps.Select(step => step.Job ?? step.Check).OfType<ScaleJob>()];
            if (jobs.Length > 0)
            {
                using MemoryBudget.Admission share = image.EnterMemory(MemoryEstimate.Of(input.Length, header, jobs, input.IsWhole));
                Scale(image, input, header, jobs);
            }

            foreach (OutputStep step in steps)
                image.Publish(Finish(image, step, input, header));
        }
        catch (Exception e)
        {
            // Reading failed, or the image was stopped: what was not published yet cannot be made.
            image.PublishFailure(e);
        }
        finally
        {
            input?.Dispose();
            _buffer.Trim(image.WholeFileLimit);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => scaler.Dispose();

    private (ImageInput Input, ImageHeader Header) Open(ImageInHand image)
    {
        image.Clock.Enter(Stage.Read);
        ImageInput input = ImageInput.Open(image.Item.SourcePath, files, _buffer, image.WholeFileLimit);
        try
        {
            return (input, image.Compute(() => ReadHeader(input, image.Cancellation)));
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    private ImageHeader ReadHeader(ImageInput input, CancellationToken cancellation)
    {
        ImageHeader header = ImageInspector.Inspect(input, (file, format) => scaler.ReadHeader(file, format, cancellation));
        if (header.TotalPixels > options.MaxPixels)
            throw new ImageResizeException(ImageErrorId.TooLarge, $"The image has {Measure(header)}, more than the {options.MaxPixels:N0} pixels allowed. Raise -MaxPixels if you trust it.");
        return header;
    }

    /// <summary>Only a large input, which is read while it is decoded, can fail here for a reason that may pass.</summary>
    private void Scale(ImageInHand image, ImageInput input, ImageHeader header, ScaleJob[] jobs)
    {
        ScaleJob[] open = jobs;
        try
        {
            _retrier.Run(() =>
            {
                foreach (ScaleJob job in open)
                    job.Restart();
                image.Compute(() =>
                {
                    scaler.Scale(input, header, open, image.Clock, image.Cancellation);
                    return true;
                });
                open = [.. open.Where(job => job.Fault is ImageResizeException { IsTransient: true })];
                if (open.Length > 0)
                    throw open[0].Fault!;
            });
        }
        catch (ImageResizeException)
        {
            // Each job that is still open bears its fault.
        }
    }

    private ImageOutcome Finish(ImageInHand image, OutputStep step, ImageInput input, ImageHeader header)
    {
        try
        {
            if ((step.Fault ?? step.Job?.Fault ?? step.Check?.Fault) is { } fault)
                return image.OutcomeOf(step.Output).Failed(image.FaultOf(fault));
            image.Clock.Enter(Stage.Write);
            return _retrier.Run(() => step.Job is { } job
                ? _writer.Write(image, step.Output, header, input, job)
                : _writer.Copy(image, step.Output, header, input) with { Warnings = step.Check?.Warnings ?? [] });
        }
        catch (Exception e)
        {
            return image.OutcomeOf(step.Output).Failed(image.FaultOf(e));
        }
    }

    private static string Measure(ImageHeader header) => header.Pages > 1
        ? $"{header.Pages} frames of {header.StoredSize} pixels"
        : $"{header.Size} pixels ({header.TotalPixels / 1e6:N0} megapixels)";
}

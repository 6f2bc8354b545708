using System.Runtime.CompilerServices;
using ImageResize.Batch.Limits;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Metadata.Sources;

namespace ImageResize.Batch;

/// <summary>
/// Does one image after the other: reads its head and from that the header, plans its outputs, waits for its turn and for
/// memory, reads the rest, scales and encodes, writes. Belongs to one worker and keeps its buffers from image to image; not
/// thread safe. Never throws for a fault of an image: that is an outcome.
/// </summary>
internal sealed class ImageProcessor(ConvertOptions options, IImageScaler scaler, IFileLayer files) : IDisposable
{
    /// <summary>Bytes of metadata that are taken of an image before it has its memory; more than nearly all images have.</summary>
    private const long MetadataBeforeAdmission = 2 << 20;

    /// <summary>Metadata are held as they were read and inflated, as texts in UTF-16, and as they are written; measured: up to 210 MB of 32.</summary>
    private const long MetadataCopies = 6;

    private readonly InputBuffers _buffers = new();
    private readonly Retrier _retrier = new(options.Retry);
    private readonly StepPlanner _planner = new(options);
    private readonly OutputWriter _writer = new(files, options.PreserveTimestamp, options.OnLoss != LossPolicy.Ignore);

    /// <summary>Does one image; each output's outcome is published as soon as it is known.</summary>
    public void Process(ImageJob job)
    {
        _retrier.Begin(job);
        MemoryBudget.Admission? share = null;
        bool isHeavy = false;
        try
        {
            job.Begin();
            Work(job, ref share, ref isHeavy);
        }
        catch (Exception e)
        {
            // Reading failed, or the image was stopped: what was not published yet cannot be made.
            job.PublishFailure(e);
        }
        finally
        {
            _buffers.Trim();
            _planner.Trim();
            if (isHeavy)
                FreedMemory.Collect();
            share?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _buffers.Dispose();
        _planner.Trim();
        scaler.Dispose();
    }

    /// <summary>
    /// All that is done to an image. Before it has its memory, little of its metadata is taken; where there is more, all is read again
    /// when it has. Not inlined: when it is left, nothing refers to the image any more.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Work(ImageJob job, ref MemoryBudget.Admission? share, ref bool isHeavy)
    {
        (ImageInput input, ImageHeader header) = _retrier.Run(() => Open(job));
        using (input)
        {
            job.Record.Describe(input, header);
            OutputStep[] steps = _planner.Plan(job.Item.Outputs, header, input.Length);
            Queue<ScaleResult> results = [];
            if (Array.Exists(steps, step => step.Scale is not null))
            {
                isHeavy = header.Parts is { ExceedsLimit: true };
                ScaleNeeds needs = scaler.Needs(header, input.Length, [.. OutputsOf(steps).Select(output => output.Request)]);
                share = job.Holdings.Admit(needs.Memory + (isHeavy ? MetadataLimit.DefaultBytes : header.Parts?.Metadata.Bytes ?? 0) * MetadataCopies);
                if (isHeavy)
                {
                    input.MostMetadata = MetadataLimit.DefaultBytes;
                    header = _retrier.Run(() => job.Holdings.Compute(() => ReadHeader(input, job)));
                    steps = _planner.Plan(job.Item.Outputs, header, input.Length);
                }

                if (needs.WholeFile)
                    ReadWhole(job, input);
                results = new Queue<ScaleResult>(Shrink(job, input, header, steps, Scale(job, input, header, [.. OutputsOf(steps)])));
            }

            foreach (OutputStep step in steps)
                job.Publish(Finish(job, step, step.Scale is null ? null : results.Dequeue(), input, header));
        }
    }

    private static IEnumerable<ScaleOutput> OutputsOf(OutputStep[] steps) => steps.Select(step => step.Scale).OfType<ScaleOutput>();

    private (ImageInput Input, ImageHeader Header) Open(ImageJob job)
    {
        job.Clock.Enter(Stage.Read);
        ImageInput input = ImageInput.Open(job.Item.SourcePath, files, _buffers);
        input.MostMetadata = MetadataBeforeAdmission;
        input.Page = job.Item.Page;
        try
        {
            return (input, job.Holdings.Compute(() => ReadHeader(input, job)));
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    private void ReadWhole(ImageJob job, ImageInput input)
    {
        job.Clock.Enter(Stage.Read);
        _retrier.Run(input.ReadWhole);
    }

    private ImageHeader ReadHeader(ImageInput input, ImageJob job)
    {
        ImageHeader header = ImageInspector.Inspect(input, (file, format) => scaler.ReadHeader(file, format, job.Cancellation));
        foreach (int page in job.Item.Outputs.Select(output => output.Page).OfType<int>().Distinct())
            PageSelection.ThrowIfMissing(header, page);
        if (header.TotalPixels > options.MaxPixels)
            throw new ImageResizeException(ImageErrorId.TooLarge, $"The image has {Measure(header)}, more than the {options.MaxPixels:N0} pixels allowed. Raise -MaxPixels if you trust it.");
        return header;
    }

    /// <summary>Only an input that is read while it is decoded can fail here for a reason that may pass.</summary>
    private ScaleResult[] Scale(ImageJob job, ImageInput input, ImageHeader header, ScaleOutput[] outputs)
    {
        var results = new ScaleResult[outputs.Length];
        int[] open = [.. Enumerable.Range(0, outputs.Length)];
        _retrier.Run(() =>
        {
            foreach (int i in open)
                outputs[i].Target.Clear();
            ScaleResult[] made = job.Holdings.Compute(() => scaler.Scale(input, header, [.. open.Select(i => outputs[i])], job.Clock, job.Cancellation));
            foreach ((int i, ScaleResult result) in open.Zip(made))
                results[i] = result;
            open = [.. open.Where(i => results[i].Fault is { IsTransient: true })];
            return open.Length > 0 ? results[open[0]].Fault : null;
        });
        return results;
    }

    /// <summary>Makes again with fewer pixels what is too long at the least quality, where that is allowed.</summary>
    private IEnumerable<ScaleResult> Shrink(ImageJob job, ImageInput input, ImageHeader header, OutputStep[] steps, ScaleResult[] results)
    {
        for (int i = 0, made = 0; i < steps.Length; i++)
        {
            if (steps[i].Scale is null)
                continue;
            ScaleResult result = results[made++];
            PixelSize wanted = result.Output.Request.Size;
            while (options.AllowShrink && result.Fault is { ErrorId: ImageErrorId.TargetNotReached } && _planner.Shrink(steps[i], i, header) is { Scale: { } smaller } step)
            {
                steps[i] = step;
                result = Scale(job, input, header, [smaller])[0];
            }

            PixelSize size = result.Output.Request.Size;
            yield return size == wanted ? result : result with { Warnings = [.. result.Warnings, $"The output has {size} pixels instead of {wanted}, to be as short as -TargetLength asks."] };
        }
    }

    private ImageOutcome Finish(ImageJob job, OutputStep step, ScaleResult? result, ImageInput input, ImageHeader header)
    {
        try
        {
            if ((step.Fault ?? result!.Fault ?? WhyNotLose(step, result)) is { } fault)
                return job.Record.OutcomeOf(step.Output).Failed(fault);
            job.Clock.Enter(Stage.Write);
            long made = result!.Output.Target.Length;
            if (step.MayBeCopy && made > input.Length && SmallerSource.Serves(input, header, options.Metadata))
                return _retrier.Run(() => _writer.Copy(job, step.Output, header, input) with { DecoderRemarks = [$"Encoded anew it would have {made:N0} bytes instead of {input.Length:N0}, so the image itself was taken."] });
            return _retrier.Run(() => step.IsCopy
                ? _writer.Copy(job, step.Output, header, input) with { Warnings = result!.Warnings }
                : _writer.Write(job, step.Output, input, step.Remark is { } remark ? result! with { Remarks = [remark, .. result!.Remarks] } : result!));
        }
        catch (Exception e)
        {
            return job.Record.OutcomeOf(step.Output).Failed(job.FaultOf(e));
        }
    }

    /// <summary>Why an output is not written because of what it lacks of its input; null where it may be.</summary>
    private Fault? WhyNotLose(OutputStep step, ScaleResult result)
    {
        if (step.IsCopy || options.OnLoss == LossPolicy.Ignore)
            return null;
        Loss[] losses = [.. result.Losses.Where(loss => loss.IsTold || loss.IsContent)];
        string texts = string.Join(" ", losses.Select(loss => loss.Text));
        if (options.OnLoss == LossPolicy.Fail && losses.Length > 0)
            return new Fault(ImageErrorId.WouldLose, $"{texts} Nothing was written, as -OnLoss Fail asks for. Choose a -Format that holds it, or -OnLoss Warn.");
        bool losesContent = step.Output.InPlace && !options.MayLoseContentInPlace && losses.Any(loss => loss.IsContent);
        return losesContent
            ? new Fault(ImageErrorId.WouldLose, $"{texts} The original would be lost, so it was left as it is. Leave -InPlace out to have an output beside it, or give -OnLoss Ignore.")
            : null;
    }

    private static string Measure(ImageHeader header) => header.Pages > 1
        ? $"{header.Pages} frames of {header.StoredSize} pixels"
        : $"{header.Size} pixels ({header.TotalPixels / 1e6:N0} megapixels)";
}

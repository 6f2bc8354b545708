using System.Management.Automation;
using ImageResize.Batch;
using ImageResize.Batch.Benchmark;
using ImageResize.Batch.Planning;
using ImageResize.Display;
using ImageResize.Errors;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Parameters;
using ImageResize.Paths;
using ImageResize.Processes;
using Limit = ImageResize.Batch.Limits.ThrottleLimit;

namespace ImageResize.Commands;

/// <summary>
/// <para type="synopsis">Measures how fast images are resized by how many workers, and what holds them up.</para>
/// Works on the files given, or on photo-like images made for the occasion; leaves nothing behind.
/// </summary>
[Cmdlet(VerbsDiagnostic.Measure, "ImageResize", DefaultParameterSetName = PathSet, HelpUri = OnlineHelp.Pages + "Measure-ImageResize.md")]
[OutputType(typeof(ImageResizeMeasurement))]
public sealed class MeasureImageResizeCommand : ImageConversionCommand, IDisposable
{
    private readonly List<SourceFile> _sources = [];
    private readonly CancellationTokenSource _stop = new();
    private bool _isFaultTold;

    /// <summary>The numbers of workers to compare; Auto, as without it, for 1, 2, 4, … up to the processors this process may use.</summary>
    [Parameter]
    [WorkerCountTransformation]
    [ArgumentCompleter(typeof(ThrottleLimitCompleter))]
    [ValidateRange(1, Limit.Most)]
    public int[] ThrottleLimit { get; set; } = [.. WorkerCountTransformationAttribute.Doubling(Environment.ProcessorCount)];

    /// <summary>How many counted runs each number of workers gets; the median is reported.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Repeat { get; set; } = 3;

    /// <summary>How long a run lasts at least, about; a small set of images is gone over several times. 0 for once.</summary>
    [Parameter]
    [ValidateRange(0.0, 3600.0)]
    public double MinimumSeconds { get; set; } = 1;

    /// <summary>How many synthetic images are made where no path is given.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int Count { get; set; } = 16;

    /// <summary>The size of the synthetic images, such as 4000,3000; every fourth is upright.</summary>
    [Parameter]
    [TargetSizeTransformation]
    [ValidateCount(1, 1)]
    public TargetSize[] ImageSize { get; set; } = [TargetSize.Box(4000, 3000)];

    /// <summary>Keeps the outputs, in a new folder below -Destination or the folder for temporary files.</summary>
    [Parameter]
    public SwitchParameter KeepOutput { get; set; }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        int longest = FormatTraits.Of(ImageFormat.Jpeg).MaxSide;
        if (ImageSize[0].Width is var width && ImageSize[0].Height is var height && (Math.Min(width, height) < 1 || Math.Max(width, height) > longest))
            ThrowTerminatingError(ErrorRecords.WrongParameter("InvalidImageSize", $"-ImageSize {ImageSize[0]} is not the size of an image: give a width and a height of 1 to {longest} pixels, such as 4000,3000.", ImageSize[0]));
        if (!IsConversionAsked)
            Size = [TargetSize.Box(800, 600)];
        ResolveSizes();
        ResolveSteps();
        WarnOfIdleParameters();
        ResolveDestination();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (SourceFile source in InputFiles())
        {
            if (ImageInput.WhyUnreadable(source.Path, LocalFileLayer.Instance) is { } fault)
                OnPathFault(source.Path, fault);
            else
                _sources.Add(source);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_isFaultTold && _sources.Count == 0)
            return; // What was named cannot be read, and each error has said so.
        if (IsInputGiven && _sources.Count == 0)
            ThrowTerminatingError(ErrorRecords.WrongParameter("NoInput", "No image was found to measure with. Check -Path, or leave it out to measure with synthetic images."));

        var progress = new MeasurementDisplay(this);
        MeasurementFolder? made = null, outputs = null;
        try
        {
            if (!IsInputGiven)
                MakeSources((made = new MeasurementFolder(parent: null)).Path, progress);
            outputs = new MeasurementFolder(Destination, KeepOutput);
            Measure(outputs.Path, progress);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        catch (ImageResizeException e)
        {
            ThrowTerminatingError(ErrorRecords.Of(outputs?.Path ?? made?.Path ?? System.IO.Path.GetTempPath(), e.Fault));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ErrorRecords.FolderUnavailable(Destination, e));
        }
        finally
        {
            made?.Remove();
            if (!KeepOutput)
                outputs?.Remove();
            progress.Complete();
        }
    }

    /// <inheritdoc/>
    private protected override void OnPathFault(string path, Fault fault)
    {
        _isFaultTold = true;
        base.OnPathFault(path, fault);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    private void Measure(string folder, MeasurementDisplay progress)
    {
        int[] workers = [.. ThrottleLimit.Distinct().Order()];
        WorkItem[] items = [.. Plan(folder)];
        using ChildProcessPool? children = StartIsolation(workers[^1]);
        var benchmark = new ScalingBenchmark(items, ConvertOptions, count => LimitsFor(Limit.Of(count)), progress.Update, children);
        IReadOnlyList<ScalingSample> samples = benchmark.Run(workers, Repeat, TimeSpan.FromSeconds(MinimumSeconds), _stop.Token);
        progress.Complete();
        int outputs = items.Sum(item => item.Outputs.Count);
        if (samples[0].Figures.Written == 0)
            ThrowTerminatingError(ErrorRecords.WrongParameter("NoInput", $"{(outputs == 1 ? "The image could not be resized" : $"None of the {outputs} images could be resized")}, so there is nothing to measure; Get-ImageInfo or Invoke-ImageResize says why."));
        if (samples[0].Figures.Failed > 0)
            WriteWarning($"{samples[0].Figures.Failed / samples[0].Passes} of {outputs} images failed and are not counted; Get-ImageInfo or Invoke-ImageResize says why.");
        foreach (ScalingSample sample in samples)
            WriteObject(new ImageResizeMeasurement(sample, samples, KeepOutput ? folder : null));
    }

    /// <summary>Named as Invoke-ImageResize would name them in an empty folder; each run writes them anew.</summary>
    private IEnumerable<WorkItem> Plan(string folder)
    {
        using var planner = new OutputPlanner(new PlanOptions { Destination = folder, Sizes = Size, PixelRatios = DevicePixelRatio, Formats = Format, Pages = Page, IfExists = ExistingOutput.Rename, IfExistsIsExplicit = true });
        foreach (SourceFile source in _sources)
        {
            SourcePlan plan = planner.Plan(source);
            foreach (WorkItem item in WorkItem.For(source.Path, plan.Outputs.Select(output => output with { Overwrite = true }), plan.PagesTogether))
                yield return item;
        }
    }

    private void MakeSources(string folder, MeasurementDisplay progress)
    {
        var size = new PixelSize(ImageSize[0].Width, ImageSize[0].Height);
        for (int i = 0; i < Count; i++)
        {
            _stop.Token.ThrowIfCancellationRequested();
            progress.Making(i, Count);
            string path = System.IO.Path.Combine(folder, $"synthetic-{i:0000}.jpg");
            SyntheticPhoto.WriteJpeg(path, i % 4 == 3 ? size.Transposed : size, seed: i);
            _sources.Add(new SourceFile(path, folder));
        }
    }
}

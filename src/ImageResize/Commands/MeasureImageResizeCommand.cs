using System.Management.Automation;
using ImageResize.Batch;
using ImageResize.Batch.Benchmark;
using ImageResize.Batch.Planning;
using ImageResize.Errors;
using ImageResize.Imaging;
using ImageResize.Imaging.Vips;
using ImageResize.Parameters;

namespace ImageResize.Commands;

/// <summary>
/// <para type="synopsis">Measures how fast images are resized by how many workers.</para>
/// Works on the files given, or on photo-like images made for the occasion; leaves nothing behind.
/// </summary>
[Cmdlet(VerbsDiagnostic.Measure, "ImageResize", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ImageResizeMeasurement))]
public sealed class MeasureImageResizeCommand : ImagePathCommand, IDisposable
{
    private static readonly PixelSize SyntheticSize = new(4000, 3000);

    private readonly List<string> _sources = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>The size of the outputs, as for Invoke-ImageResize; one size.</summary>
    [Parameter(Position = 1)]
    [TargetSizeTransformation]
    [ArgumentCompleter(typeof(TargetSizeCompleter))]
    [ValidateCount(1, 1)]
    public TargetSize[] Size { get; set; } = [TargetSize.Box(800, 600)];

    /// <summary>The numbers of workers to compare; without it 1, 2, 4, … up to the processors this process may use.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int[] ThrottleLimit { get; set; } = [.. Doubling(Environment.ProcessorCount)];

    /// <summary>How many counted runs each number of workers gets; the median is reported.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Repeat { get; set; } = 3;

    /// <summary>How many synthetic images are made where no path is given.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int Count { get; set; } = 16;

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <inheritdoc/>
    protected override void ProcessRecord() => _sources.AddRange(InputFiles().Select(source => source.Path));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (IsInputGiven && _sources.Count == 0)
            ThrowTerminatingError(ErrorRecords.WrongParameter("NoInput", "No image was found to measure with. Check -Path, or leave it out to measure with synthetic images."));

        string? made = IsInputGiven ? null : Directory.CreateTempSubdirectory("imageresize-synthetic-").FullName;
        try
        {
            if (made is not null)
                MakeSources(made);
            Measure();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            if (made is not null)
                Directory.Delete(made, recursive: true);
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    private void Measure()
    {
        int[] workers = [.. ThrottleLimit.Distinct().Order()];
        var benchmark = new ScalingBenchmark(_sources, new ConvertOptions(), Size[0]);
        IReadOnlyList<ScalingSample> samples = benchmark.Run(workers, Repeat, ShowRun, _stop.Token);
        WriteProgress(Record("Done", 100, ProgressRecordType.Completed));
        if (samples[0].Images == 0)
            ThrowTerminatingError(ErrorRecords.WrongParameter("NoInput", $"None of the {_sources.Count} images could be resized, so there is nothing to measure; Get-ImageInfo or Invoke-ImageResize says why."));
        if (samples[0].Failed > 0)
            WriteWarning($"{samples[0].Failed} of {_sources.Count} images failed and are not counted; Get-ImageInfo or Invoke-ImageResize says why.");
        ScalingSample best = samples.MinBy(sample => sample.Elapsed)!;
        foreach (ScalingSample sample in samples)
            WriteObject(new ImageResizeMeasurement(sample, samples[0], sample == best));
    }

    private void MakeSources(string folder)
    {
        for (int i = 0; i < Count; i++)
        {
            _stop.Token.ThrowIfCancellationRequested();
            WriteProgress(Record($"Making image {i + 1} of {Count}", 100 * i / Count));
            string path = System.IO.Path.Combine(folder, $"synthetic-{i:0000}.jpg");
            SyntheticPhoto.WriteJpeg(path, i % 4 == 3 ? SyntheticSize.Transposed : SyntheticSize, seed: i);
            _sources.Add(path);
        }
    }

    private void ShowRun(int run, int total, int workers) =>
        WriteProgress(Record(run == 0 ? "Warming up" : $"Run {run} of {total - 1}: {workers} {(workers == 1 ? "worker" : "workers")}", 100 * run / total));

    private static ProgressRecord Record(string status, int percent, ProgressRecordType type = ProgressRecordType.Processing) =>
        new(0x1A6F, "Measuring image resizing", status) { PercentComplete = percent, RecordType = type };

    private static IEnumerable<int> Doubling(int limit)
    {
        for (int workers = 1; workers < limit; workers *= 2)
            yield return workers;
        yield return limit;
    }
}

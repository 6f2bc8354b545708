using System.Diagnostics;
using System.Runtime.InteropServices;
using ImageResize.Batch;
using ImageResize.Batch.Limits;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Processes;
using ImageResize.Testing;

namespace ImageResize.Core.Tests.Isolation;

/// <summary>Codecs that go wrong in child processes: each costs its image, and the others come out as without children. On Unix.</summary>
public sealed class IsolationTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ChildProcessPool _children = NewPool();

    [Theory]
    [InlineData(BadCodec.Crashes, "signal 6")]
    [InlineData(BadCodec.EndsItself, "exit code 3")]
    [InlineData(BadCodec.EatsNativeMemory, "memory")]
    [InlineData(BadCodec.EatsManagedMemory, "memory")]
    [InlineData(BadCodec.SaysNonsense, "makes no sense")]
    public void A_codec_that_goes_wrong_costs_one_image(int width, string reason)
    {
        Write("bad.webp", width);
        string[] good = ["a.webp", "b.tif", "c.gif", "d.avif", "e.webp", "f.webp"];
        foreach (string name in good)
            Write(name, 300);
        ImageOutcome[] outcomes = Run(workers: 2, null, "a.webp", "bad.webp", "b.tif", "c.gif", "d.avif", "e.webp", "f.webp");
        ImageOutcome bad = Assert.Single(outcomes, outcome => outcome.Status == ResizeStatus.Failed);
        Assert.Equal((ImageErrorId.WorkerCrashed, "bad.webp"), (bad.ErrorId, Path.GetFileName(bad.SourcePath)));
        Assert.Contains(reason, bad.Message, StringComparison.Ordinal);
        AssertAsWithout(good);
        Assert.False(File.Exists(_folder["out/bad.webp"]));
        Assert.InRange(_children.Started, 2, 4);
    }

    [Fact]
    public void A_codec_that_hangs_is_ended_when_the_time_is_up()
    {
        Write("bad.webp", BadCodec.Hangs);
        Write("a.webp", 300);
        ImageOutcome[] outcomes = Run(workers: 1, TimeSpan.FromSeconds(3), "bad.webp", "a.webp");
        ImageOutcome bad = Assert.Single(outcomes, outcome => outcome.Status == ResizeStatus.Failed);
        Assert.Equal(ImageErrorId.Timeout, bad.ErrorId);
        Assert.DoesNotContain("abandoned", bad.Message, StringComparison.Ordinal);
        AssertAsWithout("a.webp");
    }

    [Theory]
    [InlineData(BadCodec.Prints)]
    [InlineData(BadCodec.FillsPipe)]
    public void What_a_library_prints_harms_nothing(int width)
    {
        Write("a.webp", width);
        Assert.Equal(ResizeStatus.Resized, Assert.Single(Run(workers: 1, null, "a.webp")).Status);
        AssertAsWithout("a.webp");
    }

    [Fact]
    public void A_stop_ends_a_hanging_child_within_a_second()
    {
        Write("bad.webp", BadCodec.Hangs);
        using var begun = new ManualResetEventSlim();
        var outcomes = new List<ImageOutcome>();
        long asked;
        using (BatchRun run = NewRun(1, null, outcomes, _children))
        {
            run.Add(Item("bad.webp"));
            SpinWait.SpinUntil(() => _children.Ids.Count > 0, TimeSpan.FromSeconds(30));
            asked = Stopwatch.GetTimestamp();
            run.Cancel();
            run.Finish();
        }

        Assert.True(Stopwatch.GetElapsedTime(asked) < TimeSpan.FromSeconds(5), "It took longer than a loaded machine explains.");
        Assert.Equal(ImageErrorId.Canceled, Assert.Single(outcomes).ErrorId);
        Assert.Empty(_children.Ids);
    }

    [Fact]
    public void A_child_that_is_killed_from_outside_costs_the_image_that_it_had()
    {
        Write("bad.webp", BadCodec.Hangs);
        Write("a.webp", 300);
        var outcomes = new List<ImageOutcome>();
        using (BatchRun run = NewRun(1, null, outcomes, _children))
        {
            run.Add(Item("bad.webp"));
            Assert.True(SpinWait.SpinUntil(() => _children.Ids.Count > 0, TimeSpan.FromSeconds(30)));
            Process.GetProcessById(_children.Ids[0]).Kill();
            run.Add(Item("a.webp"));
            run.Finish();
        }

        Assert.Equal([ImageErrorId.WorkerCrashed, null], outcomes.Select(outcome => outcome.ErrorId));
        AssertAsWithout("a.webp");
    }

    [Fact]
    public void A_child_that_died_while_nobody_needed_it_costs_nothing()
    {
        Write("a.webp", 300);
        Write("b.webp", 300);
        Assert.Equal(ResizeStatus.Resized, Assert.Single(Run(1, null, "a.webp")).Status);
        using (Process idle = Process.GetProcessById(Assert.Single(_children.Ids)))
        {
            idle.Kill();
            idle.WaitForExit();
        }

        Assert.Equal(ResizeStatus.Resized, Assert.Single(Run(1, null, "b.webp")).Status);
        Assert.Equal(2, _children.Started);
    }

    [Fact]
    public void Children_are_used_again_and_end_with_the_run()
    {
        string[] names = [.. Enumerable.Range(0, 12).Select(i => $"{i}.webp")];
        foreach (string name in names)
            Write(name, 200);
        Assert.All(Run(2, null, names), outcome => Assert.Equal(ResizeStatus.Resized, outcome.Status));
        Assert.InRange(_children.Started, 1, 2);
        IReadOnlyList<int> ids = _children.Ids;
        _children.Dispose();
        Assert.All(ids, id => Assert.False(Directory.Exists($"/proc/{id}")));
    }

    [Fact]
    public void Our_own_codecs_need_no_child()
    {
        Write("a.jpg", 300);
        Write("b.png", 300);
        Assert.All(Run(1, null, "a.jpg", "b.png"), outcome => Assert.Equal(ResizeStatus.Resized, outcome.Status));
        Assert.Equal(0, _children.Started);
    }

    [Fact]
    public void Where_no_child_can_be_started_each_image_says_so()
    {
        Write("a.webp", 300);
        Write("b.jpg", 300);
        using var none = new ChildProcessPool(new ChildCommand(_folder["nothing"], [], null), IsolatedWorker.Identity, 1);
        var outcomes = new List<ImageOutcome>();
        using (BatchRun run = NewRun(1, null, outcomes, none))
        {
            run.Add(Item("a.webp"));
            run.Add(Item("b.jpg"));
            run.Finish();
        }

        // Two are in hand at a time: either may be done first.
        Assert.Equal(2, outcomes.Count);
        ImageOutcome failed = Assert.Single(outcomes, outcome => outcome.ErrorId is not null);
        Assert.Equal(ImageErrorId.WorkerCrashed, failed.ErrorId);
        Assert.Contains("could not be started", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_of_another_build_is_not_used()
    {
        using var other = new ChildProcessPool(Command, "another", 1);
        ChildProcessException e = Assert.Throws<ChildProcessException>(() => other.Rent(this, default));
        Assert.Contains("another version", e.Message, StringComparison.Ordinal);
        Assert.Empty(other.Ids);
    }

    public void Dispose()
    {
        _children.Dispose();
        _folder.Dispose();
    }

    /// <summary>The tests themselves as a program, taken over before its beginning.</summary>
    internal static ChildCommand Command
    {
        get
        {
            string tests = typeof(IsolationTests).Assembly.Location;
            return ChildCommand.For(tests, RuntimeEnvironment.GetRuntimeDirectory(), Environment.ProcessPath)! with { StartupHook = tests };
        }
    }

    internal static ChildProcessPool NewPool() => new(Command, IsolatedWorker.Identity, 2);

    private void Write(string name, int width) => TestImage.Write(_folder["in/" + name], width, 100);

    private WorkItem Item(string name, string output = "out") =>
        new(_folder["in/" + name], [new PlannedOutput(_folder[$"{output}/{Path.ChangeExtension(name, null)}.webp"], TargetSize.Box(64, 64), Overwrite: false) { Format = FormatTraits.FromExtension(Path.GetExtension(name)) is ImageFormat.Jpeg or ImageFormat.Png ? ImageFormat.Jpeg : ImageFormat.WebP }]);

    private ImageOutcome[] Run(int workers, TimeSpan? limit, params string[] names) => Run(workers, limit, "out", _children, names);

    private ImageOutcome[] Run(int workers, TimeSpan? limit, string output, ChildProcessPool? children, params string[] names)
    {
        var outcomes = new List<ImageOutcome>();
        using BatchRun run = NewRun(workers, limit, outcomes, children);
        foreach (string name in names)
            run.Add(Item(name, output));
        run.Finish();
        return [.. outcomes];
    }

    private static BatchRun NewRun(int workers, TimeSpan? limit, List<ImageOutcome> outcomes, ChildProcessPool? children) =>
        new(new WorkLimits(workers) { TimeLimit = limit }, () => new ImageProcessor(new ConvertOptions(), new ImageScaler(children), LocalFileLayer.Instance), outcomes.Add, static () => { });

    /// <summary>Outputs are those of a run without children, byte for byte.</summary>
    private void AssertAsWithout(params string[] names)
    {
        Run(1, null, "without", null, names);
        foreach (string name in names.Select(name => Path.ChangeExtension(name, ".webp")))
            Assert.Equal(File.ReadAllBytes(_folder["without/" + name]), File.ReadAllBytes(_folder["out/" + name]));
    }
}

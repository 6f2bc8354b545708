using ImageResize.Batch;
using ImageResize.Batch.Limits;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

/// <summary>Images that take too long, by a clock that the test moves: no test here depends on the machine's speed.</summary>
public sealed class TimeLimitTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly List<ImageOutcome> _outcomes = [];

    [Fact]
    public void An_image_that_hangs_is_abandoned_and_the_batch_goes_on_with_another_worker()
    {
        using var control = new StuckScaler.Control();
        using WorkLimits limits = NewLimits();
        using BatchRun run = NewRun(limits, control);

        // One worker is two threads: both hang, and hold the slot and the memory.
        run.Add(Item("stuck-1", StuckScaler.StuckWidth));
        AwaitEntered(control);
        for (int i = 0; i < 5; i++)
            run.Add(Item($"good-{i}", 200));
        Assert.Empty(_outcomes);
        PassLimitAndGrace();
        run.Finish();

        Assert.Equal(5, _outcomes.Count(one => one.Status == ResizeStatus.Resized));
        ImageOutcome late = Assert.Single(_outcomes, one => one.Status == ResizeStatus.Failed);
        Assert.Equal((ImageErrorId.Timeout, In("stuck-1"), new PixelSize(333, 100)), (late.ErrorId!.Value, late.SourcePath, late.SourceSize!.Value));
        Assert.Contains("abandoned", late.Message, StringComparison.Ordinal);
        Assert.True(late.Times.Total >= Limit);
        Assert.Equal(1, run.Counters.Errors["Timeout"]);
        Assert.Equal(1, limits.Abandoned.Count);
        Assert.True(limits.Memory.Abandoned > 0);

        // What the codec still brings comes to nothing.
        LetGo(control, limits);
        Assert.Equal((0L, 0L), (limits.Memory.Abandoned, limits.Memory.Used));
        Assert.Equal(6, _outcomes.Count);
        Assert.Equal(["good-0.jpg", "good-1.jpg", "good-2.jpg", "good-3.jpg", "good-4.jpg"], Outputs());
    }

    [Fact]
    public void An_image_that_heeds_the_stop_ends_with_Timeout_and_its_worker_stays()
    {
        using var control = new StuckScaler.Control { HeedsStop = true };
        using WorkLimits limits = NewLimits();
        using (BatchRun run = NewRun(limits, control))
        {
            run.Add(Item("stuck", StuckScaler.StuckWidth));
            AwaitEntered(control);
            run.Add(Item("good", 200));
            _time.Advance(Limit + TimeSpan.FromSeconds(1));
            run.Finish();
        }

        Assert.Equal([null, ImageErrorId.Timeout], _outcomes.Select(one => one.ErrorId).Order());
        Assert.Contains("It was stopped", _outcomes.Single(one => one.ErrorId is not null).Message, StringComparison.Ordinal);
        Assert.Equal(0, limits.Abandoned.Count);
        Assert.Equal(["good.jpg"], Outputs());
    }

    [Fact]
    public void Waiting_for_a_processor_does_not_count()
    {
        using var control = new StuckScaler.Control();
        using WorkLimits limits = NewLimits();
        using BatchRun run = NewRun(limits, control);
        run.Add(Item("stuck", StuckScaler.StuckWidth));
        AwaitEntered(control);
        run.Add(Item("waiting", 200));

        // The second image waits longer than the limit for the only slot.
        _time.Advance(Limit * 0.9);
        control.Release.Set();
        run.Finish();
        Assert.All(_outcomes, one => Assert.Equal(ResizeStatus.Resized, one.Status));
        Assert.Equal(2, _outcomes.Count);
    }

    [Fact]
    public void While_too_many_images_hang_no_further_one_begins()
    {
        using var control = new StuckScaler.Control();
        using WorkLimits limits = NewLimits();
        using BatchRun run = NewRun(limits, control);
        for (int i = 0; i < 4; i++)
        {
            run.Add(Item($"stuck-{i}", StuckScaler.StuckWidth));
            AwaitEntered(control);
            PassLimitAndGrace();
        }

        Assert.Equal(4, limits.Abandoned.Count);
        run.Add(Item("refused", 200));
        Until(run, () => _outcomes.Count == 5, step: Limit);
        Assert.All(_outcomes, one => Assert.Equal(ImageErrorId.Timeout, one.ErrorId));
        Assert.Contains("was not begun", _outcomes[^1].Message, StringComparison.Ordinal);

        // As soon as one ends there is room again.
        LetGo(control, limits);
        run.Add(Item("good", 200));
        run.Finish();
        Assert.Equal(ResizeStatus.Resized, _outcomes[^1].Status);
        Assert.Equal(["good.jpg"], Outputs());
    }

    [Theory]
    [InlineData("flush")]
    [InlineData("write")]
    [InlineData("create")]
    public void A_disk_that_hangs_while_an_output_is_written_ends_in_Timeout_and_the_late_output_never_appears(string operation)
    {
        using var control = new StuckScaler.Control();
        using var entered = new SemaphoreSlim(0);
        var files = new FailingFiles { Fail = name => name == operation ? Hang(entered, control) : null };
        using WorkLimits limits = NewLimits();
        using BatchRun run = NewRun(limits, control, files);
        run.Add(Item("slow", 200));
        Assert.True(entered.Wait(Patience, TestContext.Current.CancellationToken));
        PassLimitAndGrace();
        run.Finish();
        Assert.Equal(ImageErrorId.Timeout, Assert.Single(_outcomes).ErrorId);
        Assert.Contains("being written", _outcomes[0].Message, StringComparison.Ordinal);

        LetGo(control, limits);
        Assert.Empty(Outputs());
    }

    [Fact]
    public void A_file_that_cannot_be_opened_in_time_is_a_Timeout_too()
    {
        using var control = new StuckScaler.Control();
        using var entered = new SemaphoreSlim(0);
        var files = new FailingFiles { Fail = name => name == "open" ? Hang(entered, control) : null };
        using WorkLimits limits = NewLimits();
        using BatchRun run = NewRun(limits, control, files);
        run.Add(Item("slow", 200));
        Assert.True(entered.Wait(Patience, TestContext.Current.CancellationToken));
        PassLimitAndGrace();
        run.Finish();
        Assert.Contains("being read", Assert.Single(_outcomes).Message, StringComparison.Ordinal);
        LetGo(control, limits);
    }

    [Fact]
    public void Outputs_that_were_done_before_the_time_was_up_count()
    {
        using var control = new StuckScaler.Control();
        using var entered = new SemaphoreSlim(0);
        int created = 0;
        Directory.CreateDirectory(Path.GetDirectoryName(OutPath("a"))!);
        var files = new FailingFiles { Fail = name => name == "create" && ++created == 2 ? Hang(entered, control) : null };
        using WorkLimits limits = NewLimits();
        using BatchRun run = NewRun(limits, control, files);
        WorkItem one = Item("a", 200);
        run.Add(new WorkItem(one.SourcePath, [one.Outputs[0], one.Outputs[0] with { Path = OutPath("b") }, one.Outputs[0] with { Path = OutPath("c") }]));
        Assert.True(entered.Wait(Patience, TestContext.Current.CancellationToken));
        PassLimitAndGrace();
        run.Finish();
        Assert.Equal([(OutPath("a"), null), (OutPath("b"), ImageErrorId.Timeout), (OutPath("c"), ImageErrorId.Timeout)], _outcomes.Select(outcome => (outcome.OutputPath!, outcome.ErrorId)));
        LetGo(control, limits);
        Assert.Equal(["a.jpg"], Outputs());
    }

    [Fact]
    public void A_run_that_is_stopped_ends_although_an_image_hangs_and_nothing_of_it_is_written()
    {
        using var control = new StuckScaler.Control();
        using WorkLimits limits = new(1);
        using (BatchRun run = NewRun(limits, control))
        {
            run.Add(Item("stuck", StuckScaler.StuckWidth));
            AwaitEntered(control);
            run.Add(Item("never", 200));
        }

        // Whoever abandoned it, its outcome is told before the run is gone.
        Assert.Contains(_outcomes, one => one.ErrorId == ImageErrorId.Canceled && one.SourcePath == In("stuck"));
        Assert.Equal(1, limits.Abandoned.Count);
        LetGo(control, limits);
        Assert.Empty(Outputs());
    }

    [Fact]
    public void Canceling_from_another_thread_lets_Finish_end_although_an_image_hangs()
    {
        using var control = new StuckScaler.Control();
        using WorkLimits limits = new(1);
        using BatchRun run = NewRun(limits, control);
        run.Add(Item("stuck", StuckScaler.StuckWidth));
        AwaitEntered(control);
        new Thread(run.Cancel).Start();
        run.Finish();
        Assert.Equal(ImageErrorId.Canceled, Assert.Single(_outcomes).ErrorId);
        Assert.Contains("abandoned", _outcomes[0].Message, StringComparison.Ordinal);
        LetGo(control, limits);
    }

    [Fact]
    public void What_was_done_when_the_run_stopped_is_told_although_nobody_took_it()
    {
        using var control = new StuckScaler.Control();
        using WorkLimits limits = new(1);
        BatchRun run = NewRun(limits, control);
        run.Add(Item("good", 200));
        Assert.True(SpinWait.SpinUntil(() => Outputs().Contains("good.jpg"), Patience));
        run.Dispose();
        Assert.Equal(ResizeStatus.Resized, Assert.Single(_outcomes).Status);
        Assert.Equal(1, run.Counters.Written);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Moves the clock past the limit, so that the watch asks the image to end, and past its grace.</summary>
    private void PassLimitAndGrace()
    {
        _time.Advance(Limit + TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
    }

    private static Exception? Hang(SemaphoreSlim entered, StuckScaler.Control control)
    {
        entered.Release();
        control.Release.Wait(CancellationToken.None);
        return null;
    }

    private static void AwaitEntered(StuckScaler.Control control) =>
        Assert.True(control.Entered.Wait(Patience, TestContext.Current.CancellationToken));

    /// <summary>Lets what hangs go on, and waits until the last abandoned image has ended and tidied up.</summary>
    private static void LetGo(StuckScaler.Control control, WorkLimits limits)
    {
        control.Release.Set();
        Assert.True(SpinWait.SpinUntil(() => limits.Abandoned.Count == 0, Patience));
    }

    /// <summary>Moves the clock until something is so; what waits for the clock looks at it now and then.</summary>
    private void Until(BatchRun run, Func<bool> condition, TimeSpan step)
    {
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                _time.Advance(step);
                run.HandOut();
                return condition();
            },
            Patience));
    }

    private WorkLimits NewLimits() => new(1) { TimeLimit = Limit, Time = _time };

    private BatchRun NewRun(WorkLimits limits, StuckScaler.Control control, IFileLayer? files = null) => new(
        limits,
        () => new ImageProcessor(new ConvertOptions(), new StuckScaler(control), files ?? LocalFileLayer.Instance),
        _outcomes.Add,
        () => { },
        _outcomes.Add);

    private string In(string name) => _folder[$"in/{name}.jpg"];

    private string OutPath(string name) => Path.Combine(_folder.Path, "out", name + ".jpg");

    private string[] Outputs() => Directory.Exists(Path.Combine(_folder.Path, "out"))
        ? [.. Directory.GetFiles(Path.Combine(_folder.Path, "out")).Select(path => Path.GetFileName(path)).Order()]
        : [];

    private WorkItem Item(string name, int width) =>
        new(TestImage.Write(In(name), width, 100), [new PlannedOutput(OutPath(name), TargetSize.Box(40, 40), true)]);
}

using ImageResize.Batch;
using ImageResize.Batch.Limits;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

/// <summary>A disk that fails the first times: each kind of operation, each kind of error.</summary>
public sealed class RetryTests : IDisposable
{
    private const int Eio = 5;
    private const int Eagain = 11;
    private const int Enospc = 28;
    private const int Eacces = 13;

    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("open", Eio)]
    [InlineData("open", Eagain)]
    [InlineData("read", Eio)]
    [InlineData("create", Eio)]
    [InlineData("write", Eio)]
    [InlineData("flush", Eio)]
    [InlineData("move", Eio)]
    public void An_error_that_passes_is_tried_again_and_counted(string operation, int errno)
    {
        ImageOutcome outcome = Process(operation, errno, failures: 2, attempts: 3);
        Assert.Equal(ResizeStatus.Resized, outcome.Status);
        Assert.Equal(3, outcome.Attempts);
        Assert.Equal(["a.jpg", "out/a.jpg"], _folder.Files());
    }

    [Theory]
    [InlineData("open", Eio)]
    [InlineData("write", Eio)]
    [InlineData("move", Eio)]
    public void An_error_that_stays_fails_after_the_last_attempt(string operation, int errno)
    {
        ImageOutcome outcome = Process(operation, errno, failures: 100, attempts: 4);
        Assert.Equal((ResizeStatus.Failed, ImageErrorId.IoError), (outcome.Status, outcome.ErrorId));
        Assert.Equal(4, outcome.Attempts);
        Assert.Equal(["a.jpg"], _folder.Files());
    }

    [Theory]
    [InlineData("open", Eacces)]
    [InlineData("write", Enospc)]
    public void An_error_that_will_not_pass_is_not_tried_again(string operation, int errno) =>
        Assert.Equal(1, Process(operation, errno, failures: 100, attempts: 3).Attempts);

    [Fact]
    public void A_full_disk_is_waited_for_when_that_was_asked() =>
        Assert.Equal(ResizeStatus.Resized, Process("write", Enospc, failures: 1, attempts: 3, diskFull: true).Status);

    [Fact]
    public void An_image_counts_as_waiting_just_as_long_as_it_does()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The error codes are Unix's.");
        string source = TestImage.Write(_folder["a.jpg"]);
        using var limits = new WorkLimits(1);
        var pausing = new List<int>();
        var files = new FailingFiles
        {
            Fail = name =>
            {
                if (name == "write")
                    pausing.Add(limits.Pausing);
                return name == "write" ? new IOException("it broke", Eio) : null;
            },
        };
        using var stop = new CancellationTokenSource();
        var options = new ConvertOptions { Retry = new RetryOptions { Attempts = 3, Delay = TimeSpan.FromMilliseconds(1) } };
        using var processor = new ImageProcessor(options, new ImageScaler(), files);
        processor.Process(new ImageJob(Work(source), limits, _ => { }, default));
        Assert.Equal([0, 0, 0], pausing);

        // One that is stopped in its pause waits no more, either.
        options = new ConvertOptions { Retry = new RetryOptions { Attempts = 3, Delay = TimeSpan.FromMinutes(10) } };
        using var patient = new ImageProcessor(options, new ImageScaler(), files);
        var work = new Thread(() => patient.Process(new ImageJob(Work(source), limits, _ => { }, stop.Token)));
        work.Start();
        Assert.True(SpinWait.SpinUntil(() => limits.Pausing == 1, TimeSpan.FromMinutes(1)), "It does not count.");
        stop.Cancel();
        work.Join();
        Assert.Equal(0, limits.Pausing);
    }

    [Fact]
    public void One_attempt_never_tries_again() =>
        Assert.Equal((ResizeStatus.Failed, 1), Process("read", Eio, failures: 1, attempts: 1) is var outcome ? (outcome.Status, outcome.Attempts) : default);

    [Fact]
    public void Damage_is_not_tried_again()
    {
        TestImage.Write(_folder["a.jpg"]);
        File.WriteAllBytes(_folder["a.jpg"], File.ReadAllBytes(_folder["a.jpg"])[..1000]);
        ImageOutcome outcome = Process("none", 0, failures: 0, attempts: 5);
        Assert.Equal((ImageErrorId.Damaged, 1), (outcome.ErrorId, outcome.Attempts));
    }

    public void Dispose() => _folder.Dispose();

    private ImageOutcome Process(string operation, int errno, int failures, int attempts, bool diskFull = false)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The error codes are Unix's.");
        string source = _folder["a.jpg"];
        if (!File.Exists(source))
            TestImage.Write(source);
        int left = failures;
        var files = new FailingFiles { Fail = name => name == operation && left-- > 0 ? new IOException("it broke", errno) : null };
        var options = new ConvertOptions { Retry = new RetryOptions { Attempts = attempts, Delay = TimeSpan.FromMilliseconds(1), DiskFull = diskFull } };
        using var limits = new WorkLimits(1);
        using var processor = new ImageProcessor(options, new ImageScaler(), files);
        var outcomes = new List<ImageOutcome>();
        processor.Process(new ImageJob(Work(source), limits, outcomes.Add, default));
        return Assert.Single(outcomes);
    }

    private WorkItem Work(string source) => new(source, [new PlannedOutput(Path.Combine(_folder.Path, "out", "a.jpg"), TargetSize.Box(100, 100), true)]);
}

using System.Management.Automation;
using ImageResize.Testing;

namespace ImageResize.Tests;

public sealed class StreamTests(EngineSession session) : ModuleTest(session)
{
    [Fact]
    public void The_summary_counts_every_outcome_and_is_set_in_the_variable()
    {
        TestImage.Write(In("a.jpg"));
        TestImage.Write(In("b.jpg"), 50, 50);
        File.WriteAllText(In("c.jpg"), "text");
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Size 100 -Destination $args[1] -SummaryVariable sum -ErrorAction SilentlyContinue | Out-Null; $sum", Path.Combine(Folder.Path, "in"), Out());
        Assert.Equal(3L, output.The<long>("Total"));
        Assert.Equal(1L, output.The<long>("Resized"));
        Assert.Equal(1L, output.The<long>("Copied"));
        Assert.Equal(1L, output.The<long>("Failed"));
        Assert.Equal(new FileInfo(Out("a.jpg")).Length + new FileInfo(Out("b.jpg")).Length, output.The<long>("BytesWritten"));
        Assert.Equal(1L, output.The<IReadOnlyDictionary<string, long>>("Errors")["NotAnImage"]);
        Assert.True(output.The<double>("ImagesPerSecond") > 0);
    }

    [Fact]
    public void One_summary_record_goes_to_the_information_stream()
    {
        TestImage.Write(In("a.jpg"));
        InformationRecord record = Assert.Single(Resize("-Size 100").Information);
        Assert.Equal("ImageResize.ImageResizeSummary", record.MessageData.GetType().FullName);
        Assert.Matches(@"^1 resized in (\d\.\d ms|\d+ ms|[1-9]\d?\.\d s|\d+m \d\ds) \(", record.ToString());
    }

    [Fact]
    public void A_result_tells_sizes_bytes_times_and_engine()
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Resize("-Size 100");
        Assert.Equal((640, 480, 100, 75), (output.The<int>("SourceWidth"), output.The<int>("SourceHeight"), output.The<int>("Width"), output.The<int>("Height")));
        Assert.Equal(new FileInfo(In("a.jpg")).Length, output.The<long>("SourceLength"));
        Assert.Equal(new FileInfo(Out("a.jpg")).Length, output.The<long>("Length"));
        Assert.Equal(output.The<long>("SourceLength") - output.The<long>("Length"), output.The<long>("BytesSaved"));
        Assert.Equal(Out("a.jpg"), output.The<string>("FullName"));
        Assert.True(output.The<TimeSpan>("Duration") > TimeSpan.Zero);
        Assert.Equal(1, output.The<int>("Attempts"));
        Assert.NotEmpty(output.The<string>("Engine"));
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    public void The_time_of_a_result_is_split_into_its_stages(string format)
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Size 100 -Format $args[2] -Destination $args[1] -RateLimit 1000 | ForEach-Object Timings", In("a.jpg"), Out(), format);
        string[] stages = ["WaitQueue", "WaitRate", "WaitMemory", "WaitProcessor", "Read", "Scale", "Encode", "Write"];
        Assert.All(stages, stage => Assert.True(output.The<TimeSpan>(stage) > TimeSpan.Zero, stage));
        Assert.Equal(output.The<TimeSpan>("Wait"), stages[..4].Aggregate(TimeSpan.Zero, (sum, stage) => sum + output.The<TimeSpan>(stage)));
        Assert.Equal(output.The<TimeSpan>("Work"), stages[4..].Aggregate(TimeSpan.Zero, (sum, stage) => sum + output.The<TimeSpan>(stage)));
    }

    [Fact]
    public void Results_come_while_the_batch_still_runs()
    {
        for (int i = 0; i < 60; i++)
            TestImage.Write(In($"{i:00}.jpg"), 320, 240);
        RunOutput output = Session.Run("$out = $args[1]; Invoke-ImageResize $args[0] -Size 100 -Destination $out -ThrottleLimit 1 | ForEach-Object { [System.IO.Directory]::GetFiles($out).Length }", Path.Combine(Folder.Path, "in"), Out());
        Assert.Equal(60, output.Objects.Length);
        Assert.True((int)output.Objects[0].BaseObject < 60, "the first result came after the last image");
    }

    [Fact]
    public void A_consumer_that_stops_early_stops_the_batch()
    {
        for (int i = 0; i < 200; i++)
            TestImage.Write(In($"{i:000}.jpg"), 320, 240);
        RunOutput output = Session.Run("foreach ($n in 1) { Invoke-ImageResize $args[0] -Size 100 -Destination $args[1] | ForEach-Object { $_; break } }", Path.Combine(Folder.Path, "in"), Out());
        Assert.Single(output.Objects);
        Assert.True(Directory.GetFiles(Out()).Length < 200);
        Assert.DoesNotContain(Folder.Files(), file => file.Contains(".imageresize-", StringComparison.Ordinal));
    }

    [Fact]
    public void Stopping_the_pipeline_ends_it_soon_and_leaves_nothing_half_written()
    {
        for (int i = 0; i < 300; i++)
            TestImage.Write(In($"{i:000}.jpg"), 640, 480);
        using var runspace = System.Management.Automation.Runspaces.RunspaceFactory.CreateRunspace(System.Management.Automation.Runspaces.InitialSessionState.CreateDefault2());
        runspace.Open();
        using PowerShell shell = PowerShell.Create(runspace);
        shell.AddScript("Import-Module $args[0]; Invoke-ImageResize $args[1] -Size 100 -Destination $args[2] -RateLimit 100")
            .AddArgument(Pwsh.Manifest).AddArgument(Path.Combine(Folder.Path, "in")).AddArgument(Out());
        using var output = new PSDataCollection<PSObject>();
        IAsyncResult running = shell.BeginInvoke<PSObject, PSObject>(null, output);
        Assert.True(SpinWait.SpinUntil(() => output.Count > 3, TimeSpan.FromSeconds(60)));
        Assert.True(SpinWait.SpinUntil(() => shell.Streams.Progress.Count > 0, TimeSpan.FromSeconds(60)));
        shell.Stop();
        Assert.True(running.IsCompleted);
        Assert.Equal(ProgressRecordType.Completed, shell.Streams.Progress[^1].RecordType);
        string[] files = Directory.GetFiles(Out());
        Assert.InRange(files.Length, 3, 299);
        Assert.All(files, file =>
        {
            using Picture picture = Picture.Open(file);
            Assert.True(picture.IsUpright());
        });
    }

    [Theory]
    [InlineData("Invoke-ImageResize $args[0]")]
    [InlineData("[System.IO.Directory]::GetFiles($args[0]) | Invoke-ImageResize")]
    public void Progress_knows_early_how_much_there_is_to_do_and_is_always_completed(string command)
    {
        Write(40);
        RunOutput output = Session.Run($"{command} -Size 20 -Destination $args[1] -ThrottleLimit 1 -RateLimit 25", Path.Combine(Folder.Path, "in"), Out());
        Assert.Equal(40, output.Objects.Length);
        ProgressRecord first = output.Progress[0];
        Assert.Contains(" of 40", first.StatusDescription, StringComparison.Ordinal);
        Assert.Contains(output.Progress, record => record.StatusDescription.Contains(" images/", StringComparison.Ordinal));
        Assert.InRange(first.PercentComplete, 0, 99);
        Assert.Equal(ProgressRecordType.Completed, output.Progress[^1].RecordType);
        Assert.Single(output.Progress, record => record.RecordType == ProgressRecordType.Completed);
    }

    [Theory]
    [InlineData("break")]
    [InlineData("throw 'enough'")]
    public void Progress_is_completed_where_the_consumer_ends_the_pipeline(string end)
    {
        RunOutput output = Session.Run($"foreach ($n in 1) {{ try {{ Invoke-ImageResize -LiteralPath $args[0] -Size 20 -Destination $args[1] -RateLimit 10 | ForEach-Object {{ if ($_.Name -eq '12.jpg') {{ {end} }} }} }} catch {{ }} }}", Write(20), Out());
        Assert.Equal(ProgressRecordType.Completed, output.Progress[^1].RecordType);
    }

    [Fact]
    public void Progress_is_completed_where_a_failure_stops_the_run()
    {
        string[] images = [.. Write(8), In("z.jpg")];
        File.WriteAllText(images[^1], "text");
        RunOutput output = Session.Run("try { Invoke-ImageResize -LiteralPath $args[0] -Size 20 -Destination $args[1] -RateLimit 10 -ErrorAction Stop } catch { }", images, Out());
        Assert.Equal(ProgressRecordType.Completed, output.Progress[^1].RecordType);
    }

    [Theory]
    [InlineData("$ProgressPreference = 'SilentlyContinue'; ", "")]
    [InlineData("", "-ProgressAction Ignore")]
    public void No_progress_is_shown_to_who_wants_none(string before, string parameter)
    {
        Write(8);
        Assert.Empty(Session.Run($"& {{ {before} Invoke-ImageResize $args[0] -Size 20 -Destination $args[1] -RateLimit 10 {parameter} }} $args[0] $args[1]", Path.Combine(Folder.Path, "in"), Out()).Progress);
    }

    [Fact]
    public void Skipped_images_are_told_in_verbose()
    {
        TestImage.Write(In("a.jpg"));
        Resize("-Size 100");
        RunOutput output = Resize("-Size 100 -IfExists Skip -Verbose");
        Assert.Contains(output.Verbose, line => line.Contains("is there already", StringComparison.Ordinal));
    }

    private string[] Write(int images)
    {
        string[] paths = [.. Enumerable.Range(0, images).Select(i => In($"{i:00}.jpg"))];
        foreach (string path in paths)
            TestImage.Write(path, 64, 48);
        return paths;
    }
}

using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ImageResize.Testing;

namespace ImageResize.Tests;

public sealed class MeasureImageResizeTests(EngineSession session) : ModuleTest(session)
{
    [Fact]
    public void It_gives_one_measurement_for_each_number_of_workers_and_marks_one_as_best()
    {
        for (int i = 0; i < 6; i++)
            TestImage.Write(In($"{i}.jpg"));
        RunOutput output = Session.Run("Measure-ImageResize $args[0] -ThrottleLimit 2,1 -Repeat 3 -MinimumSeconds 0 -Size 100", Path.Combine(Folder.Path, "in"));
        Assert.Empty(output.Errors);
        Assert.Equal([1, 2], output.All<int>("ThrottleLimit"));
        Assert.Single(output.All<bool>("IsBest"), best => best);
        Assert.All(output.All<long>("Images"), images => Assert.Equal(6, images));
        Assert.All(output.All<double>("ImagesPerSecond"), rate => Assert.True(rate > 0));
        Assert.Equal(1.0, output.All<double>("Speedup")[0]);
        Assert.Equal(6, Folder.Files().Length);
    }

    [Fact]
    public void Without_a_path_it_makes_its_own_images_and_removes_them()
    {
        string variable = OperatingSystem.IsWindows() ? "TMP" : "TMPDIR";
        string? before = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, Folder.Path);
        try
        {
            RunOutput output = Session.Run("Measure-ImageResize -ThrottleLimit 1 -Repeat 1 -MinimumSeconds 0 -Count 1 -ImageSize 800,600");
            Assert.Equal(1, output.The<long>("Images"));
            Assert.Empty(Directory.GetFileSystemEntries(Folder.Path));
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }
    }

    [Theory]
    [InlineData(640, 480)]
    [InlineData(1500, 2000)]
    [InlineData(4000, 3000)]
    public void The_synthetic_images_cost_what_a_photo_costs(int width, int height)
    {
        Session.Run("[ImageResize.SamplePhoto]::Write($args[0], $args[1], $args[2], 1)", In("a.jpg"), width, height);
        double bits = new FileInfo(In("a.jpg")).Length * 8.0 / (width * height);
        Assert.InRange(bits, 1.5, 3.0);
    }

    [Fact]
    public void The_synthetic_images_depend_on_nothing_but_their_seed()
    {
        string[] files = [In("a.jpg"), In("b.jpg"), In("c.jpg")];
        for (int i = 0; i < files.Length; i++)
            Session.Run("[ImageResize.SamplePhoto]::Write($args[0], 300, 200, $args[1])", files[i], i / 2);
        byte[][] contents = [.. files.Select(File.ReadAllBytes)];
        Assert.Equal(contents[0], contents[1]);
        Assert.NotEqual(contents[0], contents[2]);
    }

    [Fact]
    public void The_options_of_the_real_job_count_and_its_outputs_can_be_kept()
    {
        TestImage.Write(In("sub/a.jpg"));
        RunOutput output = Session.Run(
            "Measure-ImageResize $args[0] -Recurse -Size 100x,50x -Format webp -Mode Stretch -Metadata None -Destination $args[1] -ThrottleLimit 1 -Repeat 1 -MinimumSeconds 0 -KeepOutput",
            Path.Combine(Folder.Path, "in"),
            Out());
        string kept = output.The<string>("OutputFolder");
        Assert.Equal(Out(), Path.GetDirectoryName(kept));
        Assert.Equal(2, output.The<long>("Images"));
        Assert.Equal(new FileInfo(In("sub/a.jpg")).Length, output.The<long>("BytesRead"));
        string[] files = [Path.Combine(kept, "sub", "a-100x.webp"), Path.Combine(kept, "sub", "a-50x.webp")];
        Assert.Equal(files, Directory.GetFiles(kept, "*", SearchOption.AllDirectories).Order());
        Assert.Equal(files.Sum(file => new FileInfo(file).Length), output.The<long>("BytesWritten"));
    }

    [Fact]
    public void What_was_written_into_the_destination_is_removed_and_what_was_there_stays()
    {
        TestImage.Write(In("a.jpg"));
        File.WriteAllText(Out("a.jpg"), "mine");
        Session.Run("Measure-ImageResize $args[0] -Destination $args[1] -ThrottleLimit 1 -Repeat 1 -MinimumSeconds 0", In("a.jpg"), Out());
        Session.Run("Measure-ImageResize $args[0] -Destination $args[1] -ThrottleLimit 1 -Repeat 1 -MinimumSeconds 0", In("a.jpg"), Out() + "2");
        Assert.Equal("mine", File.ReadAllText(Assert.Single(Directory.GetFileSystemEntries(Out()))));
        Assert.False(Directory.Exists(Out() + "2"));
    }

    [Fact]
    public void A_stopped_measurement_leaves_neither_files_nor_a_progress_bar()
    {
        TestImage.Write(In("a.jpg"));
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using PowerShell shell = PowerShell.Create(runspace);
        shell.AddScript("Import-Module $args[0]; Measure-ImageResize $args[1] -Destination $args[2] -ThrottleLimit 1 -Repeat 1000 -MinimumSeconds 10")
            .AddArgument(Pwsh.Manifest).AddArgument(In("a.jpg")).AddArgument(Out("new"));
        using var output = new PSDataCollection<PSObject>();
        IAsyncResult running = shell.BeginInvoke<PSObject, PSObject>(null, output);
        Assert.True(SpinWait.SpinUntil(() => shell.Streams.Progress.Count > 0, TimeSpan.FromSeconds(60)));
        shell.Stop();
        Assert.True(running.IsCompleted);
        Assert.Equal(ProgressRecordType.Completed, shell.Streams.Progress[^1].RecordType);
        Assert.False(Directory.Exists(Out("new")));
    }

    [Fact]
    public void A_small_set_of_images_is_gone_over_several_times()
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Session.Run("Measure-ImageResize $args[0] -ThrottleLimit 1 -Repeat 1 -MinimumSeconds 0.1 -Size 20", In("a.jpg"));
        Assert.Equal(output.The<int>("Passes"), output.The<long>("Images"));
    }

    [Fact]
    public void The_shares_of_the_stages_make_one_and_the_words_fit_the_bottleneck()
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Session.Run("Measure-ImageResize $args[0] -ThrottleLimit 2 -Repeat 1 -MinimumSeconds 0 -Size 100", In("a.jpg"));
        double[] shares = [output.The<double>("WaitShare"), output.The<double>("ReadShare"), output.The<double>("ScaleShare"), output.The<double>("EncodeShare"), output.The<double>("WriteShare")];
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        Assert.Equal(1, shares.Sum(), 0.001);
        Assert.Equal(("TooSmall", "too small to tell"), (output.The<string>("Bottleneck"), output.The<string>("Verdict")));
        Assert.True(output.The<long>("PeakMemory") > 10_000_000);
        Assert.True(output.The<long>("AllocatedBytes") > 0);
        Assert.Equal(2, output.The<int>("RecommendedThrottleLimit"));
    }

    [Theory]
    [InlineData("800x")]
    [InlineData("50%")]
    [InlineData("100000x10")]
    public void A_size_that_no_synthetic_image_can_have_is_refused(string size) =>
        Assert.Equal(["InvalidImageSize"], Session.Run("Measure-ImageResize -ImageSize $args[0]", size).ErrorIds);

    [Fact]
    public void No_image_at_all_ends_the_command()
    {
        File.WriteAllText(In("a.txt"), "text");
        Assert.Equal(["NotFound"], Session.Run("Measure-ImageResize $args[0]", Path.Combine(Folder.Path, "in")).ErrorIds);
    }

    [Fact]
    public void Auto_compares_the_numbers_up_to_the_processors()
    {
        TestImage.Write(In("a.jpg"), 64, 48);
        RunOutput output = Session.Run("Measure-ImageResize $args[0] -ThrottleLimit Auto -Repeat 1 -MinimumSeconds 0 -Size 20", In("a.jpg"));
        int[] measured = output.All<int>("ThrottleLimit");
        Assert.Equal(1, measured[0]);
        Assert.Equal(Environment.ProcessorCount, measured[^1]);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    [InlineData("1,2000")]
    public void What_is_no_number_of_workers_is_told_with_what_is(string limit) =>
        Assert.Contains("1 to 1024, or Auto", Assert.Single(Session.Run($"Measure-ImageResize -ThrottleLimit {limit}").Errors).ToString(), StringComparison.Ordinal);

    [Fact]
    public void What_is_not_there_is_told_as_such()
    {
        RunOutput output = Session.Run("Measure-ImageResize $args[0]", In("none.jpg"));
        Assert.Equal(["NotFound"], output.ErrorIds);
        Assert.Empty(output.Objects);
    }

    [Fact]
    public void Images_that_fail_are_told()
    {
        TestImage.Write(In("a.jpg"));
        File.WriteAllText(In("b.jpg"), "text");
        RunOutput output = Session.Run("Measure-ImageResize $args[0] -ThrottleLimit 1 -Repeat 1 -MinimumSeconds 0 -Size 100", Path.Combine(Folder.Path, "in"));
        Assert.Contains("1 of 2", Assert.Single(output.Warnings), StringComparison.Ordinal);
        Assert.Equal(1, output.The<long>("Failed"));
    }

    [Fact]
    public void Images_that_all_fail_give_no_numbers()
    {
        File.WriteAllText(In("b.jpg"), "text");
        RunOutput output = Session.Run("Measure-ImageResize $args[0] -ThrottleLimit 1,2 -Repeat 1 -MinimumSeconds 0 -Size 100", Path.Combine(Folder.Path, "in"));
        Assert.Equal(["NoInput"], output.ErrorIds);
        Assert.Empty(output.Objects);
    }
}

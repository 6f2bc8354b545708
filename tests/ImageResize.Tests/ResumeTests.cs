using ImageResize.Testing;

namespace ImageResize.Tests;

public sealed class ResumeTests(EngineSession session) : ModuleTest(session)
{
    private string Journal => "'" + Path.Combine(Folder.Path, "run.jsonl") + "'";

    [Fact]
    public void A_resumed_run_does_what_is_missing_changed_or_failed()
    {
        TestImage.Write(In("done.jpg"));
        TestImage.Write(In("gone.jpg"));
        TestImage.Write(In("changed.jpg"));
        File.WriteAllText(In("failed.jpg"), "text");
        Resize($"-Size 100 -JournalPath {Journal}");
        File.Delete(Out("gone.jpg"));
        TestImage.Write(In("changed.jpg"), 500, 500);
        TestImage.Write(In("failed.jpg"));
        TestImage.Write(In("new.jpg"));

        RunOutput second = Resize($"-Size 100 -JournalPath {Journal} -Resume");

        Assert.Empty(second.Errors);
        var byName = second.Objects.ToDictionary(one => Path.GetFileName((string)one.Properties["SourcePath"].Value), one => (string)one.Properties["Status"].Value);
        Assert.Equal("Skipped", byName["done.jpg"]);
        Assert.All(["gone.jpg", "changed.jpg", "failed.jpg", "new.jpg"], name => Assert.Equal("Resized", byName[name]));
        Assert.All(Resize($"-Size 100 -JournalPath {Journal} -Resume").All<string>("Status"), status => Assert.Equal("Skipped", status));
    }

    [Fact]
    public void Another_size_is_another_job()
    {
        TestImage.Write(In("a.jpg"));
        Resize($"-Size 100 -JournalPath {Journal}");
        Assert.Equal("Resized", Resize($"-Size 120 -JournalPath {Journal} -Resume").The<string>("Status"));
    }

    [Theory]
    [InlineData("-Mode Pad", "-Mode Pad -Background navy")]
    [InlineData("-Mode Pad -Background navy", "-Mode Pad -Background red")]
    [InlineData("-Mode Fill", "-Mode Fill -Position 0.2,0.3")]
    [InlineData("", "-Sharpen 10")]
    [InlineData("-Border 2", "-Border '2,red'")]
    [InlineData("-Rotate 90", "-Rotate 91")]
    [InlineData("-AutoTrim", "-AutoTrim -TrimTolerance 20")]
    [InlineData("-Watermark @{ Text = 'a' }", "-Watermark @{ Text = 'b' }")]
    [InlineData("-Watermark @{ Text = 'a' }", "-Watermark @{ Text = 'a'; Opacity = 0.3 }")]
    [InlineData("-Density 100", "-Density 200")]
    [InlineData("", "-LinearLight")]
    [InlineData("-TargetLength 2KB", "-TargetLength 2KB -AllowShrink")]
    public void Another_step_is_another_job_and_the_same_is_not(string first, string second)
    {
        TestImage.Write(In("a.jpg"));
        RunOutput made = Resize($"-Size '100x100' -JournalPath {Journal} {first}");
        Assert.Empty(made.Errors);
        Assert.Equal("Resized", made.The<string>("Status"));
        Assert.Equal("Skipped", Resize($"-Size '100x100' -JournalPath {Journal} -Resume {first}").The<string>("Status"));
        Assert.Equal("Resized", Resize($"-Size '100x100' -JournalPath {Journal} -Resume {second}").The<string>("Status"));
    }

    [Fact]
    public void WhatIf_makes_no_journal()
    {
        TestImage.Write(In("a.jpg"));
        Resize($"-Size 100 -JournalPath {Journal} -WhatIf");
        Assert.Equal(["in/a.jpg"], Folder.Files());
    }

    [Fact]
    public void Resume_without_a_journal_is_a_wrong_parameter() =>
        Assert.Equal(["JournalMissing"], Resize("-Size 100 -Resume").ErrorIds);

    [Fact]
    public void What_failed_is_tried_again_unless_SkipFailed_is_given()
    {
        File.WriteAllText(In("failed.jpg"), "text");
        Resize($"-Size 100 -JournalPath {Journal}");
        Assert.Equal("Failed", Resize($"-Size 100 -JournalPath {Journal} -Resume").The<string>("Status"));
        RunOutput spared = Resize($"-Size 100 -JournalPath {Journal} -Resume -SkipFailed");
        Assert.Equal("Skipped", spared.The<string>("Status"));
        Assert.Empty(spared.Errors);
    }

    [Fact]
    public void SkipFailed_without_Resume_is_a_wrong_parameter_that_says_what_to_give()
    {
        RunOutput output = Resize($"-Size 100 -JournalPath {Journal} -SkipFailed");
        Assert.Equal(["ResumeMissing"], output.ErrorIds);
        Assert.Contains("-JournalPath", output.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Empty(output.Objects);
    }

    [Fact]
    public void Resume_set_to_false_begins_anew()
    {
        TestImage.Write(In("a.jpg"));
        Resize($"-Size 100 -JournalPath {Journal}");
        Assert.Equal("Resized", Resize($"-Size 100 -JournalPath {Journal} -Resume:$false").The<string>("Status"));
    }

    [Fact]
    public void A_journal_in_use_ends_the_command_with_the_way_out()
    {
        TestImage.Write(In("a.jpg"));
        using var held = new FileStream(Path.Combine(Folder.Path, "run.jsonl"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        RunOutput output = Resize($"-Size 100 -JournalPath {Journal}");
        Assert.Equal(["JournalUnavailable"], output.ErrorIds);
        Assert.Contains("journal of its own", output.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rate_memory_and_retry_parameters_are_taken_and_the_work_is_done()
    {
        for (int i = 0; i < 6; i++)
            TestImage.Write(In($"{i}.jpg"));
        RunOutput output = Resize("-Size 100 -RateLimit 1000 -MemoryLimit 64MB -Retry 2 -RetryDelay 0.01 -RetryDiskFull");
        Assert.Equal(6, output.All<string>("Status").Count(status => status == "Resized"));
    }
}

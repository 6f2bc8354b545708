using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>Watch-ImageFolder: what comes into a folder is done, once, and again when it has changed.</summary>
public sealed class WatchImageFolderTests(EngineSession session) : ModuleTest(session)
{
    private const string Parameters = "-Size 50 -SettleSeconds 0.1 -IdleSeconds 0.5";

    private string Inbox => Path.Combine(Folder.Path, "in");

    [Fact]
    public void What_is_there_at_the_start_is_done_and_a_second_watch_finds_it_done()
    {
        TestImage.Write(In("a.jpg"));
        File.WriteAllText(In("b.jpg"), "no image");
        RunOutput first = Watch(Parameters), second = Watch(Parameters + " -Verbose");
        Assert.Equal(["Failed", "Resized"], first.All<string>("Status").Order());
        Assert.Equal(["NotAnImage"], first.ErrorIds);
        Assert.Equal("Failed", second.The<string>("Status"));
        Assert.Contains(second.Verbose, line => line.Contains("was done before", StringComparison.Ordinal));
    }

    [Fact]
    public void The_journal_knows_after_a_restart_what_is_done_and_what_failed()
    {
        TestImage.Write(In("a.jpg"));
        File.WriteAllText(In("b.jpg"), "no image");
        string journal = $"{Parameters} -JournalPath '{Folder["run.jsonl"]}'";
        Assert.Equal(2, Watch(journal).Objects.Length);
        TestImage.Write(In("c.jpg"));
        Assert.Equal(["b.jpg", "c.jpg"], Watch(journal).All<string>("SourcePath").Select(Path.GetFileName).Order());
        Assert.Empty(Watch(journal + " -SkipFailed").Objects);
        TestImage.Write(In("a.jpg"), 300, 200);
        Assert.Equal("a.jpg", Path.GetFileName(Watch(journal + " -SkipFailed").The<string>("SourcePath")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Polling -PollingInterval 0.2")]
    public void What_comes_while_it_watches_is_done_and_again_when_it_is_replaced(string how)
    {
        // The consumer of the first result puts the next image there, so nothing depends on how fast anything is.
        string moved = TestImage.Write(Folder["elsewhere/b.jpg"], 300, 200), replacement = TestImage.Write(Folder["elsewhere/a.jpg"], 400, 300);
        TestImage.Write(In("a.jpg"));
        RunOutput output = Session.Run(
            $"$n = 0; Watch-ImageFolder $args[0] -Destination $args[1] -Size 50 -SettleSeconds 0.1 -IdleSeconds 5 {how} | ForEach-Object {{ $n++; $_; if ($n -eq 1) {{ Move-Item $args[2] $args[0] }} elseif ($n -eq 2) {{ Move-Item $args[3] $args[0] -Force }} }} | Select-Object -First 3"
                .Replace("$args[2]", $"'{moved}'", StringComparison.Ordinal).Replace("$args[3]", $"'{replacement}'", StringComparison.Ordinal).Replace("Move-Item", "Move-Item -LiteralPath", StringComparison.Ordinal)
                .Replace("' $args[0]", $"' '{Inbox}'", StringComparison.Ordinal),
            Inbox, Out());
        Assert.Empty(output.Errors);
        Assert.Equal([640, 300, 400], output.All<int>("SourceWidth"));
        Assert.Equal(["a.jpg", "b.jpg", "a.jpg"], output.All<string>("Name"));
        using Picture picture = Picture.Open(Out("a.jpg"));
        Assert.Equal((50, 38), (picture.Width, picture.Height));
    }

    [Fact]
    public void Outputs_below_the_folder_are_not_watched()
    {
        TestImage.Write(In("a.jpg"));
        TestImage.Write(In("below/b.jpg"));
        RunOutput output = Session.Run($"Watch-ImageFolder $args[0] -Recurse {Parameters}; Watch-ImageFolder $args[0] -Recurse -Destination (Join-Path $args[0] web) {Parameters}", Inbox);
        Assert.Equal(4, output.Objects.Length);
        Assert.Equal(["in/a.jpg", "in/below/b.jpg", "in/below/resized/b.jpg", "in/resized/a.jpg", "in/web/a.jpg", "in/web/below/b.jpg"], Folder.Files());
    }

    [Fact]
    public void A_burst_is_done_to_the_last_image()
    {
        byte[] image = File.ReadAllBytes(TestImage.Write(Folder["one.jpg"], 60, 40));
        for (int i = 0; i < 500; i++)
            File.WriteAllBytes(In($"{i:000}.jpg"), image);
        RunOutput output = Watch("-Size 20 -SettleSeconds 0.1 -IdleSeconds 1 -SummaryVariable sum");
        Assert.Equal(500, output.All<string>("SourcePath").Distinct().Count());
        Assert.All(output.All<string>("Status"), status => Assert.Equal("Resized", status));
        Assert.Equal(500, Session.Run("$sum").The<long>("Resized"));
    }

    [Fact]
    public void Two_images_for_one_output_are_told_and_the_first_may_come_again()
    {
        TestImage.Write(In("a.jpg"));
        TestImage.Write(In("a.png"));
        RunOutput output = Watch(Parameters + " -Format webp");
        Assert.Equal(["OutputCollision"], output.ErrorIds);
        Assert.Single(output.All<string>("Status"), "Resized");
    }

    [Theory]
    [InlineData("Watch-ImageFolder $args[0] -Destination $args[0] -Size 50", "WatchedDestination")]
    [InlineData("Watch-ImageFolder $args[0] -InPlace -Size 50", "InPlaceConflict")]
    [InlineData("Watch-ImageFolder $args[0]", "NothingToDo")]
    [InlineData("Watch-ImageFolder -Size 50", "NoInput")]
    [InlineData("Watch-ImageFolder (Join-Path $args[0] missing) -Size 50", "NotFound")]
    [InlineData("Watch-ImageFolder (Join-Path $args[0] a.jpg) -Size 50", "NotFound")]
    [InlineData("Watch-ImageFolder (Join-Path $args[0] x*) -Size 50", "NotFound")]
    public void What_cannot_be_watched_is_told(string command, string errorId)
    {
        TestImage.Write(In("a.jpg"));
        Assert.Equal([errorId], Session.Run(command, Inbox).ErrorIds);
        Assert.Equal(["in/a.jpg"], Folder.Files());
    }

    [Fact]
    public void A_folder_that_goes_away_is_told_while_the_watch_goes_on()
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Session.Run($"Watch-ImageFolder $args[0] -Destination $args[1] -Size 50 -SettleSeconds 0.1 -IdleSeconds 4 | ForEach-Object {{ Remove-Item -Recurse -LiteralPath '{Inbox}' }}", Inbox, Out());
        Assert.Equal(["NotFound"], output.ErrorIds);
        Assert.Contains("not there any more", output.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_from_outside_ends_the_watch_and_the_summary_says_what_was_done()
    {
        TestImage.Write(In("a.jpg"));
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using (PowerShell shell = PowerShell.Create(runspace))
        {
            shell.AddScript($"Import-Module $args[0]; Watch-ImageFolder '{Inbox}' -Destination '{Out()}' -Size 50 -SettleSeconds 0.1 -SummaryVariable sum").AddArgument(Pwsh.Manifest);
            using var output = new PSDataCollection<PSObject>();
            IAsyncResult running = shell.BeginInvoke<PSObject, PSObject>(null, output);
            Assert.True(SpinWait.SpinUntil(() => output.Count > 0 || running.IsCompleted, TimeSpan.FromSeconds(60)));
            shell.Stop();
        }

        using PowerShell after = PowerShell.Create(runspace);
        PSObject summary = Assert.Single(after.AddScript("$sum").Invoke());
        Assert.Equal((false, 1L), ((bool)summary.Properties["Completed"].Value, (long)summary.Properties["Resized"].Value));
        Assert.Equal(["in/a.jpg", "out/a.jpg"], Folder.Files());
    }

    private RunOutput Watch(string parameters) => Session.Run($"Watch-ImageFolder $args[0] -Destination $args[1] {parameters}", Inbox, Out());
}

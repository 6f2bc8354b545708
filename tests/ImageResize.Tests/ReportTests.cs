using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>Export-ImageResizeReport and Invoke-ImageResize -ReportPath; what a browser makes of the page is tested in Core.</summary>
public sealed class ReportTests(EngineSession session) : ModuleTest(session)
{
    private string Report => Folder["report.html"];

    [Fact]
    public void A_run_leaves_its_report_with_figures_failures_and_thumbnails()
    {
        TestImage.Write(In("a.jpg"));
        TestImage.Write(In("b.png"), 50, 50);
        File.WriteAllText(In("c.jpg"), "text");
        RunOutput output = Resize($"-Size 100 -ReportPath '{Report}' -ErrorAction SilentlyContinue");
        Assert.Equal(3, output.Objects.Length);
        string html = File.ReadAllText(Report);
        Assert.Contains("2 of 3 images are done, 1 failed", html, StringComparison.Ordinal);
        Assert.Contains("<code>NotAnImage</code></td><td class=\"message\">The content is no image", html, StringComparison.Ordinal);
        Assert.Equal(4, html.Split("src=\"data:image/").Length - 1);
        Assert.DoesNotContain("stopped before all images", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_and_the_summary_of_a_merged_stream_make_the_same_report()
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Session.Run($"Invoke-ImageResize $args[0] -Size 100 -Destination $args[1] 6>&1 | Export-ImageResizeReport $args[2] -PassThru -Title 'Today <1>'", In("a.jpg"), Out(), Report);
        Assert.Empty(output.Errors);
        Assert.Equal(Report, output.The<string>("FullName"));
        string html = File.ReadAllText(Report);
        Assert.Contains("<title>Today &lt;1&gt;</title>", html, StringComparison.Ordinal);
        Assert.Contains("The image is done", html, StringComparison.Ordinal);
        Assert.Matches("[0-9]+.worker", html);
    }

    [Fact]
    public void What_came_from_another_session_is_reported_alike()
    {
        TestImage.Write(In("a.jpg"));
        TestImage.Write(In("b.jpg"));
        File.WriteAllText(In("c.jpg"), "text");
        const string Deserialize = "function Again { process { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_, 2)) } }; ";
        const string Run = "$r = @(Invoke-ImageResize $args[0] -Size 100 -Destination $args[1] -SummaryVariable s -ErrorAction SilentlyContinue) + $s; ";
        RunOutput output = Session.Run(Deserialize + Run + "$r | Export-ImageResizeReport $args[2]; $r | Again | Export-ImageResizeReport $args[3]; ($r[0] | Again).PSTypeNames[0]", Path.Combine(Folder.Path, "in"), Out(), Report, Folder["again.html"]);
        Assert.Empty(output.Errors);
        Assert.Equal("Deserialized.ImageResize.ImageResizeResult", output.Single.BaseObject);

        // The moment it was made at differs.
        Assert.Equal(WithoutFoot(Report), WithoutFoot(Folder["again.html"]));

        static string WithoutFoot(string path) => File.ReadAllText(path).Split("<footer>")[0];
    }

    [Fact]
    public void An_array_is_taken_at_once_and_an_image_of_many_sizes_shown_once()
    {
        TestImage.Write(In("a.jpg"));
        TestImage.Write(In("b.jpg"));
        RunOutput output = Session.Run("$r = Invoke-ImageResize $args[0] -Size 100x,50x,20x -Destination $args[1]; Export-ImageResizeReport $args[2] -InputObject $r -ThumbnailCount 5", Path.Combine(Folder.Path, "in"), Out(), Report);
        Assert.Empty(output.Errors);
        string html = File.ReadAllText(Report);
        Assert.Contains("All 6 images are done", html, StringComparison.Ordinal);
        Assert.Equal(4, html.Split("src=\"data:image/").Length - 1);
    }

    [Fact]
    public void Measurements_make_a_curve()
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Session.Run("Measure-ImageResize $args[0] -ThrottleLimit 1,2 -Repeat 1 -MinimumSeconds 0 -Size 100 | Export-ImageResizeReport $args[1]", In("a.jpg"), Report);
        Assert.Empty(output.Errors);
        Assert.Empty(output.Objects);
        Assert.Contains("aria-label=\"Images per second: ", File.ReadAllText(Report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_a_script_stays_a_name()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names.");
        foreach (string name in new[] { "<script>alert(1)<", "\"'><img src=x onerror=alert(2)>", "a\nb" })
        {
            Directory.CreateDirectory(Path.Combine(Folder.Path, "in", name));
            TestImage.Write(Path.Combine(Folder.Path, "in", name, "plain.jpg"));
            File.Move(Path.Combine(Folder.Path, "in", name, "plain.jpg"), In(name.Replace('/', '_') + ".jpg"));
        }

        RunOutput output = Resize($"-Recurse -Size 100 -ReportPath '{Report}'");
        Assert.Equal(3, output.Objects.Length);
        string html = File.ReadAllText(Report);
        Assert.Contains("&lt;script&gt;alert(1)&lt;.jpg", html, StringComparison.Ordinal);
        Assert.Contains("a␊b.jpg", html, StringComparison.Ordinal);
        Assert.Equal(1, html.Split("<script").Length - 1);
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-WhatIf", "")]
    [InlineData("-Confirm:$false", "report.html")]
    public void It_asks_as_others_do(string parameter, string written)
    {
        TestImage.Write(In("a.jpg"));
        Session.Run($"Invoke-ImageResize $args[0] -Size 100 -Destination $args[1] | Export-ImageResizeReport $args[2] {parameter}", In("a.jpg"), Out(), Report);
        Assert.Equal(written, string.Concat(Folder.Files().Where(file => file == "report.html")));
        File.Delete(Report);
        Session.Run($"Invoke-ImageResize $args[0] -Size 100 -Destination $args[1] -ReportPath $args[2] {parameter}", In("a.jpg"), Out(), Report);
        Assert.Equal(written, string.Concat(Folder.Files().Where(file => file == "report.html")));
    }

    [Fact]
    public void A_report_that_is_there_is_replaced_or_kept_as_told()
    {
        File.WriteAllText(Report, "old");
        Assert.Equal("NoClobber", Assert.Single(Export("-NoClobber").ErrorIds));
        File.SetAttributes(Report, FileAttributes.ReadOnly);
        Assert.Equal("ReportReadOnly", Assert.Single(Export("").ErrorIds));
        Assert.Equal("old", File.ReadAllText(Report));
        Assert.Empty(Export("-Force").Errors);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(Report), StringComparison.Ordinal);
        File.SetAttributes(Report, FileAttributes.Normal);
    }

    [Theory]
    [InlineData("nowhere/report.html", "RecordFolderMissing")]
    [InlineData("in", "InvalidReportPath")]
    [InlineData("in/a.jpg", "InvalidReportPath")]
    public void A_place_that_cannot_be_is_told_before_any_work(string place, string errorId)
    {
        TestImage.Write(In("a.jpg"));
        byte[] before = File.ReadAllBytes(In("a.jpg"));
        string path = Path.Combine(Folder.Path, place);
        Assert.Equal(errorId, Assert.Single(Session.Run("@() | Export-ImageResizeReport $args[0]", path).ErrorIds));
        Assert.Equal(errorId, Assert.Single(Resize($"-Size 100 -ReportPath '{path}'").ErrorIds));

        Assert.Equal(["in/a.jpg"], Folder.Files());
        Assert.Equal(before, File.ReadAllBytes(In("a.jpg")));
    }

    [Fact]
    public void Without_input_no_report_is_replaced()
    {
        File.WriteAllText(Report, "old");
        RunOutput output = Session.Run("@() | Export-ImageResizeReport $args[0] -PassThru", Report);
        Assert.Contains("Nothing came", Assert.Single(output.Warnings), StringComparison.Ordinal);
        Assert.Empty(output.Objects);
        Assert.Equal("old", File.ReadAllText(Report));
    }

    [Fact]
    public void The_report_does_not_take_the_journals_place()
    {
        TestImage.Write(In("a.jpg"));
        string path = Folder["run.txt"];
        Assert.Equal("InvalidRecordPath", Assert.Single(Resize($"-Size 100 -JournalPath '{path}' -ReportPath '{path}'").ErrorIds));
    }

    [Fact]
    public void Whatever_is_no_result_is_told_and_the_rest_reported()
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Session.Run("& { 'text'; Invoke-ImageResize $args[0] -Size 100 -Destination $args[1]; 42 } @args | Export-ImageResizeReport $args[2]", In("a.jpg"), Out(), Report);
        Assert.Equal(["NotReportable", "NotReportable"], output.ErrorIds);
        Assert.Contains("The image is done", File.ReadAllText(Report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_consumer_that_stops_early_leaves_a_report_of_what_was_done()
    {
        for (int i = 0; i < 50; i++)
            TestImage.Write(In($"{i:000}.jpg"), 320, 240);
        Session.Run("foreach ($n in 1) { Invoke-ImageResize $args[0] -Size 100 -Destination $args[1] -ReportPath $args[2] | ForEach-Object { break } }", Path.Combine(Folder.Path, "in"), Out(), Report);
        AssertEndedEarly();
    }

    [Fact]
    public void A_stopped_run_leaves_a_report_of_what_was_done()
    {
        for (int i = 0; i < 300; i++)
            TestImage.Write(In($"{i:000}.jpg"), 640, 480);
        using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using PowerShell shell = PowerShell.Create(runspace);
        shell.AddScript("Import-Module $args[0]; Invoke-ImageResize $args[1] -Size 100 -Destination $args[2] -ReportPath $args[3]")
            .AddArgument(Pwsh.Manifest).AddArgument(Path.Combine(Folder.Path, "in")).AddArgument(Out()).AddArgument(Report);
        using var output = new PSDataCollection<PSObject>();
        shell.BeginInvoke<PSObject, PSObject>(null, output);
        Assert.True(SpinWait.SpinUntil(() => output.Count > 3, TimeSpan.FromSeconds(60)));
        shell.Stop();
        AssertEndedEarly();
    }

    private void AssertEndedEarly()
    {
        string html = File.ReadAllText(Report);
        Assert.Contains("The run was stopped before all images were done", html, StringComparison.Ordinal);
        Assert.Matches("<h1>[0-9]+.images? (was|were) done before the run was ended</h1>", html);
        Assert.EndsWith("</html>\n", html, StringComparison.Ordinal);
    }

    private RunOutput Export(string parameters) => Session.Run($"Invoke-ImageResize $args[1] -Size 100 -ErrorAction Ignore -InformationAction Ignore | Export-ImageResizeReport $args[0] {parameters}", Report, In("none.jpg"));
}

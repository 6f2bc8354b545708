using System.Text.Json;
using System.Text.RegularExpressions;
using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>-LogPath: what it holds, that names cannot forge lines, and that it is whole however a run ends.</summary>
public sealed partial class LogTests(EngineSession session) : ModuleTest(session)
{
    private string Log => Folder["run.log"];

    private string JsonLog => Folder["run.jsonl"];

    [Fact]
    public void A_run_leaves_its_start_its_failures_and_its_end_and_nothing_of_what_went_well()
    {
        TestImage.Write(In("good.jpg"), 320, 240);
        File.WriteAllText(In("bad.jpg"), "no image");
        Resize($"-Size 100 -LogPath '{Log}'");
        string[] lines = File.ReadAllLines(Log);
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.Matches(TextLine(), line));
        Assert.Contains(" INFO  started ", lines[0], StringComparison.Ordinal);
        Assert.Contains(" ERROR failed ", lines[1], StringComparison.Ordinal);
        Assert.Contains("errorId=\"NotAnImage\"", lines[1], StringComparison.Ordinal);
        Assert.Contains("bad.jpg\"", lines[1], StringComparison.Ordinal);
        Assert.Contains(" INFO  completed ", lines[2], StringComparison.Ordinal);
        Assert.Contains("total=2 resized=1 copied=0 skipped=0 failed=1", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Json_lines_have_names_and_numbers()
    {
        File.WriteAllText(In("bad.jpg"), "no image");
        Resize($"-Size 100 -LogPath '{JsonLog}'");
        JsonElement[] lines = [.. File.ReadAllLines(JsonLog).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(["started", "failed", "completed"], lines.Select(line => line.GetProperty("event").GetString()));
        Assert.Equal("Error", lines[1].GetProperty("level").GetString());
        Assert.Equal(In("bad.jpg"), lines[1].GetProperty("source").GetString());
        Assert.Equal(1, lines[1].GetProperty("attempts").GetInt32());
        Assert.Equal(1, lines[2].GetProperty("failed").GetInt64());
        Assert.InRange(lines[2].GetProperty("seconds").GetDouble(), 0, 600);
        Assert.All(lines, line => Assert.True(DateTimeOffset.UtcNow - line.GetProperty("time").GetDateTimeOffset() < TimeSpan.FromHours(1)));
    }

    [Theory]
    [InlineData("run.log")]
    [InlineData("run.jsonl")]
    public void A_name_cannot_forge_a_line(string log)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Such names are not to be had here.");
        const string Name = "a\n2026-01-01T00:00:00.000Z ERROR failed \"x\\\u202e.jpg";
        File.WriteAllText(In(Name), "no image");
        Resize($"-Size 100 -LogPath '{Folder[log]}'");
        string[] lines = File.ReadAllLines(Folder[log]);
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.Matches(log.EndsWith("jsonl", StringComparison.Ordinal) ? JsonLine() : TextLine(), line));
        if (log.EndsWith("jsonl", StringComparison.Ordinal))
            Assert.Equal(In(Name), JsonDocument.Parse(lines[1]).RootElement.GetProperty("source").GetString());
    }

    [Fact]
    public void A_second_run_appends()
    {
        TestImage.Write(In("a.jpg"), 320, 240);
        Resize($"-Size 100 -LogPath '{Log}'");
        Resize($"-Size 100 -LogPath '{Log}'");
        Assert.Equal(4, File.ReadAllLines(Log).Length);
        Assert.NotEqual(0xEF, File.ReadAllBytes(Log)[0]);
    }

    [Fact]
    public void A_consumer_that_stops_early_leaves_a_whole_log()
    {
        for (int i = 0; i < 40; i++)
            TestImage.Write(In($"{i:00}.jpg"), 320, 240);
        Session.Run("foreach ($n in 1) { Invoke-ImageResize $args[0] -Size 100 -Destination $args[1] -LogPath $args[2] | ForEach-Object { break } }", Path.Combine(Folder.Path, "in"), Out(), Log);
        string[] lines = File.ReadAllLines(Log);
        Assert.Contains(" started ", lines[0], StringComparison.Ordinal);
        Assert.Contains(" stopped ", lines[^1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Matches(TextLine(), line));
    }

    [Fact]
    public void A_log_that_cannot_be_opened_ends_the_command_before_any_work()
    {
        TestImage.Write(In("a.jpg"), 320, 240);
        Assert.Equal("LogUnavailable", Assert.Single(Resize($"-Size 100 -LogPath '{Out()}/../in/a.jpg'").ErrorIds));
        Assert.False(Directory.Exists(Out()) && Directory.EnumerateFiles(Out()).Any());
    }

    [Fact]
    public void A_photo_is_no_log()
    {
        TestImage.Write(In("a.jpg"), 320, 240);
        byte[] before = File.ReadAllBytes(In("a.jpg"));
        Assert.Equal("LogUnavailable", Assert.Single(Resize($"-Size 100 -LogPath '{In("a.jpg")}'").ErrorIds));
        Assert.Equal(before, File.ReadAllBytes(In("a.jpg")));
    }

    [Fact]
    public void A_device_is_no_log()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no such device here.");
        TestImage.Write(In("a.jpg"), 320, 240);
        Assert.Equal("LogUnavailable", Assert.Single(Resize("-Size 100 -LogPath /dev/full").ErrorIds));
    }

    [Fact]
    public void A_report_that_cannot_be_written_costs_neither_the_metrics_nor_the_end_of_the_log()
    {
        TestImage.Write(In("a.jpg"), 320, 240);
        Directory.CreateDirectory(Folder["reports"]);
        RunOutput output = Session.Run(
            "Invoke-ImageResize $args[0] -Size 100 -Destination $args[1] -LogPath $args[2] -MetricsPath $args[3] -ReportPath $args[4] -ErrorAction Stop | ForEach-Object { [System.IO.Directory]::Delete($args[5]) }",
            Path.Combine(Folder.Path, "in"), Out(), Log, Folder["m.json"], Path.Combine(Folder["reports"], "r.html"), Folder["reports"]);
        Assert.True(File.Exists(Folder["m.json"]));
        Assert.Contains(" completed ", File.ReadAllLines(Log)[^1], StringComparison.Ordinal);
        Assert.NotNull(output);
    }

    [Fact]
    public void The_log_tells_the_parameters_and_not_the_script()
    {
        TestImage.Write(In("a.jpg"), 320, 240);
        Session.Run("$secret = 'hunter2'; Invoke-ImageResize $args[0] -Size 100 -Destination $args[1] -LogPath $args[2] # hunter2", Path.Combine(Folder.Path, "in"), Out(), Log);
        string started = File.ReadAllLines(Log)[0];
        Assert.Contains("Invoke-ImageResize ", started, StringComparison.Ordinal);
        Assert.Contains("-Size 100", started, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", started, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Invoke-ImageResize $args[0] 100 -Destination $args[1] -LogPath $args[2] -Force:$false", "command=\"Invoke-ImageResize -Path IN -")]
    [InlineData("Invoke-ImageResize $args[0], b, c, d, e 100 -LogPath $args[2] -ErrorAction Ignore", "-Path IN, b, c and 2 more -")]
    [InlineData("Get-Item $args[0] | Invoke-ImageResize -Size 100 -LogPath $args[2]", "command=\"(pipeline) | Invoke-ImageResize -Size 100x100")]
    public void The_log_tells_piped_and_positional_input(string script, string told)
    {
        TestImage.Write(In("a.jpg"), 320, 240);
        Session.Run(script, In("a.jpg"), Out(), Log);
        Assert.Contains(told.Replace("IN", In("a.jpg"), StringComparison.Ordinal), File.ReadAllLines(Log)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_writes_no_log()
    {
        TestImage.Write(In("a.jpg"), 320, 240);
        Resize($"-Size 100 -LogPath '{Log}' -MetricsPath '{Folder["m.json"]}' -WhatIf");
        Assert.False(File.Exists(Log) || File.Exists(Folder["m.json"]));
    }

    [Theory]
    [InlineData("-JournalPath", "run.jsonl")]
    [InlineData("-LogPath", "run.log")]
    [InlineData("-MetricsPath", "run.json")]
    [InlineData("-ReportPath", "run.html")]
    public void A_record_in_a_folder_that_is_not_there_is_refused_alike_before_any_work(string parameter, string name)
    {
        TestImage.Write(In("a.jpg"), 320, 240);
        RunOutput output = Resize($"-Size 100 {parameter} '{Path.Combine(Folder.Path, "nowhere", name)}'");
        Assert.Equal(["RecordFolderMissing"], output.ErrorIds);
        Assert.EndsWith("does not exist. Create it first, or choose another path.", output.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["in/a.jpg"], Folder.Files());
    }

    [Theory]
    [InlineData("-JournalPath")]
    [InlineData("-LogPath")]
    public void A_folder_is_no_record(string parameter)
    {
        TestImage.Write(In("a.jpg"), 320, 240);
        RunOutput output = Resize($"-Size 100 {parameter} '{Path.Combine(Folder.Path, "in")}'");
        Assert.Equal(["InvalidRecordPath"], output.ErrorIds);
        Assert.Contains("is a folder", output.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_photo_given_as_journal_is_told_as_such()
    {
        TestImage.Write(In("a.jpg"), 320, 240);
        RunOutput output = Resize($"-Size 100 -JournalPath '{In("a.jpg")}'");
        Assert.Equal(["JournalUnavailable"], output.ErrorIds);
        Assert.Contains("an image (JPEG)", output.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Another run", output.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-LogPath 'same.json' -MetricsPath 'same.json'")]
    [InlineData("-LogPath 'same.x' -JournalPath './same.x'")]
    public void Two_records_in_one_file_are_refused(string parameters)
    {
        TestImage.Write(In("a.jpg"), 320, 240);
        Assert.Equal("InvalidRecordPath", Assert.Single(Resize($"-Size 100 {parameters}").ErrorIds));
    }

    [GeneratedRegex("""^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (INFO |WARN |ERROR) (started|failed|canceled|warning|retry|completed|stopped) run="[0-9a-f]{8}"( \w+=("([^"\\]|\\.)*"|[-0-9.E]+))*$""")]
    private static partial Regex TextLine();

    [GeneratedRegex("""^\{"time":.*\}$""")]
    private static partial Regex JsonLine();
}

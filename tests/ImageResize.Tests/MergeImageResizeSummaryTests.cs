using System.Text.Json;
using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>Merge-ImageResizeSummary: the metrics of shards and runs as one summary.</summary>
public sealed class MergeImageResizeSummaryTests(EngineSession session) : ModuleTest(session)
{
    private const string Merge = "Merge-ImageResizeSummary";

    private static readonly string[] Counts = ["Total", "Resized", "Copied", "Skipped", "Failed", "Canceled", "BytesRead", "BytesWritten", "BytesSaved", "Retries"];

    [Fact]
    public void Three_shards_count_what_one_run_does()
    {
        string metrics = Shards();
        RunOutput whole = Session.Run("Invoke-ImageResize $args[0] -Recurse -Size 40 -Destination $args[1] -SummaryVariable s -MetricsPath $args[2] -ErrorAction Ignore | Out-Null; $s", Path.Combine(Folder.Path, "in"), Folder["whole/out"], Folder["whole/m.json"]);
        RunOutput merged = Session.Run($"{Merge} $args[0] -MetricsPath $args[1]", metrics, Folder["whole/merged.json"]);
        Assert.Empty(merged.Errors);
        Assert.Empty(merged.Warnings);
        Assert.Equal("ImageResize.ImageResizeSummary", merged.Single.TypeNames[0]);
        Assert.True(merged.The<bool>("Completed"));
        Assert.All(Counts, count => Assert.Equal(whole.The<long>(count), merged.The<long>(count)));
        Assert.Equal((15, 1), (merged.The<long>("Total"), merged.The<long>("Failed")));
        Assert.Equal("NotAnImage 1", merged.The<string>("Errors"));
        Assert.Equal("Jpeg 7; Png 7", merged.The<string>("Formats"));
        Assert.Equal("Jpeg 7; Png 7", whole.The<string>("Formats"));
        JsonElement one = Json(Folder["whole/m.json"]), all = Json(Folder["whole/merged.json"]);
        foreach (string same in new[] { "outputs", "errors", "formats", "pixelsRead", "options" })
            Assert.Equal(one.GetProperty(same).GetRawText(), all.GetProperty(same).GetRawText());
        Assert.Equal("{\"Jpeg\":7,\"Png\":7}", JsonSerializer.Serialize(all.GetProperty("formats")));
        Assert.Equal(14, all.GetProperty("latencyHistogram").GetProperty("buckets").EnumerateArray().Sum(bucket => bucket[1].GetInt64()));
    }

    [Fact]
    public void The_time_is_from_the_first_start_to_the_last_end()
    {
        string metrics = Shards();
        JsonElement[] shards = [.. Directory.GetFiles(Path.GetDirectoryName(metrics)!).Select(Json)];
        TimeSpan span = shards.Max(one => one.GetProperty("at").GetDateTimeOffset()) - shards.Min(one => one.GetProperty("startedAt").GetDateTimeOffset());
        RunOutput merged = Session.Run($"{Merge} $args[0]", metrics);
        Assert.Equal(span.TotalMilliseconds, merged.The<double>("ElapsedMilliseconds"), 1.0);
        Assert.Equal(14 / span.TotalSeconds, merged.The<double>("ImagesPerSecond"), 0.05 * 14 / span.TotalSeconds);
        Assert.Equal(shards.Max(one => one.GetProperty("latencySeconds").GetProperty("p99").GetDouble()) * 1_000, merged.The<double>("LatencyP99Milliseconds"), 0.1);
    }

    [Theory]
    [InlineData("Get-ChildItem $args[0] | Merge-ImageResizeSummary")]
    [InlineData("Get-ChildItem $args[0] | Select-Object @{ n = 'Path'; e = 'FullName' } | Merge-ImageResizeSummary")]
    [InlineData("(Get-ChildItem $args[0]).FullName | Merge-ImageResizeSummary")]
    [InlineData("Merge-ImageResizeSummary -LiteralPath (Get-ChildItem $args[0]).FullName")]
    [InlineData("Merge-ImageResizeSummary (@((Get-ChildItem $args[0]).FullName) + $args[0])")]
    public void Files_are_named_in_every_usual_way_and_each_counts_once(string script)
    {
        RunOutput merged = Session.Run(script, Shards());
        Assert.Empty(merged.Errors);
        Assert.Empty(merged.Warnings);
        Assert.Equal(15, merged.The<long>("Total"));
    }

    [Fact]
    public void Missing_and_double_shards_are_told()
    {
        string metrics = Shards();
        string second = Folder["records/m-2-of-3.json"];
        File.Move(second, Folder["kept.json"]);
        RunOutput merged = Session.Run($"{Merge} $args[0]", metrics);
        Assert.Contains("Shard 2 of 3 is missing", Assert.Single(merged.Warnings), StringComparison.Ordinal);
        Assert.False(merged.The<bool>("Completed"));

        File.Copy(Folder["kept.json"], second);
        RunOutput twice = Session.Run($"{Merge} $args[0], $args[1]", metrics, Folder["kept.json"]);
        Assert.Contains("Shard 2 of 3 is there twice", Assert.Single(twice.Warnings), StringComparison.Ordinal);
        Assert.True(twice.The<bool>("Completed"));
        Assert.Equal(15, twice.The<long>("Total"));
    }

    [Theory]
    [InlineData("{\"name\": \"other\"}")]
    [InlineData("not JSON")]
    [InlineData("")]
    [InlineData(null)]
    public void A_file_that_is_none_is_one_error_with_its_name_and_the_others_count(string? content)
    {
        string metrics = Shards();
        string first = Folder["records/m-1-of-3.json"];
        File.WriteAllText(first, content ?? File.ReadAllText(first)[..300]);
        RunOutput merged = Session.Run($"{Merge} $args[0]", metrics);
        Assert.Equal("NotMetrics", Assert.Single(merged.ErrorIds));
        Assert.Contains("m-1-of-3.json", merged.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.False(merged.The<bool>("Completed"));
        Assert.InRange(merged.The<long>("Total"), 1, 14);
    }

    [Fact]
    public void A_very_long_file_is_not_read()
    {
        using (FileStream file = File.Create(Folder["long.json"]))
            file.SetLength(3L << 30);
        RunOutput merged = Session.Run($"{Merge} $args[0]", Folder["long.json"]);
        Assert.Equal("NotMetrics", Assert.Single(merged.ErrorIds));
        Assert.Empty(merged.Objects);
    }

    [Fact]
    public void Files_of_different_jobs_end_the_command()
    {
        string metrics = Shards();
        foreach (string other in new[] { "-Size 50 -Shard 1/3", "-Size 40 -Shard 1/4", "-Size 40" })
        {
            Session.Run($"Invoke-ImageResize $args[0] -Recurse {other} -Destination $args[1] -MetricsPath $args[2] -ErrorAction Ignore", Path.Combine(Folder.Path, "in"), Out(), Folder["other.json"]);
            RunOutput merged = Session.Run($"{Merge} $args[0], $args[1]", metrics, Folder["other.json"]);
            Assert.Equal("DifferentRuns", Assert.Single(merged.ErrorIds));
            Assert.Contains("other.json", merged.Errors[0].ToString(), StringComparison.Ordinal);
            Assert.Empty(merged.Objects);
        }
    }

    [Fact]
    public void Missing_files_folders_and_objects_are_errors_and_an_idle_wildcard_a_warning()
    {
        RunOutput merged = Session.Run($"{Merge} $args[0]; {Merge} -LiteralPath $args[1]; 42 | {Merge}; {Merge} $args[2]; {Merge} Env:PATH", Folder["none.json"], Folder.Path, Folder["no*.json"]);
        Assert.Equal(["NotFound", "NotFound", "NotAPath", "NotFound"], merged.ErrorIds);
        Assert.Contains(merged.Warnings, warning => warning.StartsWith("No file matches", StringComparison.Ordinal));
        Assert.Empty(merged.Objects);
    }

    [Fact]
    public void A_report_is_made_of_it_without_images()
    {
        RunOutput page = Session.Run($"{Merge} $args[0] | Export-ImageResizeReport $args[1] -PassThru", Shards(), Folder["report.html"]);
        Assert.Empty(page.Errors);
        Assert.Equal("report.html", page.The<string>("Name"));
        string html = File.ReadAllText(Folder["report.html"]);
        Assert.Contains("NotAnImage", html, StringComparison.Ordinal);
        Assert.DoesNotContain("data:image/jpeg", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-MetricsPath \"$($args[1])/m.csv\"", "InvalidMetricsPath")]
    [InlineData("-MetricsPath $args[1]", "InvalidRecordPath")]
    [InlineData("-MetricsPath \"$($args[1])/no/m.json\"", "RecordFolderMissing")]
    public void Where_nothing_can_be_written_the_command_ends(string parameter, string errorId)
    {
        RunOutput merged = Session.Run($"{Merge} $args[0] {parameter}", Shards(), Folder.Path);
        Assert.Equal(errorId, Assert.Single(merged.ErrorIds));
        Assert.Empty(merged.Objects);
    }

    [Fact]
    public void What_is_merged_is_written_unless_asked_only_and_not_merged_with_itself()
    {
        string metrics = Shards();
        string target = Folder["records/m-all.json"];
        Session.Run($"{Merge} $args[0] -MetricsPath $args[1] -WhatIf", metrics, target);
        Assert.False(File.Exists(target));
        for (int i = 0; i < 2; i++)
            Assert.Equal(15, Session.Run($"{Merge} $args[0] -MetricsPath $args[1]", metrics, target).The<long>("Total"));
        Session.Run($"{Merge} $args[0] -MetricsPath $args[1]", target, Folder["m.prom"]);
        Assert.Contains("imageresize_outputs_total{status=\"resized\"} 14\n", File.ReadAllText(Folder["m.prom"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_files_are_merged()
    {
        TestImage.Write(In("a.jpg"), 60, 40);
        Resize($"-Size 20 -Shard 1/1 -MetricsPath '{Folder["one.json"]}'");
        string one = File.ReadAllText(Folder["one.json"]);
        for (int i = 1; i <= 1_000; i++)
            File.WriteAllText(Folder[$"many/{i}.json"], one.Replace("\"index\": 1", $"\"index\": {i}", StringComparison.Ordinal).Replace("\"count\": 1\n", "\"count\": 1000\n", StringComparison.Ordinal));
        RunOutput merged = Session.Run($"{Merge} $args[0]", Folder["many/*.json"]);
        Assert.Empty(merged.Errors);
        Assert.Empty(merged.Warnings);
        Assert.Equal((1_000, true), (merged.The<long>("Total"), merged.The<bool>("Completed")));
    }

    /// <summary>Does 14 images and a file that is none, in three shards; gives a wildcard for their metrics.</summary>
    private string Shards()
    {
        for (int i = 0; i < 7; i++)
        {
            TestImage.Write(In($"{i % 2}/a{i}.jpg"), 60, 40);
            TestImage.Write(In($"{i % 2}/b{i}.png"), 60, 40);
        }

        File.WriteAllText(In("bad.jpg"), "no image");
        string records = Directory.CreateDirectory(Path.Combine(Folder.Path, "records")).FullName;
        for (int part = 1; part <= 3; part++)
            Resize($"-Recurse -Size 40 -Shard {part}/3 -MetricsPath '{records}/m-{{shard}}.json'");
        return Path.Combine(records, "m-*.json");
    }

    private static JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllText(path)).RootElement;
}

using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>-Shard: parts of a folder, done by runs that do not know each other.</summary>
public sealed class ShardTests(EngineSession session) : ModuleTest(session)
{
    [Fact]
    public void The_parts_together_do_every_image_once()
    {
        byte[] image = File.ReadAllBytes(TestImage.Write(Folder["one.jpg"], 60, 40));
        for (int i = 0; i < 30; i++)
            File.WriteAllBytes(In($"{i % 3}/{i:00}.jpg"), image);
        string records = Directory.CreateDirectory(Path.Combine(Folder.Path, "records")).FullName;
        var done = new List<string>();
        for (int part = 1; part <= 3; part++)
        {
            RunOutput output = Resize($"-Recurse -Size 20 -Shard {part}/3 -JournalPath '{records}/{{shard}}.jsonl' -MetricsPath '{records}/{{shard}}.json' -LogPath '{records}/{{shard}}.log' -ReportPath '{records}/{{shard}}.html' -Verbose");
            Assert.Empty(output.Errors);
            Assert.Contains(output.Verbose, line => line.Contains($"part {part} of 3", StringComparison.Ordinal));
            done.AddRange(output.All<string>("SourcePath"));
        }

        Assert.Equal(30, done.Count);
        Assert.Equal(30, done.Distinct().Count());
        Assert.Equal(12, Directory.GetFiles(records, "?-of-3.*").Length);
    }

    [Theory]
    [InlineData("-Shard 3/2")]
    [InlineData("-Shard 2")]
    [InlineData("-Shard Auto")]
    public void A_part_that_cannot_be_is_told_before_any_work(string parameters)
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Session.Run($"$Error.Clear(); try {{ Invoke-ImageResize $args[0] -Size 20 {parameters} }} catch {{ $_.Exception.Message }}", In("a.jpg"));
        string message = output.Objects.Length > 0 ? output.Single.ToString() : Assert.Single(output.Errors).ToString();
        Assert.Contains("2/5", message, StringComparison.Ordinal);
        Assert.Equal(["in/a.jpg"], Folder.Files());
    }
}

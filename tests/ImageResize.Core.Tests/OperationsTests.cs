using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImageResize.Batch;
using ImageResize.Records;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

/// <summary>The runbook, the alerts and the dashboard name just what there is.</summary>
public sealed partial class OperationsTests
{
    private static readonly string Root = Path.GetDirectoryName(Pwsh.Manifest)!;

    [Fact]
    public void The_runbook_says_of_every_error_id_what_to_do()
    {
        string text = Read("docs/operations.md");
        string section = text[text.IndexOf("## What to do after an error", StringComparison.Ordinal)..text.IndexOf("Errors of the run itself", StringComparison.Ordinal)];
        string[][] rows = [.. section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries))];
        Assert.Equal(Enum.GetNames<ImageErrorId>(), rows.Select(row => row[1].Trim('`')));
        Assert.All(rows, row => Assert.True(row.Length == 5 && row[2].Length > 0 && row[3].Length > 0, row[1]));
    }

    [Fact]
    public void The_runbook_tells_every_metric()
    {
        string text = Read("docs/operations.md");
        Assert.All(Families(), family => Assert.Contains($"`{family}`", text, StringComparison.Ordinal));
        Assert.Subset(Samples(), Named(text).ToHashSet());
    }

    [Theory]
    [InlineData("deploy/prometheus/alerts.yml")]
    [InlineData("deploy/prometheus/alerts.test.yml")]
    [InlineData("deploy/grafana/imageresize.json")]
    public void Only_metrics_that_there_are_are_asked_for(string path)
    {
        string[] named = Named(Read(path));
        Assert.NotEmpty(named);
        Assert.Subset(Samples(), named.ToHashSet());
    }

    [Fact]
    public void The_alerts_know_their_error_ids_and_stand_in_the_runbook()
    {
        string alerts = Read("deploy/prometheus/alerts.yml"), runbook = Read("docs/operations.md");
        string[] ids = [.. ErrorIds().Matches(alerts).SelectMany(match => match.Groups[1].Value.Split('|'))];
        Assert.NotEmpty(ids);
        Assert.All(ids, id => Assert.Contains(id, Enum.GetNames<ImageErrorId>()));
        Assert.All(Alerts().Matches(alerts), alert => Assert.Contains($"| `{alert.Groups[1].Value}` |", runbook, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_panel_of_the_dashboard_asks_for_something()
    {
        using JsonDocument dashboard = JsonDocument.Parse(Read("deploy/grafana/imageresize.json"));
        JsonElement[] panels = [.. dashboard.RootElement.GetProperty("panels").EnumerateArray()];
        Assert.Equal(panels.Length, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(panels, panel => Assert.All(panel.GetProperty("targets").EnumerateArray().ToArray(), target => Assert.NotEmpty(Named(target.GetProperty("expr").GetString()!))));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string[] Named(string text) => [.. Metric().Matches(text).Select(match => match.Value).Distinct()];

    private static string[] Families() => [.. Prom().Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2])];

    private static HashSet<string> Samples() => [.. Families(), .. Named(string.Join('\n', Prom().Split('\n').Where(line => !line.StartsWith('#'))))];

    /// <summary>The metrics of a run in which everything happened.</summary>
    private static string Prom() => Encoding.UTF8.GetString(MetricsPrometheus.Write(new RunMetrics(
        new RunFigures { Resized = 1, Failed = 1, Errors = new Dictionary<string, long> { ["Damaged"] = 1 }, Formats = new Dictionary<string, long> { ["Jpeg"] = 1 } }, true, "1.0.0", "8.18.0")));

    [GeneratedRegex("imageresize_[a-z_]*[a-z]")]
    private static partial Regex Metric();

    [GeneratedRegex("error_id=~\"([A-Za-z|]+)\"")]
    private static partial Regex ErrorIds();

    [GeneratedRegex("- alert: (\\w+)")]
    private static partial Regex Alerts();
}

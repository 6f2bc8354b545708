using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>-MetricsPath in both forms, and the meter that other programs listen to.</summary>
public sealed partial class MetricsTests(EngineSession session) : ModuleTest(session)
{
    [Fact]
    public void Json_tells_the_whole_run()
    {
        JsonElement json = Json(Mixed("-MetricsPath", "m.json"));
        Assert.Equal(1, json.GetProperty("schemaVersion").GetInt32());
        Assert.True(json.GetProperty("completed").GetBoolean());
        Assert.Equal((4, 2, 1, 0, 1), (Count(json, "total"), Count(json, "resized"), Count(json, "copied"), Count(json, "skipped"), Count(json, "failed")));
        Assert.Equal(1, json.GetProperty("errors").GetProperty("NotAnImage").GetInt64());
        Assert.Equal(Directory.GetFiles(Out()).Sum(file => new FileInfo(file).Length), json.GetProperty("bytesWritten").GetInt64());
        Assert.InRange(json.GetProperty("elapsedSeconds").GetDouble(), 1e-6, 600);
        Assert.Equal(8, json.GetProperty("stageSeconds").EnumerateObject().Count());
        Assert.Matches(@"^8\.\d+\.\d+$", json.GetProperty("versions").GetProperty("libvips").GetString());
    }

    [Fact]
    public void Prometheus_text_obeys_its_format()
    {
        Mixed("-MetricsPath", "m.prom");
        string text = File.ReadAllText(Folder["m.prom"]);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        var families = new HashSet<string>();
        string current = string.Empty, type = string.Empty;
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                current = line.Split(' ')[2];
                Assert.True(families.Add(current), $"{current} comes twice");
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Assert.Equal(current, line.Split(' ')[2]);
                type = line.Split(' ')[3];
                Assert.Equal(type == "counter", current.EndsWith("_total", StringComparison.Ordinal));
            }
            else
            {
                Match sample = Sample().Match(line);
                Assert.True(sample.Success, line);
                string name = sample.Groups[1].Value;
                Assert.True(name == current || (type == "summary" && (name == current + "_sum" || name == current + "_count")), line);
                double.Parse(sample.Groups[3].Value, CultureInfo.InvariantCulture);
            }
        }

        Assert.Contains("imageresize_outputs_total{status=\"resized\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("imageresize_errors_total{error_id=\"NotAnImage\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("imageresize_written_outputs_total{format=\"jpeg\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("imageresize_output_duration_seconds_count 3\n", text, StringComparison.Ordinal);
        Assert.Contains("imageresize_run_completed 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_run_leaves_figures_that_say_so()
    {
        for (int i = 0; i < 40; i++)
            TestImage.Write(In($"{i:00}.jpg"), 320, 240);
        Session.Run("foreach ($n in 1) { Invoke-ImageResize $args[0] -Size 100 -Destination $args[1] -MetricsPath $args[2] | ForEach-Object { break } }", Path.Combine(Folder.Path, "in"), Out(), Folder["m.json"]);
        JsonElement json = Json(Folder["m.json"]);
        Assert.False(json.GetProperty("completed").GetBoolean());
        Assert.InRange(Count(json, "total"), 1, 40);
        Assert.DoesNotContain(Directory.GetFiles(Folder.Path), file => file.Contains(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void Any_other_extension_is_refused_before_any_work()
    {
        TestImage.Write(In("a.jpg"));
        Assert.Equal("InvalidMetricsPath", Assert.Single(Resize($"-Size 100 -MetricsPath '{Folder["m.csv"]}'").ErrorIds));
        Assert.False(Directory.Exists(Out()));
    }

    [Fact]
    public void A_listener_hears_of_every_output_while_the_run_goes_on()
    {
        var heard = new ConcurrentBag<(string Name, double Value, string Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "ImageResize")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            heard.Add((instrument.Name, value, string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.Start();
        Mixed("-OnDamage", "Fail");
        Assert.Equal(2, heard.Where(one => one is { Name: "imageresize.outputs", Tags: "status=resized" }).Sum(one => one.Value));
        Assert.Equal(1, heard.Where(one => one is { Name: "imageresize.errors", Tags: "error_id=NotAnImage" }).Sum(one => one.Value));
        Assert.Equal(3, heard.Count(one => one.Name == "imageresize.output.duration"));
        Assert.Equal(Directory.GetFiles(Out()).Sum(file => new FileInfo(file).Length), heard.Where(one => one.Name == "imageresize.written").Sum(one => one.Value));
    }

    /// <summary>Two images resized, one copied, one that is none.</summary>
    private string Mixed(string parameter, string value)
    {
        TestImage.Write(In("a.jpg"));
        TestImage.Write(In("b.png"));
        TestImage.Write(In("small.jpg"), 60, 40);
        File.WriteAllText(In("bad.jpg"), "no image");
        string argument = parameter == "-MetricsPath" ? Folder[value] : value;
        Resize($"-Size 100 {parameter} '{argument}'");
        return argument;
    }

    private static JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllText(path)).RootElement;

    private static long Count(JsonElement json, string status) => json.GetProperty("outputs").GetProperty(status).GetInt64();

    [GeneratedRegex("""^([a-z_]+)(\{[a-z_]+="[^"\\\n]*"(?:,[a-z_]+="[^"\\\n]*")*\})? (-?[0-9.]+(?:E[-+][0-9]+)?)$""")]
    private static partial Regex Sample();
}

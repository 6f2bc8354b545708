using System.Text.Json;
using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>What comes out is short and plain as JSON and as CSV, and its times are TimeSpans for scripts all the same.</summary>
public sealed class SerializationTests(EngineSession session) : ModuleTest(session)
{
    private const string Run = "Invoke-ImageResize $args[0] -Size 100 -Destination $args[1] -SummaryVariable summary -ErrorAction SilentlyContinue";

    public static TheoryData<string> Sources { get; } =
    [
        Run,
        Run + " | Out-Null; $summary",
        "Get-ImageInfo $args[0] -ErrorAction SilentlyContinue",
        "Measure-ImageResize $args[0] -Size 100 -ThrottleLimit 1 -Repeat 1 -MinimumSeconds 0 -ErrorAction SilentlyContinue",
    ];

    [Theory]
    [MemberData(nameof(Sources))]
    public void Json_has_a_line_for_each_value_and_no_truncated_depth(string source)
    {
        Prepare();
        RunOutput output = Session.Run($"& {{ {source} }} @args | ConvertTo-Json -AsArray -WarningVariable shortened; $shortened", Path.Combine(Folder.Path, "in"), Out());
        string json = output.Single.ToString();
        foreach (JsonElement one in JsonDocument.Parse(json).RootElement.EnumerateArray())
        {
            Assert.DoesNotContain("Ticks", one.ToString(), StringComparison.Ordinal);
            Assert.InRange(one.ToString().Split('\n').Length, 10, 75);
        }
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_table_has_values_and_no_names_of_types(string source)
    {
        Prepare();
        RunOutput output = Session.Run($"& {{ {source} }} @args | ConvertTo-Csv", Path.Combine(Folder.Path, "in"), Out());
        Assert.True(output.Objects.Length > 1);
        Assert.All(output.Objects, row => Assert.DoesNotMatch(@"""System\.|""ImageResize\.[A-Z][A-Za-z`0-9\[\]]*""|\[\]", row.ToString()));
    }

    [Fact]
    public void Lists_of_a_table_are_their_values()
    {
        Prepare();
        TestImage.WriteWithMetadata(In("m.jpg"));
        Assert.Equal("Exif; Gps; Thumbnail; Xmp", Session.Run("(Get-ImageInfo $args[0] | ConvertTo-Csv | ConvertFrom-Csv).Metadata", In("m.jpg")).Single.ToString());
        Assert.Equal("NotAnImage 1", Session.Run($"{Run} | Out-Null; ($summary | ConvertTo-Csv | ConvertFrom-Csv).Errors", Path.Combine(Folder.Path, "in"), Out()).Single.ToString());
        Assert.True((bool)Session.Run("(Get-ImageInfo $args[0]).Metadata -contains 'Gps'", In("m.jpg")).Single.BaseObject);
    }

    [Theory]
    [InlineData("$r = Get-Item $args[0] | Invoke-ImageResize -Size 100 -Destination $args[1]; $r")]
    [InlineData("$r = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-Item $args[0] | Invoke-ImageResize -Size 100 -Destination $args[1]), 3)); $r")]
    public void Times_are_TimeSpans_for_scripts_here_and_from_another_session(string result)
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Session.Run($"{result} | ForEach-Object {{ $_.Duration; $_.DurationMilliseconds; $_.Timings.Scale; $_.Timings.ScaleMilliseconds }}", In("a.jpg"), Out());
        object[] times = [.. output.Objects.Select(one => one.BaseObject)];
        Assert.True(times is [TimeSpan, double, TimeSpan, double]);
        Assert.Equal((double)times[1], ((TimeSpan)times[0]).TotalMilliseconds, 3);
        Assert.Equal((double)times[3], ((TimeSpan)times[2]).TotalMilliseconds, 3);
        Assert.True((double)times[1] > 0);
    }

    private void Prepare()
    {
        TestImage.Write(In("a.jpg"));
        TestImage.WriteTransparent(In("b.png"));
        File.WriteAllText(In("c.jpg"), "text");
    }
}

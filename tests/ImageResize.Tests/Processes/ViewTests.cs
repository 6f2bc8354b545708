using System.Text.RegularExpressions;
using ImageResize.Testing;

namespace ImageResize.Tests.Processes;

/// <summary>The module's console views, as pwsh renders them on 80 columns.</summary>
public sealed partial class ViewTests(ViewTests.Rendered rendered) : IClassFixture<ViewTests.Rendered>
{
    [Fact]
    public void Results_are_a_table_with_status_sizes_bytes_time_and_name()
    {
        string[] lines = Lines("results plain");
        Assert.Matches(@"^Status  Pixels                Bytes                       Time Name$", lines[0]);
        Assert.Matches(@"^Resized 640x480 → 100x75      \d+ KB → [0-9.]+ KB \(-\d\d %\) +[0-9.:]+ (ms|s|min) a\.jpg$", lines[2]);
        Assert.Matches(@"^Failed                        NotAnImage +[0-9.:]+ (ms|s|min) c\.jpg$", lines[4]);
        Assert.Matches(@"^Skipped 640x480 +\d+ KB +[0-9.:]+ (ms|s|min) a\.jpg$|^Skipped +a\.jpg$", lines[5]);
    }

    [Fact]
    public void A_result_is_a_list_of_what_there_is_to_say()
    {
        string[] lines = Lines("list plain");
        Assert.Contains(lines, line => line.StartsWith("Pixels     : 640x480 → 100x75", StringComparison.Ordinal));
        Assert.Contains(lines, line => Regex.IsMatch(line, @"^Time       : [0-9.:]+ (ms|s|min): read .+, scale .+, encode .+, write .+$"));
        Assert.DoesNotContain(lines, line => line.StartsWith("ErrorId", StringComparison.Ordinal) && line.EndsWith(": ", StringComparison.Ordinal));
        Assert.Contains("ErrorId    : NotAnImage", lines);
        Assert.Contains(lines, line => line.StartsWith("Message    : The content is no image", StringComparison.Ordinal));
    }

    [Fact]
    public void A_summary_has_a_bar_for_each_stage_and_its_share()
    {
        string[] lines = Lines("summary plain");
        Assert.Equal("Images   : 2 resized, 1 failed", lines[0]);
        Assert.Equal("Errors   : NotAnImage 1", lines[1]);
        string[] stages = [.. lines.Where(line => line.EndsWith(" an image", StringComparison.Ordinal))];
        Assert.Equal(["Read", "Scale", "Encode", "Write"], stages.Select(line => line.Split(' ')[0]));
        int[] shares = [.. stages.Select(line => int.Parse(Regex.Match(line, @"(\d+) %").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.InRange(shares.Sum(), 98, 102);
        int largest = Array.IndexOf(shares, shares.Max());
        Assert.InRange(Cells(stages[largest]), stages.Max(Cells) - 1, stages.Max(Cells));

        static int Cells(string line) => line.Count(c => c is >= '▉' and <= '▏' or '█');
    }

    [Fact]
    public void A_measurement_has_a_bar_and_the_best_is_named()
    {
        string[] lines = Lines("measured plain");
        Assert.Equal("Workers Images/s Throughput      Speed-up   CPU     p95 Verdict", lines[0]);
        Assert.Single(lines, line => line.Contains("██████████ best", StringComparison.Ordinal));
        Assert.All(lines[2..], line => Assert.Matches(@"^      \d +[0-9.]+ [█▉▊▋▌▍▎▏]+( best)? +[0-9.]+ +\d+ % +[0-9.:]+ (ms|s|min) too small to tell$", line));
    }

    [Fact]
    public void A_header_is_a_row_with_pixels_and_bytes() =>
        Assert.Matches(@"^Jpeg       640x480 +\d+ KB     1 +a\.jpg$", Lines("header plain")[2]);

    [Fact]
    public void Nothing_is_wider_than_eighty_columns() =>
        Assert.All(rendered.Parts.Values.SelectMany(part => part), line => Assert.InRange(Plain(line).Length, 0, 80));

    [Theory]
    [InlineData("results")]
    [InlineData("list")]
    [InlineData("summary")]
    [InlineData("measured")]
    public void Colours_are_there_or_not_as_PSStyle_says_and_change_no_column(string view)
    {
        Assert.Contains(Lines(view + " ansi"), line => line.Contains('\e', StringComparison.Ordinal));
        Assert.DoesNotContain(Lines(view + " plain"), line => line.Contains('\e', StringComparison.Ordinal));
        Assert.Equal(Lines(view + " plain"), Lines(view + " ansi").Select(line => Plain(line).TrimEnd()));
    }

    [Fact]
    public void A_failure_has_the_colour_of_errors() =>
        Assert.Contains(Lines("results ansi"), line => line.StartsWith("\e[31;1mFailed\e[0m ", StringComparison.Ordinal) && line.Contains("\e[31;1mNotAnImage\e[0m", StringComparison.Ordinal));

    [Fact]
    public void A_result_with_a_warning_has_the_colour_of_warnings() =>
        Assert.Contains(Lines("warned ansi"), line => line.StartsWith("\e[33;1mResized\e[0m ", StringComparison.Ordinal));

    [Theory]
    [InlineData("results")]
    [InlineData("list")]
    [InlineData("summary")]
    [InlineData("measured")]
    [InlineData("header")]
    [InlineData("warned")]
    public void A_script_in_strict_mode_shows_the_same(string view) => Assert.Equal(Lines(view + " plain"), Lines(view + " strict"));

    [Theory]
    [InlineData("results")]
    [InlineData("list")]
    [InlineData("summary")]
    [InlineData("measured")]
    [InlineData("header")]
    [InlineData("warned")]
    public void What_comes_from_another_session_looks_the_same(string view) => Assert.Equal(Lines(view + " plain"), Lines(view + " again"));

    private string[] Lines(string part) => rendered.Parts[part];

    private static string Plain(string line) => Escape().Replace(line, "");

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Escape();

    /// <summary>One run of pwsh that renders all views, since a start costs a second.</summary>
    public sealed class Rendered : IDisposable
    {
        private const string Script = """
            1..2 | ForEach-Object { [ImageResize.SamplePhoto]::Write("$pwd/$('ab'[$_ - 1]).jpg", 640, 480, $_) }
            'text' | Set-Content c.jpg
            [System.IO.File]::WriteAllBytes("$pwd/d.jpg", [System.IO.File]::ReadAllBytes("$pwd/a.jpg")[0..9999])
            $warned = Invoke-ImageResize d.jpg -Size 100 -Destination out -OnDamage Salvage -WarningAction Ignore -InformationAction Ignore
            $results = @(Invoke-ImageResize a.jpg, b.jpg, c.jpg -Size 100 -Destination out -ThrottleLimit 1 -SummaryVariable summary -ErrorAction SilentlyContinue -InformationAction Ignore)
            $results = @($results | Sort-Object SourcePath) + (Invoke-ImageResize a.jpg -Size 100 -Destination out -IfExists Skip -InformationAction Ignore)
            $measured = Measure-ImageResize a.jpg -ThrottleLimit 1, 2 -Repeat 1 -MinimumSeconds 0 -Size 100
            $header = Get-ImageInfo a.jpg
            function Again { process { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_, 3)) } }
            function Show($name, [switch] $again) {
                $views = [ordered]@{
                    results = { param($o) $o | Out-String -Width 80 -Stream }, $results
                    list = { param($o) $o | Format-List | Out-String -Width 80 -Stream }, $results
                    summary = { param($o) $o | Out-String -Width 80 -Stream }, $summary
                    measured = { param($o) $o | Out-String -Width 80 -Stream }, $measured
                    header = { param($o) $o | Out-String -Width 80 -Stream }, $header
                    warned = { param($o) $o | Out-String -Width 80 -Stream }, $warned
                }
                foreach ($view in $views.Keys) {
                    "# $view $name"
                    $objects = $views[$view][1]
                    if ($again) { $objects = $objects | Again }
                    & $views[$view][0] $objects
                }
            }
            $PSStyle.OutputRendering = 'PlainText'
            Show plain
            Show again -again
            & { Set-StrictMode -Version Latest; Show strict }
            $PSStyle.OutputRendering = 'Ansi'
            Show ansi
            """;

        private readonly TempFolder _folder = new();

        public Rendered()
        {
            PwshResult result = PwshProcess.MustRun(Script, _folder.Path);
            Assert.Equal("", result.Error);
            foreach (string part in result.Output.ReplaceLineEndings("\n").Split("# ", StringSplitOptions.RemoveEmptyEntries))
            {
                string[] lines = part.Split('\n');
                Parts[lines[0]] = [.. lines[1..].Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
            }
        }

        /// <summary>The lines of each view by its name and how it was shown.</summary>
        public Dictionary<string, string[]> Parts { get; } = [];

        public void Dispose() => _folder.Dispose();
    }
}

using ImageResize.Report;
using ImageResize.Report.Content;
using ImageResize.Testing;

namespace ImageResize.Report.Tests;

/// <summary>The page as a browser has it: no complaint, no request, no name that comes alive, tables that sort.</summary>
public sealed class ReportInBrowserTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1200, false)]
    [InlineData(1200, true)]
    [InlineData(360, false)]
    public async Task The_page_asks_for_nothing_complains_of_nothing_and_overflows_nowhere(int width, bool dark)
    {
        Browser.Need();
        string path = Write(Everything(), thumbnails: true);
        await browser.Open(path, width, dark: dark);
        await Keep(width, dark);
        Assert.Equal([new Uri(path).AbsoluteUri], browser.Requests);
        Assert.Empty(browser.Complaints);
        Assert.True(await browser.Evaluate<int>("document.documentElement.scrollWidth") <= width);
        Assert.Equal(4, await browser.Evaluate<int>("[...document.querySelectorAll('img')].filter(img => img.complete && img.naturalWidth > 0).length"));
        Assert.Equal(dark, await browser.Evaluate<string>("getComputedStyle(document.documentElement).backgroundColor") == "rgb(20, 23, 26)");
    }

    [Fact]
    public async Task A_name_is_shown_as_it_is_and_does_nothing()
    {
        Browser.Need();
        ReportCollector collector = new(0);
        foreach (string name in SampleReport.HostileNames)
        {
            collector.Add(SampleReport.Failed("/p/" + name, $"What became of {name}?"), SampleReport.Start);
            collector.Add(SampleReport.Resized("/p/" + name), SampleReport.Start);
        }

        await browser.Open(Write(collector));
        Assert.Empty(browser.Complaints);
        string[] shown = await browser.Evaluate<string[]>("[...document.querySelectorAll('#failures .name')].map(cell => cell.textContent)");
        Assert.Equal(SampleReport.HostileNames[0], shown[0]);
        Assert.Equal(SampleReport.HostileNames[1], shown[1]);
        Assert.Equal("a␊b␉c.jpg", shown[4]);
        Assert.Equal("photo\uFFFDgpj.exe", shown[10]);
        Assert.Equal("half\uFFFD.jpg", shown[12]);
        Assert.Equal(SampleReport.HostileNames[13], shown[13]);
        Assert.Equal(shown, await browser.Evaluate<string[]>("[...document.querySelectorAll('#results tbody tr.failed .name')].map(cell => cell.textContent)"));
        Assert.Equal(1, await browser.Evaluate<int>("document.scripts.length"));
        Assert.Equal(0, await browser.Evaluate<int>("document.querySelectorAll('b[onclick], img, [onmouseover], [onerror]').length"));
    }

    [Fact]
    public async Task What_a_name_could_smuggle_in_the_policy_of_the_page_would_stop()
    {
        Browser.Need();
        await browser.Open(Write(SampleReport.Run(3)));
        Assert.False(await browser.Evaluate<bool>("(() => { const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s); return !!window.ran; })()"));
        Assert.False(await browser.Evaluate<bool>("new Promise(done => { const i = new Image(); i.onload = () => done(true); i.onerror = () => done(false); i.src = 'file:///x.png'; })"));
    }

    [Fact]
    public async Task A_table_sorts_by_a_click_on_a_head_and_the_other_way_by_another()
    {
        Browser.Need();
        await browser.Open(Write(SampleReport.Run(120)));
        const string Click = "[...document.querySelectorAll('#results th button')].find(b => b.textContent.startsWith('{0}')).click()";
        const string Column = "[...document.querySelectorAll('#results tbody tr')].map(row => row.cells[{0}].dataset.v ?? row.cells[{0}].textContent)";
        await browser.Evaluate<object>(Click.Replace("{0}", "Time", StringComparison.Ordinal));
        double[] times = [.. (await browser.Evaluate<string[]>(Column.Replace("{0}", "7", StringComparison.Ordinal))).Where(text => text.Length > 0).Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.True(times.Length > 100);
        Assert.Equal(times.OrderDescending(), times);
        Assert.Equal("descending", await browser.Evaluate<string>("document.querySelector('#results th[aria-sort]').getAttribute('aria-sort')"));

        string image = Click.Replace("{0}", "Image", StringComparison.Ordinal), names = Column.Replace("{0}", "0", StringComparison.Ordinal);
        await browser.Evaluate<object>(image);
        string[] ascending = await browser.Evaluate<string[]>(names);
        Assert.Equal(["0/IMG_00000.jpg", "0/IMG_00010.jpg"], ascending[..2]);
        await browser.Evaluate<object>(image);
        Assert.Equal(ascending.Reverse(), await browser.Evaluate<string[]>(names));
        Assert.Empty(browser.Complaints);
    }

    private ReportCollector Everything()
    {
        ReportCollector collector = new(2);
        foreach (string name in new[] { "one", "two" })
            collector.Add(SampleReport.Resized(TestImage.Write(_folder[$"in/{name}.jpg"])) with { OutputPath = TestImage.Write(_folder[$"out/{name}.jpg"], 320, 240) }, SampleReport.Start);
        for (int i = 0; i < 400; i++)
            collector.Add(i % 40 == 7 ? SampleReport.Failed(Path.Combine(_folder.Path, $"in/IMG_{i:00000}_{new string('x', i % 60)}.jpg")) : SampleReport.Resized(Path.Combine(_folder.Path, $"in/IMG_{i:00000}.jpg"), i), SampleReport.Start.AddMilliseconds(15 * i));
        foreach (int workers in new[] { 1, 2, 4, 8 })
            collector.Add(new ReportMeasurement { Workers = workers, ImagesPerSecond = 12 * Math.Pow(workers, 0.8), Speedup = Math.Pow(workers, 0.8), Efficiency = Math.Pow(workers, -0.2), IsBest = workers == 8, RecommendedWorkers = 4, Verdict = "CPU-bound", Times = SampleReport.Resized("x").Times, PeakMemory = 240_000_000, BytesReadPerSecond = 45e6 });
        return collector;
    }

    private string Write(ReportCollector collector, bool thumbnails = false)
    {
        string path = _folder["report.html"];
        ReportFile.Write(path, collector, new ReportOptions { Version = "1.2.3", MakeThumbnails = thumbnails }, default);
        return path;
    }

    /// <summary>For people who want to look: IMAGERESIZE_SCREENSHOTS names a folder.</summary>
    private async Task Keep(int width, bool dark)
    {
        if (Environment.GetEnvironmentVariable("IMAGERESIZE_SCREENSHOTS") is { Length: > 0 } folder)
            await File.WriteAllBytesAsync(Path.Combine(folder, $"report-{width}{(dark ? "-dark" : string.Empty)}.png"), await browser.Screenshot());
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ImageResize.Batch;
using ImageResize.Report;
using ImageResize.Report.Content;
using ImageResize.Testing;

namespace ImageResize.Report.Tests;

public sealed class ReportPageTests
{
    [Fact]
    public void The_figures_come_first_and_are_those_of_the_run()
    {
        string html = SampleReport.Html(SampleReport.Run(1_000));
        Assert.Contains("<h1>990 of 1,000 images are done, 10 failed</h1>", html, StringComparison.Ordinal);
        Assert.True(html.IndexOf("<h1>", StringComparison.Ordinal) < html.IndexOf("id=\"failures\"", StringComparison.Ordinal));
        Assert.Contains("<b>10</b> <code>Damaged</code>", html, StringComparison.Ordinal);
        Assert.Contains("JPEG → WebP", html, StringComparison.Ordinal);
        Assert.Contains("<code>Damaged</code></td><td class=\"message\">The image data are truncated. Restore the file", html, StringComparison.Ordinal);
    }

    [Fact]
    public void No_name_leaves_its_place()
    {
        foreach (string name in SampleReport.HostileNames)
        {
            ReportCollector collector = new(5);
            collector.Add(SampleReport.Failed("/p/" + name, name), SampleReport.Start);
            collector.Add(SampleReport.Resized("/p/" + name), SampleReport.Start);
            string html = SampleReport.Html(collector, new ReportOptions { Title = name });

            // Whatever the name, the page has the same elements and attributes.
            Assert.Equal(Skeleton(SampleReport.Html(Plain(), new ReportOptions { Title = "plain" })), Skeleton(html));
        }

        static ReportCollector Plain()
        {
            ReportCollector collector = new(5);
            collector.Add(SampleReport.Failed("/p/plain", "plain"), SampleReport.Start);
            collector.Add(SampleReport.Resized("/p/plain"), SampleReport.Start);
            return collector;
        }
    }

    [Fact]
    public void The_page_is_well_formed_names_no_other_file_and_allows_no_script_but_its_own()
    {
        string html = SampleReport.Html(SampleReport.Run(200));
        string policy = Regex.Match(html, "content=\"(default-src[^\"]*)\"").Groups[1].Value;
        Assert.StartsWith("default-src &#39;none&#39;;", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)(src|href|url)\\s*[=(]\\s*[\"']?(https?:|//|[a-z]+\\.)", html);
        Assert.DoesNotMatch("<[^>]* (on[a-z]+|style)=", html);

        // But for the elements that HTML never closes, it could be XML.
        string xml = Regex.Replace(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal), "<(meta|img|br)([^>]*)>", "<$1$2/>").Replace("<details open>", "<details open=\"\">", StringComparison.Ordinal);
        xml = Regex.Replace(xml, "(?s)<(script|style)>.*?</\\1>", "");
        XDocument.Parse(xml);
    }

    [Fact]
    public void Ten_thousand_results_stay_below_five_megabytes()
    {
        string html = SampleReport.Html(SampleReport.Run(10_000, "/volume1/photos/2024/" + new string('n', 60) + "/"));
        Assert.InRange(Encoding.UTF8.GetByteCount(html), 1_000_000, 5_000_000);
        Assert.Equal(10_000, Regex.Count(html[html.IndexOf("id=\"results\"", StringComparison.Ordinal)..], "<tr(><| class=\"failed\">)") - 1);
    }

    [Fact]
    public void Of_a_long_run_the_figures_are_whole_and_the_rows_that_are_left_out_are_told()
    {
        var collector = new ReportCollector(12);
        for (int i = 0; i < 60_000; i++)
            collector.Add(i % 10 == 0 ? SampleReport.Failed($"/p/{i}.jpg") : SampleReport.Resized($"/p/{i}.jpg", i), SampleReport.Start.AddMilliseconds(i));
        string html = SampleReport.Html(collector);
        Assert.Contains("54,000 of 60,000 images are done, 6,000 failed", html, StringComparison.Ordinal);
        Assert.Contains("The first 10,000 of 60,000 results are listed", html, StringComparison.Ordinal);
        Assert.Contains("5,000\u00A0further failures are counted but not listed", html, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(html), 1_000_000, 5_000_000);
        Assert.Equal(12, collector.Contacts.Count);
    }

    [Fact]
    public void An_image_whose_outputs_all_fail_is_told_once()
    {
        var collector = new ReportCollector(0);
        for (int i = 0; i < 6; i++)
            collector.Add(SampleReport.Failed($"/p/{i % 2}.jpg"), SampleReport.Start);
        string html = SampleReport.Html(collector);
        Assert.Equal(2, html.Split("<small>3 outputs</small>").Length - 1);
        Assert.DoesNotContain("further failure", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('<')]
    [InlineData('x')]
    [InlineData('日')]
    public void Names_of_any_length_fill_neither_the_memory_nor_the_page(char letter)
    {
        var collector = new ReportCollector(0);
        string folder = string.Concat(Enumerable.Repeat("/" + new string(letter, 250), 15));
        for (int i = 0; i < 10_000; i++)
        {
            string path = $"/{i % 7}{folder}/{i}.jpg";
            collector.Add(i % 2 == 0 ? SampleReport.Resized(path, i) : SampleReport.Failed(path, path), SampleReport.Start.AddMilliseconds(i));
        }

        Assert.InRange(collector.Results.Count, 100, 9_999);
        string html = SampleReport.Html(collector);
        Assert.InRange(Encoding.UTF8.GetByteCount(html), 100_000, 5_000_000);
        Assert.Contains("of 10,000 results are listed", html, StringComparison.Ordinal);
        Assert.Contains("are counted but not listed", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_figures_look_the_same_whatever_the_culture()
    {
        string invariant = SampleReport.Html(SampleReport.Run(300), new ReportOptions { Created = DateTimeOffset.UnixEpoch });
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(invariant, SampleReport.Html(SampleReport.Run(300), new ReportOptions { Created = DateTimeOffset.UnixEpoch }));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Hardly_anything_is_a_report_too(int images)
    {
        ReportCollector collector = new(0);
        collector.Add(RunFigures.Of(new BatchCounters(), TimeSpan.Zero));
        if (images == 0)
            Assert.Contains("There was nothing to do", SampleReport.Html(collector), StringComparison.Ordinal);
        else
            Assert.Contains("The image is done", SampleReport.Html(SampleReport.Run(1)), StringComparison.Ordinal);
        Assert.Contains("There is nothing to report", SampleReport.Html(new ReportCollector(0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Thumbnails_are_made_of_what_is_there_within_a_budget()
    {
        using var folder = new TempFolder();
        ReportCollector collector = new(3);
        collector.Add(SampleReport.Resized(TestImage.Write(folder["a.jpg"])) with { OutputPath = TestImage.WriteTransparent(folder["out/a.png"], 320, 240) }, null);
        collector.Add(SampleReport.Resized(folder["gone.jpg"]) with { OutputPath = folder["out/gone.jpg"] }, null);
        string inPlace = TestImage.Write(folder["b.jpg"]);
        collector.Add(SampleReport.Resized(inPlace) with { OutputPath = inPlace }, null);
        ContactSheet sheet = ContactSheet.Make(collector.Contacts, null, default);
        Assert.Equal(2, sheet.Images.Count);
        Assert.Equal(1, sheet.LeftOut);
        Assert.StartsWith("data:image/jpeg;base64,", sheet.Images[0].Before!.DataUri, StringComparison.Ordinal);
        Assert.StartsWith("data:image/webp;base64,", sheet.Images[0].After!.DataUri, StringComparison.Ordinal);
        Assert.Null(sheet.Images[1].Before);
        Assert.Empty(ContactSheet.Make(collector.Contacts, null, new CancellationToken(canceled: true)).Images);
    }

    [Fact]
    public void A_report_replaces_an_earlier_one_whole_and_a_link_stays_a_link()
    {
        using var folder = new TempFolder();
        string path = folder["report.html"], link = folder["link.html"];
        File.WriteAllText(path, "old");
        if (!OperatingSystem.IsWindows())
            File.CreateSymbolicLink(link, path);
        ReportFile.Write(OperatingSystem.IsWindows() ? path : link, SampleReport.Run(3), new ReportOptions(), default);
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.NotEqual(0xEF, File.ReadAllBytes(path)[0]);
        Assert.Equal(OperatingSystem.IsWindows() ? 1 : 2, folder.Files().Length);
        Assert.Equal(OperatingSystem.IsWindows() ? null : path, new FileInfo(link).LinkTarget);
        Assert.Throws<ImageResizeException>(() => ReportFile.Write(folder.Path, SampleReport.Run(3), new ReportOptions(), default));
    }

    private static string Skeleton(string html) => string.Concat(Regex.Matches(Regex.Replace(html, "data-v=\"[^\"]*\"", "data-v"), "</?[a-z][^\\s>]*( [a-z-]+(=\"[^\"]*\")?)*>").Select(match => Regex.Replace(match.Value, "=\"[^\"]*\"", "=")));
}

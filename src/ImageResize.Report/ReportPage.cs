using System.Globalization;
using ImageResize.Batch;
using ImageResize.Report.Content;
using ImageResize.Report.Html;
using ImageResize.Report.Sections;

namespace ImageResize.Report;

/// <summary>
/// The whole page, in the order of a reader's questions: did it work, what failed, how fast was it, what did it save,
/// how does it look, and at last each image. The page loads nothing, and its policy forbids the browser to.
/// </summary>
internal sealed class ReportPage(ReportCollector collector, ReportOptions options, ContactSheet sheet)
{
    /// <summary>Writes the page.</summary>
    public void Write(TextWriter output)
    {
        var html = new HtmlWriter(output);
        html.Raw("<!DOCTYPE html>\n").Open("html", ("lang", "en"));
        WriteHead(html);
        html.Open("body").Line();
        RunFigures? totals = collector.Totals;
        HeadlineSection.Write(html, collector, totals, options);
        html.Open("main").Line();
        if (totals is not null)
        {
            FailureSection.Write(html, collector, totals);
            RunSection.Write(html, collector, totals);
        }

        MeasurementSection.Write(html, collector.Measurements);
        FormatSection.Write(html, collector.Formats);
        ContactSection.Write(html, collector.Folder, sheet);
        ResultSection.Write(html, collector);
        html.Close().Line();
        WriteFooter(html, totals);
        html.Open("script").Raw(ReportAssets.Script.Content).Close().Line();
        html.Close().Close().Line();
    }

    private void WriteHead(HtmlWriter html)
    {
        html.Open("head").Open("meta", ("charset", "utf-8")).Line();
        html.Open("meta", ("http-equiv", "Content-Security-Policy"), ("content", $"default-src 'none'; img-src data:; style-src {ReportAssets.Style.PolicyHash}; script-src {ReportAssets.Script.PolicyHash}; base-uri 'none'; form-action 'none'")).Line();
        html.Open("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Open("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.Open("meta", ("name", "generator"), ("content", $"ImageResize {options.Version}".TrimEnd())).Line();
        html.Element("title", options.Title).Line();
        html.Open("style").Raw(ReportAssets.Style.Content).Close();
        html.Close().Line();
    }

    private void WriteFooter(HtmlWriter html, RunFigures? totals)
    {
        string[] parts =
        [
            $"Made by ImageResize {options.Version}".TrimEnd(),
            options.Created.ToString("d MMMM yyyy, HH:mm zzz", CultureInfo.InvariantCulture),
            .. totals is { Workers: > 0 } run ? [HtmlQuantity.Count(run.Workers, "worker", "workers")] : Array.Empty<string>(),
            .. totals is { PeakInHand: > 0 } held ? [$"{HtmlQuantity.Count(held.PeakInHand, "image", "images")} in hand at most"] : Array.Empty<string>(),
            .. totals is { PeakMemory: > 0 } used ? [$"{HtmlQuantity.Bytes(used.PeakMemory)} of memory at most"] : Array.Empty<string>(),
            .. totals is { Retries: > 0 } tried ? [HtmlQuantity.Count(tried.Retries, "retry", "retries")] : Array.Empty<string>(),
        ];
        html.Open("footer").Element("p", string.Join(" · ", parts)).Close().Line();
    }
}

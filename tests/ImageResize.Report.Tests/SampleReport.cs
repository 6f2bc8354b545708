using ImageResize.Batch;
using ImageResize.Imaging;
using ImageResize.Report;
using ImageResize.Report.Content;

namespace ImageResize.Report.Tests;

/// <summary>Reports of runs that never were.</summary>
internal static class SampleReport
{
    /// <summary>Names that a file may have on Linux, and that would be markup, script, or something else than they look.</summary>
    public static string[] HostileNames { get; } =
    [
        "<script>alert(1)</script>.jpg", "\"onmouseover=\"alert(2)\".jpg", "'><img src=x onerror=alert(3)>.jpg", "</title></style></script><b>.jpg", "a\nb\tc.jpg",
        "&lt;amp&amp;.jpg", "javascript:alert(4).jpg", "<!-- -->.jpg", "{{7*7}}${8*8}`.jpg", "]]>.jpg", "photo\u202Egpj.exe", "\u0000\u0007\u001B[31m.jpg", "half\uD83D.jpg", "\uD83D\uDC36 日本語.jpg",
    ];

    public static DateTime Start { get; } = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    /// <summary>A run of so many images, one of a hundred failing.</summary>
    public static ReportCollector Run(int images, string folder = "/photos/", int thumbnails = 0)
    {
        var collector = new ReportCollector(thumbnails);
        for (int i = 0; i < images; i++)
            collector.Add(i % 100 == 7 ? Failed($"{folder}{i % 10}/IMG_{i:00000}.jpg") : Resized($"{folder}{i % 10}/IMG_{i:00000}.jpg", i), Start.AddMilliseconds(15 * i));
        return collector;
    }

    public static ImageOutcome Resized(string source, int seed = 0)
    {
        StageTimes times = default;
        times[Stage.Queue] = TimeSpan.FromMilliseconds(200);
        times[Stage.Read] = TimeSpan.FromMilliseconds(2);
        times[Stage.Scale] = TimeSpan.FromMilliseconds(20 + 3 * (seed * 7919L % 41));
        times[Stage.Encode] = TimeSpan.FromMilliseconds(4);
        times[Stage.Write] = TimeSpan.FromMilliseconds(6);
        return new ImageOutcome
        {
            Status = ResizeStatus.Resized,
            SourcePath = source,
            OutputPath = "/out" + source,
            SourceSize = new PixelSize(4000, 3000),
            OutputSize = new PixelSize(800, 600),
            SourceFormat = ImageFormat.Jpeg,
            OutputFormat = seed % 3 == 0 ? ImageFormat.WebP : ImageFormat.Jpeg,
            SourceLength = 3_700_000 + 100 * seed,
            OutputLength = 70_000 + seed,
            Attempts = 1,
            Times = times,
        };
    }

    public static ImageOutcome Failed(string source, string message = "The image data are truncated. Restore the file from a backup or its source.") =>
        ImageOutcome.Failure(source, "/out" + source, new Fault(ImageErrorId.Damaged, message));

    public static string Html(ReportCollector collector, ReportOptions? options = null)
    {
        var page = new StringWriter();
        new ReportPage(collector, options ?? new ReportOptions(), ContactSheet.Empty).Write(page);
        return page.ToString();
    }
}

namespace ImageResize.Report;

/// <summary>The style and the script of the page, which come with the assembly.</summary>
internal static class ReportAssets
{
    /// <summary>The style sheet.</summary>
    public static ReportAsset Style { get; } = ReportAsset.Load("report.css");

    /// <summary>The script, without which the page lacks nothing but the sorting.</summary>
    public static ReportAsset Script { get; } = ReportAsset.Load("report.js");
}

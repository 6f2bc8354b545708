using ImageResize.Processes;

namespace ImageResize.Report.Content;

/// <summary>What a report says beside its figures.</summary>
internal sealed record ReportOptions
{
    /// <summary>The title of the page.</summary>
    public string Title { get; init; } = "ImageResize report";

    /// <summary>When the report was made, in the reader's time.</summary>
    public DateTimeOffset Created { get; init; } = DateTimeOffset.Now;

    /// <summary>Whether the run was stopped before all was done.</summary>
    public bool EndedEarly { get; init; }

    /// <summary>Whether the contact sheet's thumbnails are made; that takes some milliseconds for each image.</summary>
    public bool MakeThumbnails { get; init; } = true;

    /// <summary>The processes in which libvips makes thumbnails; null for this one.</summary>
    public ChildProcessPool? Children { get; init; }

    /// <summary>The module's version.</summary>
    public string Version { get; init; } = string.Empty;
}

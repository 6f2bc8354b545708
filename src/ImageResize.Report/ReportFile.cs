using System.Text;
using ImageResize.Files;
using ImageResize.Report.Content;

namespace ImageResize.Report;

/// <summary>The report as a file: whole, or as it was before. Stateless, thread safe.</summary>
internal static class ReportFile
{
    /// <summary>Writes the report of what was collected: UTF-8, one file that needs no other.</summary>
    /// <param name="path">The full path; its folder is there.</param>
    /// <param name="collector">What was collected.</param>
    /// <param name="options">What is said beside.</param>
    /// <param name="cancellation">Leaves out the thumbnails that are not made yet.</param>
    /// <exception cref="ImageResizeException">It could not be written.</exception>
    public static void Write(string path, ReportCollector collector, ReportOptions options, CancellationToken cancellation)
    {
        using var page = new OutputBuffer();
        using (var text = new StreamWriter(page, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" })
        {
            ContactSheet sheet = options.MakeThumbnails ? ContactSheet.Make(collector.Contacts, options.Children, cancellation) : ContactSheet.Empty;
            new ReportPage(collector, options, sheet).Write(text);
        }

        page.Position = 0;

        try
        {
            // A link stays a link: what it leads to is replaced.
            AtomicFile.Write(LocalFileLayer.Instance, TrustedPath.Resolve(path), page, new WriteOptions(Overwrite: true));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileFault.OnWrite(e, path);
        }
    }
}

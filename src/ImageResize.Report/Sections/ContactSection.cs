using ImageResize.Batch;
using ImageResize.Report.Content;
using ImageResize.Report.Html;

namespace ImageResize.Report.Sections;

/// <summary>The first images, before and after.</summary>
internal static class ContactSection
{
    /// <summary>Writes the section; nothing where there are no thumbnails.</summary>
    public static void Write(HtmlWriter html, FolderPrefix folder, ContactSheet sheet)
    {
        if (sheet.Images.Count == 0)
            return;
        html.Open("section", ("id", "contacts"), ("aria-labelledby", "contacts-title")).Element("h2", "How it looks", ("id", "contacts-title"));
        html.Open("div", ("class", "contacts")).Line();
        foreach (ContactImage image in sheet.Images)
            WriteImage(html, folder.Shorten(image.Outcome.SourcePath), image);
        html.Close();
        if (sheet.LeftOut > 0)
            html.Element("p", $"{HtmlQuantity.Count(sheet.LeftOut, "image", "images")} of those asked for cannot be shown.", ("class", "note"));
        html.Close().Line();
    }

    private static void WriteImage(HtmlWriter html, string name, ContactImage image)
    {
        ImageOutcome outcome = image.Outcome;
        html.Open("figure").Open("div", ("class", "pair"));
        WriteHalf(html, image.Before, $"{name}, before", $"{HtmlQuantity.Pixels(outcome.SourceSize)} · {HtmlQuantity.Bytes(outcome.SourceLength)}");
        WriteHalf(html, image.After, $"{name}, after", $"{HtmlQuantity.Pixels(outcome.OutputSize)} · {HtmlQuantity.Bytes(outcome.OutputLength)}");
        html.Close().Element("figcaption", name, ("class", "name")).Close().Line();
    }

    private static void WriteHalf(HtmlWriter html, Thumbnail? thumbnail, string description, string detail)
    {
        html.Open("div");
        if (thumbnail is not null)
            html.Open("img", ("alt", description), ("src", thumbnail.DataUri));
        else
            html.Element("span", "not there any more", ("class", "gone"));
        html.Element("small", detail).Close();
    }
}

using System.Globalization;
using System.Text;
using ImageResize.Report.Html;

namespace ImageResize.Report.Sections;

/// <summary>
/// The rows of a table that may be long, as many as there is room for: so that the page stays below 5 MB whatever the
/// length of the names and whatever they become when they are escaped. Not thread safe.
/// </summary>
/// <param name="maxBytes">Bytes of all rows together.</param>
internal sealed class TableRows(int maxBytes)
{
    private readonly StringBuilder _markup = new();
    private int _bytes;

    /// <summary>The rows, as HTML.</summary>
    public string Markup => _markup.ToString();

    /// <summary>Adds a row; false, and nothing added, where there is no room for it.</summary>
    public bool TryAdd(Action<HtmlWriter> write)
    {
        var row = new StringWriter(CultureInfo.InvariantCulture);
        write(new HtmlWriter(row));
        string markup = row.ToString();
        int bytes = Encoding.UTF8.GetByteCount(markup);
        if (_bytes + bytes > maxBytes)
            return false;
        _bytes += bytes;
        _markup.Append(markup);
        return true;
    }
}

/// <summary>Cells of tables that can be sorted.</summary>
internal static class TableCells
{
    /// <summary>A cell with a number: what is shown, and what it is sorted by.</summary>
    public static HtmlWriter Number(this HtmlWriter html, string shown, double value) =>
        html.Element("td", shown, ("class", "n"), ("data-v", HtmlWriter.Number(value)));
}

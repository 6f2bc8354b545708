using System.Globalization;

namespace ImageResize.Report.Html;

/// <summary>
/// Writes elements, HTML and SVG alike. Names of elements and attributes are the program's own; every text and every
/// value goes through <see cref="HtmlText"/>. Not thread safe.
/// </summary>
internal sealed class HtmlWriter(TextWriter output)
{
    private static readonly HashSet<string> Void = new(StringComparer.Ordinal) { "meta", "img", "br" };

    private readonly Stack<string> _open = new();

    /// <summary>Opens an element; an attribute whose value is null is left out.</summary>
    public HtmlWriter Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        output.Write('<');
        output.Write(name);
        foreach ((string attribute, string? value) in attributes)
        {
            if (value is null)
                continue;
            output.Write(' ');
            output.Write(attribute);
            if (value.Length == 0)
                continue;
            output.Write("=\"");
            HtmlText.Write(output, value);
            output.Write('"');
        }

        output.Write('>');
        if (!Void.Contains(name))
            _open.Push(name);
        return this;
    }

    /// <summary>Closes the element that was opened last.</summary>
    public HtmlWriter Close()
    {
        output.Write("</");
        output.Write(_open.Pop());
        output.Write('>');
        return this;
    }

    /// <summary>Writes text.</summary>
    public HtmlWriter Text(string? text)
    {
        HtmlText.Write(output, text);
        return this;
    }

    /// <summary>Writes an element with nothing in it but text.</summary>
    public HtmlWriter Element(string name, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Open(name, attributes).Text(text).Close();

    /// <summary>Begins a line: for people who read the source.</summary>
    public HtmlWriter Line()
    {
        output.Write('\n');
        return this;
    }

    /// <summary>Writes what is HTML, CSS or script already: the program's own, or this writer's; never data.</summary>
    public HtmlWriter Raw(string markup)
    {
        output.Write(markup);
        return this;
    }

    /// <summary>A number of an attribute: two decimals at most, whatever the user's culture.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}

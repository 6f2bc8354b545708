using System.Buffers;

namespace ImageResize.Report.Html;

/// <summary>
/// The one place where text becomes HTML. File names are data, and may hold anything: what has a meaning in HTML is
/// escaped (in text and in quoted attributes alike), and what no one can see or what turns the text around
/// (controls, bidirectional overrides, halves of surrogate pairs) is made visible, so that a name cannot pass for
/// another one. Stateless, thread safe.
/// </summary>
internal static class HtmlText
{
    private const char Replacement = '\uFFFD';
    private const char ControlPictures = '\u2400';
    private const char DeletePicture = '\u2421';

    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(c => Escape(c) is not null || char.IsSurrogate(c))]);

    /// <summary>Writes <paramref name="text"/> so that a browser shows it and does nothing else with it.</summary>
    public static void Write(TextWriter output, ReadOnlySpan<char> text)
    {
        while (text.Length > 0)
        {
            int plain = text.IndexOfAny(Special);
            if (plain < 0)
            {
                output.Write(text);
                return;
            }

            output.Write(text[..plain]);
            text = text[plain..];
            if (text.Length > 1 && char.IsSurrogatePair(text[0], text[1]))
            {
                output.Write(text[..2]);
                text = text[2..];
                continue;
            }

            output.Write(Escape(text[0]) ?? Replacement.ToString());
            text = text[1..];
        }
    }

    private static string? Escape(char c) => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        '`' => "&#96;",
        < ' ' => ((char)(ControlPictures + c)).ToString(),
        '\u007F' => DeletePicture.ToString(),
        >= '\u0080' and <= '\u009F' => Replacement.ToString(),

        // Marks and overrides of direction, line and paragraph separators, isolates, the byte order mark.
        '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFEFF' => Replacement.ToString(),
        _ => null,
    };
}

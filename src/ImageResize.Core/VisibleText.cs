using System.Buffers;
using System.Globalization;
using System.Text;

namespace ImageResize;

/// <summary>
/// Texts as a console or a log may show them. The names of files are anybody's, and so is what images say of themselves:
/// shown as they are, they could move the cursor, set the window's title, paint over lines or turn their direction.
/// Stateless, thread safe.
/// </summary>
internal static class VisibleText
{
    /// <summary>
    /// The controls (C0, DEL, C1), the separators of lines and paragraphs, and the marks that set a text's direction (UAX
    /// #9, 2). Joiners stay, of which emoji are made.
    /// </summary>
    private static readonly SearchValues<char> Hidden = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Concat([0x061C, 0x200E, 0x200F, 0x2028, 0x2029])
            .Concat(Enumerable.Range(0x202A, 5)).Concat(Enumerable.Range(0x2066, 4)).Append(0xFEFF).Select(code => (char)code)]);

    /// <summary>The text with what cannot be seen as an escape: \n, \r, \t, \u001B.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAny(Hidden))
            return text;
        var visible = new StringBuilder(text.Length + 16);
        foreach (char c in text)
            Append(visible, c);
        return visible.ToString();
    }

    /// <summary>Adds a character, or the escape that stands for it.</summary>
    public static void Append(StringBuilder text, char c) => _ = c switch
    {
        '\n' => text.Append("\\n"),
        '\r' => text.Append("\\r"),
        '\t' => text.Append("\\t"),
        _ when Hidden.Contains(c) => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
        _ => text.Append(c),
    };
}

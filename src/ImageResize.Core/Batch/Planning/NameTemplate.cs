using System.Globalization;
using System.Text;
using ImageResize.Imaging;

namespace ImageResize.Batch.Planning;

/// <summary>
/// The pattern of <c>-Name</c>, such as <c>{name}-{width}x{height}.{ext}</c>: text and tokens in braces (two braces are one of
/// the text), <c>/</c> or <c>\</c> for subfolders. Where it does not end in an extension, <c>.{ext}</c> is put behind it. Immutable.
/// </summary>
internal sealed class NameTemplate
{
    private static readonly DateTime SampleDate = new(2026, 11, 27, 8, 30, 0);

    private readonly List<NameToken> _tokens = [];

    private NameTemplate(string text) => Text = text;

    /// <summary>The pattern as it was given.</summary>
    public string Text { get; }

    /// <summary>The format that a fixed extension at the end stands for; null where the extension follows the output.</summary>
    public ImageFormat? FixedFormat { get; private set; }

    /// <summary>Whether two sizes of one image get two names.</summary>
    public bool TellsSizes => Has(NameTokenKind.Size) || Has(NameTokenKind.Width) || Has(NameTokenKind.Height);

    /// <summary>Whether two formats of one image get two names.</summary>
    public bool TellsFormats => Has(NameTokenKind.Ext) || Has(NameTokenKind.Format);

    /// <summary>Whether a token is in it.</summary>
    public bool Has(NameTokenKind kind) => _tokens.Exists(token => token.Kind == kind);

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It is none; the message says what to do.</exception>
    public static NameTemplate Parse(string text)
    {
        var template = new NameTemplate(text);
        template.Read(text);
        template.CompleteExtension();
        string sample = template.Expand(static token => token.Kind switch
        {
            NameTokenKind.Date => Written(SampleDate, token.Text),
            _ when NameToken.TakesFormat(token.Kind) => Written(1, token.Text),
            _ => "a",
        });
        return RelativeName.WhyWrong(sample) is { } why ? throw new FormatException($"-Name '{text}' {why}.") : template;
    }

    /// <summary>The name for what the tokens stand for.</summary>
    public string Expand(Func<NameToken, string> valueOf)
    {
        var name = new StringBuilder();
        foreach (NameToken token in _tokens)
        {
            string value = token.Kind == NameTokenKind.Text ? token.Text! : valueOf(token);
            if (token.Kind == NameTokenKind.Ext && value.Length == 0 && name is [.., '.'])
                name.Length--;
            name.Append(value);
        }

        return name.ToString();
    }

    /// <summary>A number as a token writes it.</summary>
    public static string Written(long number, string? format) => number.ToString(format ?? "0", CultureInfo.InvariantCulture);

    /// <summary>A date as a token writes it; a slash in the format makes a subfolder.</summary>
    public static string Written(DateTime date, string? format) =>
        date.ToString(format is { Length: 1 } ? "%" + format : format ?? "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private void Read(string text)
    {
        var literal = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                literal.Append(c);
                i++;
            }
            else if (c == '{')
            {
                int end = text.IndexOf('}', i);
                if (end < 0)
                    throw new FormatException($"-Name '{text}' has a brace that is not closed. Write {{name}} for a token, {{{{ for a brace.");
                Flush();
                _tokens.Add(ReadToken(text[(i + 1)..end]));
                i = end;
            }
            else if (c == '}')
            {
                throw new FormatException($"-Name '{text}' has a closing brace without an opening one. Write }}}} for a brace.");
            }
            else
            {
                literal.Append(c == '\\' ? '/' : c);
            }
        }

        Flush();

        void Flush()
        {
            if (literal.Length > 0)
                _tokens.Add(new NameToken(NameTokenKind.Text, literal.ToString()));
            literal.Clear();
        }
    }

    private static NameToken ReadToken(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? text : text[..colon];
        NameTokenKind[] known = [.. Enum.GetValues<NameTokenKind>().Where(kind => kind != NameTokenKind.Text)];
        int found = Array.FindIndex(known, kind => kind.ToString().Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found < 0)
            throw new FormatException($"-Name has the token {{{text}}}, which is none. There are {string.Join(", ", known.Select(kind => $"{{{kind.ToString().ToLowerInvariant()}}}"))}; {{date:yyyy-MM}} and {{index:0000}} say how it is written.");
        if (colon < 0)
            return new NameToken(known[found], null);
        string format = text[(colon + 1)..];
        if (!NameToken.TakesFormat(known[found]) || format.Length == 0)
            throw new FormatException($"-Name has the token {{{text}}}: {{{name}}} takes {(format.Length == 0 ? "something behind the colon" : "nothing behind a colon")}. Dates and numbers do, as in {{date:yyyy-MM}} and {{index:0000}}.");
        try
        {
            _ = known[found] == NameTokenKind.Date ? Written(SampleDate, format) : Written(1, format);
        }
        catch (FormatException)
        {
            throw new FormatException($"-Name has the token {{{text}}}, and '{format}' is no way to write a {(known[found] == NameTokenKind.Date ? "date (such as yyyy-MM-dd)" : "number (such as 0000)")}.");
        }

        return new NameToken(known[found], format);
    }

    private void CompleteExtension()
    {
        if (_tokens.Count == 0)
            throw new FormatException("-Name is empty. Give a pattern, such as '{name}-{width}x{height}.{ext}'.");
        NameToken last = _tokens[^1];
        bool isToken = last.Kind is NameTokenKind.Ext or NameTokenKind.Format && _tokens is [.., { Kind: NameTokenKind.Text } before, _] && before.Text!.EndsWith('.');
        if (isToken)
            return;
        FixedFormat = last.Kind == NameTokenKind.Text ? FormatTraits.FromExtension(Path.GetExtension(last.Text!)) : null;
        if (FixedFormat is not null)
            return;
        bool endsInDot = last.Kind == NameTokenKind.Text && last.Text!.EndsWith('.');
        if (last.Kind != NameTokenKind.Text || !last.Text!.EndsWith('/'))
            _tokens.AddRange([.. endsInDot ? (NameToken[])[] : [new NameToken(NameTokenKind.Text, ".")], new NameToken(NameTokenKind.Ext, null)]);
    }
}

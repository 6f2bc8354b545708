using System.Text;

namespace ImageResize.Records;

/// <summary>Texts as a log may hold them: file names are data, and must neither begin a line nor turn its direction.</summary>
internal static class LogText
{
    /// <summary>In quotes, with quotes and backslashes escaped, and what cannot be seen (<see cref="VisibleText"/>).</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (char c in WellFormed(text))
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else
                VisibleText.Append(quoted, c);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Half surrogates, which UTF-8 has no bytes for, are replaced.</summary>
    public static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}

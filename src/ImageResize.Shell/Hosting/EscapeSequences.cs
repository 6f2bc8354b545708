using System.Management.Automation;

namespace ImageResize.Shell.Hosting;

/// <summary>Colours as escape sequences (ECMA-48, select graphic rendition).</summary>
internal static class EscapeSequences
{
    /// <summary>A text in colours; a colour of -1 is left as it is.</summary>
    public static string Colour(ConsoleColor foreground, ConsoleColor background, string text)
    {
        string before = "";
        if (Enum.IsDefined(foreground))
            before += PSStyle.MapForegroundColorToEscapeSequence(foreground);
        if (Enum.IsDefined(background))
            before += PSStyle.MapBackgroundColorToEscapeSequence(background);
        return before.Length == 0 ? text : before + text + PSStyle.Instance.Reset;
    }
}

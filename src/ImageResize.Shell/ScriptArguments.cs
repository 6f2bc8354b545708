using System.Management.Automation.Runspaces;

namespace ImageResize.Shell;

/// <summary>
/// Turns the words after a script's name into parameters of the script, by the rules of <c>pwsh -File</c>:
/// <c>-Name value</c> and <c>-Switch</c> are left to the binder, <c>-Name:value</c> is split here, and
/// <c>-Switch:$false</c> gives a boolean, since no shell would pass one.
/// </summary>
internal static class ScriptArguments
{
    public static IEnumerable<CommandParameter> Parse(IReadOnlyList<string> words)
    {
        for (int i = 0; i < words.Count; i++)
        {
            string word = words[i];
            int colon = word.IndexOf(':', StringComparison.Ordinal);
            if (word.Length < 2 || word[0] != '-')
                yield return new CommandParameter(null, word);
            else if (colon < 0)
                yield return new CommandParameter(word);
            else if (colon < word.Length - 1)
                yield return new CommandParameter(word[..colon], BooleanOrText(word[(colon + 1)..]));
            else if (++i < words.Count)
                yield return new CommandParameter(word[..colon], words[i]);
            // "-Name:" as the last word has no value at all: pwsh drops it, and so does this.
        }
    }

    private static object BooleanOrText(string text) =>
        bool.TryParse(text.StartsWith('$') ? text[1..] : text, out bool value) ? value : text;
}

using System.Collections.ObjectModel;
using System.Management.Automation.Host;

namespace ImageResize.Shell.Hosting;

/// <summary>A question with a few answers, such as that of <c>-Confirm</c>; answers are read from standard input.</summary>
internal sealed class ChoicePrompt(PSHostUserInterface ui, Collection<ChoiceDescription> choices, int defaultChoice)
{
    /// <summary>Asks until an answer is one of the choices.</summary>
    /// <returns>The index of the choice.</returns>
    /// <exception cref="HostException">Standard input ended, and there is no default.</exception>
    public int Ask(string caption, string message)
    {
        if (!string.IsNullOrEmpty(caption))
            ui.WriteLine(caption);
        if (!string.IsNullOrEmpty(message))
            ui.WriteLine(message);

        while (true)
        {
            ui.Write(Question());
            string? answer = Console.In.ReadLine()?.Trim();
            if (answer is null)
            {
                // No one is there to ask: saying yes for them could destroy something.
                ui.WriteLine("");
                throw new HostException("A confirmation was needed, but standard input has ended. Use -Confirm:$false to run unattended.");
            }

            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;

            if (answer == "?")
            {
                foreach (ChoiceDescription choice in choices)
                    ui.WriteLine($"{Key(choice)} - {choice.HelpMessage}");
                continue;
            }

            for (int i = 0; i < choices.Count; i++)
            {
                if (answer.Length > 0
                    && (answer.Equals(Key(choices[i]), StringComparison.CurrentCultureIgnoreCase)
                        || answer.Equals(Label(choices[i]), StringComparison.CurrentCultureIgnoreCase)))
                    return i;
            }
        }
    }

    // The letter after the ampersand, as in "&Yes".
    private static string Key(ChoiceDescription choice)
    {
        int ampersand = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return ampersand >= 0 && ampersand < choice.Label.Length - 1 ? choice.Label[ampersand + 1].ToString() : choice.Label;
    }

    private static string Label(ChoiceDescription choice) => choice.Label.Replace("&", "", StringComparison.Ordinal);

    private string Question()
    {
        string answers = string.Join("  ", choices.Select(choice => $"[{Key(choice)}] {Label(choice)}"));
        string byDefault = defaultChoice >= 0 ? $" (default is \"{Key(choices[defaultChoice])}\")" : "";
        return $"{answers}  [?] Help{byDefault}: ";
    }
}

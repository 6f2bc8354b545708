using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace ImageResize.Shell.Hosting;

/// <summary>The questions that commands ask: -Confirm, missing mandatory parameters, Read-Host.</summary>
internal sealed partial class ShellUserInterface
{
    private const string CannotAsk = "This shell runs without anyone to answer: there is no input, or -NonInteractive was given.";

    /// <inheritdoc/>
    public override string ReadLine() =>
        (interactive ? Console.In.ReadLine() : null) ?? throw new HostException(CannotAsk);

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString() => throw new HostException("This shell does not read secrets.");

    /// <summary>Asks for values, one line each; a list ends with an empty line.</summary>
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        // Without a terminal a missing mandatory parameter must fail, and not eat what is piped in.
        if (!interactive || Console.IsInputRedirected)
            throw new HostException(CannotAsk);

        WriteCaption(caption, message);
        var answers = new Dictionary<string, PSObject>();
        foreach (var field in descriptions)
            answers[field.Name] = PSObject.AsPSObject(IsList(field) ? ReadList(field.Name) : Ask($"{field.Name}: "));
        return answers;
    }

    /// <summary>Asks to choose; an empty line chooses the default.</summary>
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        WriteCaption(caption, message);
        string[] keys = [.. choices.Select(Key)];
        string list = string.Join("  ", choices.Select((choice, i) => $"[{keys[i]}] {choice.Label.Replace("&", "", StringComparison.Ordinal)}"));
        string hint = defaultChoice >= 0 ? $" (default is \"{keys[defaultChoice]}\")" : "";
        while (true)
        {
            string answer = Ask($"{list}{hint}: ").Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;

            int index = Array.FindIndex(keys, key => key.Equals(answer, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
                index = choices.ToList().FindIndex(c => c.Label.Replace("&", "", StringComparison.Ordinal).Equals(answer, StringComparison.OrdinalIgnoreCase));
            if (index >= 0)
                return index;
        }
    }

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw new HostException("This shell does not ask for credentials.");

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => PromptForCredential(caption, message, userName, targetName);

    /// <summary>The letter after the ampersand of the label, or the whole label.</summary>
    private static string Key(ChoiceDescription choice)
    {
        int ampersand = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return ampersand >= 0 && ampersand + 1 < choice.Label.Length
            ? choice.Label[ampersand + 1].ToString().ToUpperInvariant()
            : choice.Label;
    }

    private static bool IsList(FieldDescription field) =>
        Type.GetType(field.ParameterAssemblyFullName)?.IsArray ?? field.ParameterTypeName.EndsWith("[]", StringComparison.Ordinal);

    private void WriteCaption(string caption, string message)
    {
        foreach (string line in new[] { caption, message })
            if (!string.IsNullOrEmpty(line))
                WriteLine(line);
    }

    private string Ask(string prompt)
    {
        Write(prompt);
        return ReadLine();
    }

    private string[] ReadList(string name)
    {
        var values = new List<string>();
        while (Ask($"{name}[{values.Count}]: ") is { Length: > 0 } value)
            values.Add(value);
        return [.. values];
    }
}

using System.Management.Automation;
using System.Management.Automation.Language;

namespace ImageResize.Shell.Hosting;

/// <summary>The script to run, parsed before anything happens.</summary>
/// <param name="Text">The text of a command; empty for a script file, which the engine reads itself.</param>
/// <param name="Failure">What is wrong with the text, or null.</param>
/// <param name="UsesInput">Whether the script wants $input.</param>
internal sealed record ParsedScript(string Text, ParseException? Failure, bool UsesInput)
{
    /// <summary>Reads what <paramref name="options"/> ask to run.</summary>
    public static ParsedScript Read(ShellOptions options)
    {
        ParseError[] errors;
        if (options.Action == ShellAction.File)
        {
            // Errors of a file are the engine's to report: it knows better what it accepts.
            var file = Parser.ParseFile(options.Text, out _, out errors);
            return new ParsedScript("", null, MentionsInput(file));
        }

        bool fromStandardInput = options.Action == ShellAction.StandardInput;
        string text = fromStandardInput ? Console.In.ReadToEnd() : options.Text;
        var command = Parser.ParseInput(text, out _, out errors);
        var failure = errors.Length == 0 ? null : new ParseException(errors);
        return new ParsedScript(text, failure, !fromStandardInput && MentionsInput(command));
    }

    /// <summary>The lines of standard input where the script wants them and there are any, else null.</summary>
    public IEnumerable<string>? ReadInput() => UsesInput && Console.IsInputRedirected ? ReadLines() : null;

    private static bool MentionsInput(Ast script) => script.Find(
        ast => ast is VariableExpressionAst variable && variable.VariablePath.UserPath.Equals("input", StringComparison.OrdinalIgnoreCase),
        searchNestedScriptBlocks: true) is not null;

    private static IEnumerable<string> ReadLines()
    {
        while (Console.In.ReadLine() is { } line)
            yield return line;
    }
}

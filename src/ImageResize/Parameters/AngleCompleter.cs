using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ImageResize.Parameters;

/// <summary>Offers the turns that lose no pixel.</summary>
public sealed class AngleCompleter : IArgumentCompleter
{
    private static readonly string[] Quarters = ["90", "180", "270", "-90"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        ParameterText.Complete(Quarters, wordToComplete);
}

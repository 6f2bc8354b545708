using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ImageResize.Parameters;

/// <summary>Offers sizes that people often want after -Size.</summary>
public sealed class TargetSizeCompleter : IArgumentCompleter
{
    private static readonly string[] Common = ["800,600", "1600,1200", "1920,1080", "800", "'800x'", "'x600'", "'50%'"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Common.Where(size => size.Trim('\'').StartsWith((wordToComplete ?? string.Empty).Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(size => new CompletionResult(size));
}

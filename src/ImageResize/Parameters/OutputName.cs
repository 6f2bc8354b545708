using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ImageResize.Parameters;

/// <summary>What -Name takes: a pattern with tokens, or a script that gives a name, as Rename-Item takes one. Immutable.</summary>
public sealed class OutputName
{
    internal OutputName(string? pattern, ScriptBlock? script) => (Pattern, Script) = (pattern, script);

    /// <summary>The pattern; null where there is a script.</summary>
    public string? Pattern { get; }

    /// <summary>The script; null where there is a pattern.</summary>
    public ScriptBlock? Script { get; }

    /// <summary>The pattern or the script as it was written.</summary>
    public override string ToString() => Pattern ?? $"{{{Script}}}";
}

/// <summary>Lets -Name take a text or a script block.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputNameTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            OutputName name => name,
            ScriptBlock script => new OutputName(null, script),
            string text => new OutputName(text, null),
            _ => throw new ArgumentTransformationMetadataException("-Name takes a pattern, such as '{name}-{width}x{height}.{ext}', or a script block, such as { $_.BaseName + '-small' }."),
        };
}

/// <summary>Offers patterns that people often want after -Name.</summary>
public sealed class OutputNameCompleter : IArgumentCompleter
{
    private static readonly string[] Common =
        ["'{name}-{width}x{height}.{ext}'", "'{name}-{size}.{ext}'", "'{date:yyyy}/{date:MM}/{name}.{ext}'", "'{parent}-{index:0000}.{ext}'", "'{hash}.{ext}'", "'{format}/{name}.{ext}'"];

    /// <summary>Those of pages, which need -Page.</summary>
    private static readonly string[] OfPages = ["'{name}-{page}.{ext}'", "'{name}/{page:000}.{ext}'"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        (fakeBoundParameters?.Contains("Page") == true ? OfPages : Common).Where(name => name.Trim('\'').StartsWith((wordToComplete ?? string.Empty).Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(name));
}

using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ImageResize.Imaging;

namespace ImageResize.Parameters;

/// <summary>Lets -ChromaSubsampling take the usual notation (4:2:0, 4:4:4) as well as the names.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ChromaSubsamplingTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            ChromaSubsampling known => known,
            "4:2:0" or "420" or 420 => ChromaSubsampling.Yuv420,
            "4:4:4" or "444" or 444 => ChromaSubsampling.Yuv444,
            string text when Enum.TryParse(text, ignoreCase: true, out ChromaSubsampling named) && Enum.IsDefined(named) && !int.TryParse(text, out _) => named,
            _ => throw new ArgumentTransformationMetadataException($"-ChromaSubsampling '{value}' is not written. Give 4:2:0 (the smallest file), 4:4:4 (all colour detail) or Auto."),
        };
    }
}

/// <summary>Offers the usual notation after -ChromaSubsampling.</summary>
public sealed class ChromaSubsamplingCompleter : IArgumentCompleter
{
    private static readonly string[] Values = ["Auto", "4:2:0", "4:4:4"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Values.Where(value => value.StartsWith((wordToComplete ?? string.Empty).Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)).Select(value => new CompletionResult(value));
}

using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ImageResize.Imaging;

namespace ImageResize.Parameters;

/// <summary>Reads what people write after -Position: a name, or a point as a text ('0.3,0.6') or as two numbers (0.3,0.6).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PicturePositionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => ParameterText.Read(inputData, Read);

    /// <summary>Reads a position.</summary>
    /// <exception cref="FormatException">The value is none; the message says what is accepted.</exception>
    internal static PicturePosition Read(object? value) => value is PicturePosition known
        ? known
        : PicturePosition.Parse(value is IList list ? string.Join(',', list.Cast<object?>().Select(ParameterText.Of)) : ParameterText.Of(value));
}

/// <summary>Offers the names of positions.</summary>
public sealed class PicturePositionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        ParameterText.Complete(PicturePosition.Names, wordToComplete);
}

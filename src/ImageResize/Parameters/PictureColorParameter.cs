using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ImageResize.Imaging;

namespace ImageResize.Parameters;

/// <summary>Reads what people write for a colour: a name of CSS, or hexadecimal digits.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PictureColorTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        ParameterText.Read(inputData, value => value is PictureColor known ? known : PictureColor.Parse(ParameterText.Of(value)));
}

/// <summary>Offers the names of colours.</summary>
public sealed class PictureColorCompleter : IArgumentCompleter
{
    private static readonly string[] Common = ["white", "black", "transparent"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        ParameterText.Complete(Common.Concat(PictureColor.Names.Select(name => name.ToLowerInvariant()).Except(Common)), wordToComplete);
}

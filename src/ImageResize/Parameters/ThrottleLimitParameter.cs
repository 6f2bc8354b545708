using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using ImageResize.Batch.Limits;

namespace ImageResize.Parameters;

/// <summary>Reads what people write after -ThrottleLimit: a number of images, or Auto.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ThrottleLimitTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is ThrottleLimit)
            return value;
        try
        {
            return ThrottleLimit.Parse(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty);
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}

/// <summary>Offers Auto, and numbers up to twice the processors, after -ThrottleLimit.</summary>
public sealed class ThrottleLimitCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Offers()
            .Where(offer => offer.Text.StartsWith((wordToComplete ?? string.Empty).Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(offer => new CompletionResult(offer.Text, offer.Text, CompletionResultType.ParameterValue, offer.Meaning));

    private static IEnumerable<(string Text, string Meaning)> Offers()
    {
        yield return (ThrottleLimit.Auto.ToString(), "As many as the machine and its storage are best served with, found out while running");
        for (int workers = 1; workers <= Math.Min(2 * Environment.ProcessorCount, ThrottleLimit.Most); workers *= 2)
            yield return (workers.ToString(CultureInfo.InvariantCulture), workers == 1 ? "One image at a time" : $"{workers} images at once");
    }
}

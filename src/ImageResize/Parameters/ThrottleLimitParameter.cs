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

/// <summary>
/// Reads what people write after the -ThrottleLimit of a measurement: numbers to compare, and Auto for those from one to
/// the processors, so that the parameters of a run may be those of its measurement.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WorkerCountTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        try
        {
            return (value is IList list ? list.Cast<object?>() : [value]).SelectMany(Read).ToArray();
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }

    /// <summary>1, 2, 4, … and the limit itself.</summary>
    internal static IEnumerable<int> Doubling(int limit)
    {
        for (int workers = 1; workers < limit; workers *= 2)
            yield return workers;
        yield return limit;
    }

    private static IEnumerable<int> Read(object? item)
    {
        object? value = item is PSObject wrapped ? wrapped.BaseObject : item;
        ThrottleLimit limit = value is ThrottleLimit known ? known : ThrottleLimit.Parse(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty);
        return limit.IsAuto ? Doubling(Environment.ProcessorCount) : [limit.Workers];
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

using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ImageResize.Batch.Planning;

namespace ImageResize.Parameters;

/// <summary>Reads what people write after -Shard: 2/5, or Auto for what the scheduler says.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ShardTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is Shard)
            return value;
        try
        {
            return Shard.Parse(value as string ?? string.Empty, Environment.GetEnvironmentVariable);
        }
        catch (FormatException e) when (value is string)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
        catch (FormatException e)
        {
            // 2/5 without quotes is a text for a parameter; a calculation in parentheses is a number.
            throw new ArgumentTransformationMetadataException($"'{value}' is no shard. Write which one of how many, such as 2/5, or Auto.", e);
        }
    }
}

/// <summary>Offers Auto after -Shard.</summary>
public sealed class ShardCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if ("Auto".StartsWith((wordToComplete ?? string.Empty).Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            yield return new CompletionResult("Auto", "Auto", CompletionResultType.ParameterValue, "What the scheduler says: Slurm, Kubernetes, AWS Batch, CI and others");
    }
}

using System.Globalization;
using System.Management.Automation;
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

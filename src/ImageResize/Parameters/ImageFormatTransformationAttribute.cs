using System.Management.Automation;
using ImageResize.Imaging;

namespace ImageResize.Parameters;

/// <summary>Lets -Format take an extension (jpg, .tif) as well as a format's name.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ImageFormatTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is string text && FormatTraits.FromExtension("." + text.TrimStart('.')) is { } format ? format : value;
    }
}

using System.Collections;
using System.Management.Automation;
using ImageResize.Imaging;

namespace ImageResize.Parameters;

/// <summary>Lets -Format take extensions (jpg, .tif) as well as names of formats, each once, and only what is written.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ImageFormatTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is IList list ? list.Cast<object>().Select(One).Distinct().ToArray() : One(value);
    }

    private static string Choice => $"Choose one of: {string.Join(", ", FormatTraits.Written.Select(traits => traits.Format))}.";

    private static object One(object item)
    {
        object value = item is PSObject wrapped ? wrapped.BaseObject : item;
        ImageFormat? named = value switch
        {
            ImageFormat format => format,
            string text when FormatTraits.FromExtension("." + text.TrimStart('.')) is { } format => format,
            string text when Enum.TryParse(text, ignoreCase: true, out ImageFormat format) && Enum.IsDefined(format) => format,
            _ => null,
        };
        if (named is { } known && !FormatTraits.Of(known).IsWritten)
            throw new ArgumentTransformationMetadataException($"{FormatTraits.Of(known).Name} is read and not written. {Choice}");
        if (named is { } optional && !FormatTraits.Of(optional).IsThere)
            throw new ArgumentTransformationMetadataException($"{FormatTraits.Of(optional).Name} is written by the module {OptionalFormats.ModuleName}. Import it first: Import-Module {OptionalFormats.ModuleName}.");
        if (named is null && value is string word)
            throw new ArgumentTransformationMetadataException($"'{word}' is no format that is written. {Choice}");
        return named ?? value;
    }
}

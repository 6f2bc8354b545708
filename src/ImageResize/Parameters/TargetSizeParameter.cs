using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using ImageResize.Imaging;

namespace ImageResize.Parameters;

/// <summary>
/// Reads what people write after -Size. A pair of numbers is one box (<c>800,600</c>), so is a pair of lengths (<c>10cm,15cm</c>), a number a square box, a
/// text any form of <see cref="TargetSize.Parse"/>; a list of texts (or of pairs) is several outputs. What was
/// computed (<c>[Math]::Round($w / 2)</c>) is a double and counts as the number it is.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed partial class TargetSizeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        try
        {
            return Read(Unwrap(inputData));
        }
        catch (Exception e) when (e is FormatException or ArgumentOutOfRangeException or OverflowException)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }

    private static TargetSize[] Read(object? value)
    {
        if (value is not IList list)
            return [One(value)];
        object?[] items = [.. list.Cast<object?>().Select(Unwrap)];
        bool allNumbers = items.Length > 0 && items.All(IsNumber);
        if (allNumbers && items.Length == 2)
            return [TargetSize.Box(Pixels(items[0]), Pixels(items[1]))];
        if (allNumbers && items.Length > 2)
            throw new FormatException($"{items.Length} numbers are neither one box nor a list of sizes. Give two for a box (800,600), or texts for several outputs ('1600x','800x','400x').");
        if (items.Length == 2 && items.All(item => item is string text && LengthPattern().IsMatch(text)))
            return [TargetSize.Parse($"{items[0]}x{items[1]}")];
        if (items.Length == 0)
            throw new FormatException("A size is needed, such as 800,600, '800x', 'x600' or '50%'.");
        return [.. items.SelectMany(item => item is IList ? Read(item) : [One(item)]).Distinct()];
    }

    [GeneratedRegex(@"^\s*[0-9]+(\.[0-9]+)?\s*(mm|cm|in)\s*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LengthPattern();

    private static TargetSize One(object? value) => value switch
    {
        TargetSize size => size,
        null => throw new FormatException("A size is needed, such as 800,600, '800x', 'x600' or '50%'."),
        _ when IsNumber(value) => TargetSize.Box(Pixels(value), Pixels(value)),
        _ => TargetSize.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!),
    };

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static bool IsNumber(object? value) =>
        value is int or long or short or byte or uint or ulong or ushort or sbyte or double or float or decimal;

    private static int Pixels(object? value)
    {
        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        if (number is > 0 and < 1)
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"A side of {value} pixels is not possible. For that share of an image's sides give '{100 * number:0.####}%', else 1 to {TargetSize.MaxSide} pixels."));
        if (number is not (>= 1 and <= TargetSize.MaxSide))
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"A side of {value} pixels is not possible; give 1 to {TargetSize.MaxSide}."));
        if (value is double or float or decimal && number % 1 != 0)
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"A side of {value} pixels is not possible; pixels are whole. Round it, as in ([int]{value})."));
        return Convert.ToInt32(value, CultureInfo.InvariantCulture);
    }
}

/// <summary>Offers sizes that people often want after -Size.</summary>
public sealed class TargetSizeCompleter : IArgumentCompleter
{
    private static readonly string[] Common = ["800,600", "1600,1200", "1920,1080", "800", "'800x'", "'x600'", "'1920 longest'", "'800 shortest'", "'50%'", "'10cmx15cm'"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Common.Where(size => size.Trim('\'').StartsWith((wordToComplete ?? string.Empty).Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(size => new CompletionResult(size));
}

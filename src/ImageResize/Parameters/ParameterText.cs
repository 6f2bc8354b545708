using System.Globalization;
using System.Management.Automation;

namespace ImageResize.Parameters;

/// <summary>What the readers of parameters have in common.</summary>
internal static class ParameterText
{
    /// <summary>The text of a value, however the culture writes numbers.</summary>
    public static string Of(object? value) => Convert.ToString(Unwrap(value), CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>The value without what PowerShell puts around it.</summary>
    public static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    /// <summary>Reads a value; what is wrong with it ends the command as an error of the parameter.</summary>
    public static object Read<T>(object? value, Func<object?, T> read)
        where T : notnull
    {
        try
        {
            return read(Unwrap(value));
        }
        catch (Exception e) when (e is FormatException or ArgumentOutOfRangeException or OverflowException or InvalidCastException)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }

    /// <summary>The names that begin like a word, quoted or not.</summary>
    public static IEnumerable<CompletionResult> Complete(IEnumerable<string> names, string? word) =>
        names.Where(name => name.StartsWith((word ?? string.Empty).Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(name));
}

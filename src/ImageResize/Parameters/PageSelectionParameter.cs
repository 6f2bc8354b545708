using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using ImageResize.Imaging;

namespace ImageResize.Parameters;

/// <summary>Reads what people write after -Page: All, a number, several (0,2), or a range (1..3, or what (1..3) gives).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PageSelectionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        try
        {
            object? value = Unwrap(inputData);
            if (value is not IList list)
                return One(value);
            PageSelection[] all = [.. list.Cast<object?>().Select(item => One(Unwrap(item)))];
            return Array.Find(all, one => one.IsAll) ?? PageSelection.Of(all.SelectMany(one => one.Numbers));
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }

    private static PageSelection One(object? value) =>
        value as PageSelection ?? PageSelection.Parse(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty);

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}

/// <summary>Offers All and the first pages after -Page.</summary>
public sealed class PageSelectionCompleter : IArgumentCompleter
{
    private static readonly (string Text, string Meaning)[] Offers =
        [(PageSelection.All.ToString(), "Each page or frame, as a file of its own: name-1, name-2 …"), ("0", "The first page or frame"), ("1", "The second page or frame")];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Offers.Where(offer => offer.Text.StartsWith((wordToComplete ?? string.Empty).Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(offer => new CompletionResult(offer.Text, offer.Text, CompletionResultType.ParameterValue, offer.Meaning));
}

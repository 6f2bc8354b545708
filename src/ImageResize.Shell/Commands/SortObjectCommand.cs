using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Sort-Object: the objects in the order of some of their properties; equal ones keep theirs.</summary>
[Cmdlet("Sort", "Object")]
public sealed class SortObjectCommand : PSCmdlet
{
    private readonly List<PSObject> _items = [];

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>What to sort by, most important first; without it the objects themselves are compared.</summary>
    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    /// <summary>Whether the greatest comes first.</summary>
    [Parameter]
    public SwitchParameter Descending { get; set; }

    /// <summary>Whether upper and lower case differ.</summary>
    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    /// <summary>Whether of equal objects only one is kept.</summary>
    [Parameter]
    public SwitchParameter Unique { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is not null)
            _items.Add(InputObject);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        PropertySelector[] selectors = [.. Property.Select(PropertySelector.Create)];
        var keyed = _items.Select(item => (Item: item, Keys: Keys(item, selectors)));

        // LINQ's sort is stable, that of an array is not.
        object?[]? previous = null;
        foreach ((PSObject item, object?[] keys) in keyed.Order(Comparer<(PSObject, object?[] Keys)>.Create((x, y) => Compare(x.Keys, y.Keys, selectors))))
        {
            if (!Unique || previous is null || Compare(previous, keys, selectors) != 0)
                WriteObject(item);
            previous = keys;
        }
    }

    private static object?[] Keys(PSObject item, PropertySelector[] selectors) =>
        selectors.Length == 0
            ? [item.BaseObject]
            : [.. selectors.Select(selector => selector.Select(item).FirstOrDefault().Value)];

    private int Compare(object?[] x, object?[] y, PropertySelector[] selectors)
    {
        for (int i = 0; i < x.Length; i++)
        {
            // Values that have no order between them (a number and a date) are compared as text.
            if (!LanguagePrimitives.TryCompare(x[i], y[i], !CaseSensitive, out int order))
                order = LanguagePrimitives.Compare(x[i]?.ToString(), y[i]?.ToString(), !CaseSensitive);
            if (order != 0)
                return (selectors.Length > 0 ? selectors[i].Descending : null) ?? Descending ? -order : order;
        }

        return 0;
    }
}

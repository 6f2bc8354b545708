using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Sort-Object with -Property, -Descending and -Unique. Equal objects keep their order.</summary>
[Cmdlet("Sort", "Object")]
public sealed class SortObjectCommand : PSCmdlet
{
    private readonly List<PSObject> _items = [];

    /// <summary>The objects to sort.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>What to sort by; the objects themselves by default.</summary>
    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    /// <summary>Whether the greatest comes first.</summary>
    [Parameter]
    public SwitchParameter Descending { get; set; }

    /// <summary>Whether only the first of equal objects is emitted.</summary>
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
        var keys = Keys();
        IOrderedEnumerable<PSObject> sorted = _items.Order(Comparer<PSObject>.Create((_, _) => 0));
        foreach (var (value, descending) in keys)
            sorted = descending ? sorted.ThenByDescending(value, ValueComparer.Instance) : sorted.ThenBy(value, ValueComparer.Instance);

        PSObject? previous = null;
        foreach (var item in sorted)
        {
            bool repeats = previous is not null && keys.All(key => ValueComparer.Instance.Compare(key.Value(previous), key.Value(item)) == 0);
            if (!Unique || !repeats)
                WriteObject(item);
            previous = item;
        }
    }

    private List<(Func<PSObject, object?> Value, bool Descending)> Keys()
    {
        if (Property is null)
            return [(item => item.BaseObject, Descending)];

        var selectors = Property.Select(PropertySelector.From);
        return [.. selectors.Select(s => ((Func<PSObject, object?>)s.ValueOf, s.Descending ?? Descending.IsPresent))];
    }
}

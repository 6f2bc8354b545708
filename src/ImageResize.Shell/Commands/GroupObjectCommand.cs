using System.Collections.ObjectModel;
using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Group-Object with -Property and -NoElement. Its groups look like pwsh's: Count, Name, Group, Values.</summary>
[Cmdlet(VerbsData.Group, "Object")]
public sealed class GroupObjectCommand : PSCmdlet
{
    private readonly List<PSObject> _items = [];

    /// <summary>The objects to group.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>What to group by; the objects themselves by default.</summary>
    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    /// <summary>Whether the groups come without their objects.</summary>
    [Parameter]
    public SwitchParameter NoElement { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is not null)
            _items.Add(InputObject);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        PropertySelector[] selectors = [.. (Property ?? []).Select(PropertySelector.From)];
        var groups = _items
            .Select(item => (Item: item, Values: ValuesOf(item, selectors)))
            .GroupBy(pair => string.Join(", ", pair.Values), StringComparer.CurrentCultureIgnoreCase)
            .OrderBy(group => group.Key, StringComparer.CurrentCultureIgnoreCase);
        foreach (var group in groups)
            WriteObject(Describe(group.Key, [.. group.Select(pair => pair.Item)], group.First().Values));
    }

    private static object?[] ValuesOf(PSObject item, PropertySelector[] selectors) =>
        selectors.Length == 0 ? [item.BaseObject] : [.. selectors.Select(s => s.ValueOf(item))];

    private PSObject Describe(string name, List<PSObject> items, object?[] values)
    {
        var group = new PSObject();

        // The engine has the views of pwsh's types, whose assembly is not here.
        group.TypeNames.Insert(0, NoElement ? "Microsoft.PowerShell.Commands.GroupInfoNoElement" : "Microsoft.PowerShell.Commands.GroupInfo");
        group.Properties.Add(new PSNoteProperty("Values", values));
        group.Properties.Add(new PSNoteProperty("Count", items.Count));
        group.Properties.Add(new PSNoteProperty("Group", NoElement ? null : new Collection<PSObject>(items)));
        group.Properties.Add(new PSNoteProperty("Name", name));
        return group;
    }
}

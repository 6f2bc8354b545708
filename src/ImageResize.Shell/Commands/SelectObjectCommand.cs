using System.Management.Automation;
using ImageResize.Shell.Engine;

namespace ImageResize.Shell.Commands;

/// <summary>Select-Object: some of the objects, some of their properties.</summary>
[Cmdlet(VerbsCommon.Select, "Object")]
public sealed class SelectObjectCommand : PSCmdlet
{
    private readonly Queue<PSObject> _tail = new();
    private PropertySelector[] _properties = [];
    private PropertySelector? _expand;
    private int _skipped;
    private int _emitted;

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The properties to keep: names, patterns, or calculated properties.</summary>
    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    /// <summary>The property to put out in place of the object.</summary>
    [Parameter]
    public string? ExpandProperty { get; set; }

    /// <summary>How many objects from the start; what feeds this is stopped after them.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    /// <summary>How many objects from the end.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Last { get; set; }

    /// <summary>How many objects to leave out: from the end with Last alone, otherwise from the start.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    private bool HasFirst => MyInvocation.BoundParameters.ContainsKey(nameof(First));

    private bool HasLast => MyInvocation.BoundParameters.ContainsKey(nameof(Last));

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _properties = [.. Property.Select(PropertySelector.Create)];
        if (ExpandProperty is not null)
            _expand = PropertySelector.Create(ExpandProperty);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
            return;

        if (HasFirst && First == 0 && !HasLast)
            throw EngineInternals.StopUpstreamCommands(this);

        bool skipFromStart = HasFirst || !HasLast;
        if (skipFromStart && _skipped < Skip)
        {
            _skipped++;
        }
        else if (skipFromStart && _emitted < First)
        {
            Emit(InputObject);
            if (++_emitted == First && !HasLast)
                throw EngineInternals.StopUpstreamCommands(this);
        }
        else if (HasLast)
        {
            _tail.Enqueue(InputObject);
            if (_tail.Count > Last + (skipFromStart ? 0 : Skip))
                _tail.Dequeue();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        int count = Math.Max(0, _tail.Count - (HasFirst ? 0 : Skip));
        foreach (PSObject item in _tail.Take(count))
            Emit(item);
    }

    private void Emit(PSObject item)
    {
        if (_expand is not null)
            Expand(item);
        else
            WriteObject(_properties.Length == 0 ? item : Narrow(item));
    }

    private PSObject Narrow(PSObject item)
    {
        var result = new PSObject();
        foreach ((string name, object? value) in _properties.SelectMany(selector => selector.Select(item)))
        {
            if (result.Properties[name] is null)
                result.Properties.Add(new PSNoteProperty(name, value));
        }

        // So that a format view of the whole object is not applied to a part of it, and its origin can be seen.
        result.TypeNames.Insert(0, "Selected." + item.TypeNames[0]);
        return result;
    }

    private void Expand(PSObject item)
    {
        if (item.Properties.Match(ExpandProperty).Count == 0)
        {
            WriteError(new ErrorRecord(
                new PSArgumentException($"Property \"{ExpandProperty}\" cannot be found."),
                "ExpandPropertyNotFound",
                ErrorCategory.InvalidArgument,
                item));
            return;
        }

        foreach ((_, object? value) in _expand!.Select(item))
            WriteObject(value, enumerateCollection: true);
    }
}

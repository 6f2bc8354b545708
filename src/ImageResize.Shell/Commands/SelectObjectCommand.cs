using System.Management.Automation;
using ImageResize.Shell.Hosting;
using Microsoft.PowerShell.Commands;

namespace ImageResize.Shell.Commands;

/// <summary>
/// Select-Object with -Property (names, wildcards, script blocks, calculated properties), -ExpandProperty, -First, -Last
/// and -Skip. -First ends the commands before it as soon as it has enough.
/// </summary>
[Cmdlet(VerbsCommon.Select, "Object")]
public sealed class SelectObjectCommand : PSCmdlet
{
    private readonly Queue<PSObject> _last = new();
    private int _skipped;
    private int _emitted;

    /// <summary>The objects to select from.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The properties of the new objects.</summary>
    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    /// <summary>The property whose values to emit instead of the objects.</summary>
    [Parameter]
    public string? ExpandProperty { get; set; }

    /// <summary>How many objects to emit from the beginning.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int First { get; set; } = -1;

    /// <summary>How many objects to emit from the end.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Last { get; set; } = -1;

    /// <summary>How many objects to leave out at the beginning, or with -Last at the end.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (First == 0 && Last < 0)
            throw EngineInternals.CreateStopUpstream(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
            return;

        bool wantsFirst = First >= 0 && _emitted < First;
        bool skipsFirst = Last < 0 || First >= 0;
        if (skipsFirst && _skipped < Skip)
        {
            _skipped++;
        }
        else if (wantsFirst || (First < 0 && Last < 0))
        {
            _emitted++;
            Emit(InputObject);
            if (_emitted == First && Last < 0)
                throw EngineInternals.CreateStopUpstream(this);
        }
        else if (Last > 0)
        {
            _last.Enqueue(InputObject);
            if (_last.Count > Last + (First < 0 ? Skip : 0))
                _last.Dequeue();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        int count = First < 0 ? Math.Max(0, _last.Count - Skip) : _last.Count;
        foreach (var item in _last.Take(Math.Min(count, Math.Max(0, Last))))
            Emit(item);
    }

    private void Emit(PSObject item)
    {
        if (ExpandProperty is not null)
            Expand(item, ExpandProperty);
        else
            WriteObject(Property is null ? item : Shape(item, Property));
    }

    private void Expand(PSObject item, string property)
    {
        var results = Values(item, new PSPropertyExpression(property)).ToList();
        if (results.Count == 0)
        {
            var missing = new PSArgumentException($"Property \"{property}\" cannot be found.");
            WriteError(new ErrorRecord(missing, "ExpandPropertyNotFound", ErrorCategory.InvalidArgument, item));
        }

        foreach (var (_, value) in results)
            WriteObject(value, enumerateCollection: true);
    }

    private static PSObject Shape(PSObject item, object[] properties)
    {
        var shaped = new PSObject();
        shaped.TypeNames.Insert(0, "Selected." + item.TypeNames.FirstOrDefault());
        foreach (object property in properties)
        {
            var selector = PropertySelector.From(property);
            var values = Values(item, selector.Expression).ToList();

            // A property that the object lacks is there all the same, so that all rows have the same columns.
            if (values.Count == 0 && !selector.Expression.HasWildCardCharacters)
                values.Add((selector.Name, null));
            foreach (var (name, value) in values)
            {
                string finalName = selector.HasOwnName ? selector.Name : name;
                if (shaped.Properties[finalName] is null)
                    shaped.Properties.Add(new PSNoteProperty(finalName, value));
            }
        }

        return shaped;
    }

    private static IEnumerable<(string Name, object? Value)> Values(PSObject item, PSPropertyExpression expression)
    {
        foreach (var resolved in expression.ResolveNames(item))
            foreach (var result in resolved.GetValues(item))
                yield return (resolved.ToString(), result.Result);
    }
}

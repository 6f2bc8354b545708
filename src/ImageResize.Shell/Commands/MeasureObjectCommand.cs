using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Measure-Object with -Property (one), -Sum, -Average, -Minimum and -Maximum, of numbers.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Object")]
public sealed class MeasureObjectCommand : PSCmdlet
{
    private PropertySelector? _selector;
    private int _count;
    private double _sum;
    private double _minimum = double.PositiveInfinity;
    private double _maximum = double.NegativeInfinity;

    private bool WantsNumbers => Sum || Average || Minimum || Maximum;

    /// <summary>The objects to measure.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The property to measure; the objects themselves by default.</summary>
    [Parameter(Position = 0)]
    public object? Property { get; set; }

    /// <summary>Whether to add up.</summary>
    [Parameter]
    public SwitchParameter Sum { get; set; }

    /// <summary>Whether to take the mean.</summary>
    [Parameter]
    public SwitchParameter Average { get; set; }

    /// <summary>Whether to find the least.</summary>
    [Parameter]
    public SwitchParameter Minimum { get; set; }

    /// <summary>Whether to find the greatest.</summary>
    [Parameter]
    public SwitchParameter Maximum { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _selector = Property is null ? null : PropertySelector.From(Property);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
            return;

        object? value = _selector is null ? InputObject.BaseObject : _selector.ValueOf(InputObject);
        if (value is null)
            return;

        _count++;
        if (!WantsNumbers)
            return;

        if (!LanguagePrimitives.TryConvertTo(value, out double number))
        {
            var problem = new PSInvalidCastException($"'{value}' is not a number.");
            WriteError(new ErrorRecord(problem, "NonNumericInputObject", ErrorCategory.InvalidType, InputObject));
            return;
        }

        _sum += number;
        _minimum = Math.Min(_minimum, number);
        _maximum = Math.Max(_maximum, number);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var measurement = new PSObject();

        // The engine has the view of pwsh's type, whose assembly is not here.
        measurement.TypeNames.Insert(0, "Microsoft.PowerShell.Commands.GenericMeasureInfo");
        Add("Count", _count);
        Add("Average", Average && _count > 0 ? _sum / _count : null);
        Add("Sum", Sum && _count > 0 ? _sum : null);
        Add("Maximum", Maximum && _count > 0 ? _maximum : null);
        Add("Minimum", Minimum && _count > 0 ? _minimum : null);
        Add("StandardDeviation", null);
        Add("Property", _selector?.Name);
        WriteObject(measurement);

        void Add(string name, object? value) => measurement.Properties.Add(new PSNoteProperty(name, value));
    }
}

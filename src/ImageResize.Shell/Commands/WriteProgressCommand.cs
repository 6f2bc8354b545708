using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Write-Progress.</summary>
[Cmdlet(VerbsCommunications.Write, "Progress")]
public sealed class WriteProgressCommand : PSCmdlet
{
    /// <summary>What is going on.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Activity { get; set; } = "Processing";

    /// <summary>How it is going.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Status { get; set; } = "Processing";

    /// <summary>Tells activities apart.</summary>
    [Parameter(Position = 2)]
    [ValidateRange(0, int.MaxValue)]
    public int Id { get; set; }

    /// <summary>How much is done, in percent; -1 for unknown.</summary>
    [Parameter]
    [ValidateRange(-1, 100)]
    public int PercentComplete { get; set; } = -1;

    /// <summary>How long it will take, in seconds; -1 for unknown.</summary>
    [Parameter]
    public int SecondsRemaining { get; set; } = -1;

    /// <summary>The step within the activity.</summary>
    [Parameter]
    public string? CurrentOperation { get; set; }

    /// <summary>The id of the outer activity; -1 for none.</summary>
    [Parameter]
    [ValidateRange(-1, int.MaxValue)]
    public int ParentId { get; set; } = -1;

    /// <summary>Whether the activity is over.</summary>
    [Parameter]
    public SwitchParameter Completed { get; set; }

    /// <summary>Tells activities with the same id apart.</summary>
    [Parameter]
    public int SourceId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => CommandRuntime.WriteProgress(SourceId, new ProgressRecord(Id, Activity, Status)
    {
        PercentComplete = PercentComplete,
        SecondsRemaining = SecondsRemaining,
        CurrentOperation = CurrentOperation,
        ParentActivityId = ParentId,
        RecordType = Completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
    });
}

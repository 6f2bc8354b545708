using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Write-Error with -Message, -Exception or -ErrorRecord, -ErrorId, -Category and -TargetObject.</summary>
[Cmdlet(VerbsCommunications.Write, "Error", DefaultParameterSetName = "Message")]
public sealed class WriteErrorCommand : PSCmdlet
{
    // The id that pwsh gives and scripts may look for.
    private const string MessageErrorId = "Microsoft.PowerShell.Commands.WriteErrorException";

    /// <summary>What went wrong.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Message")]
    [Parameter(ParameterSetName = "Exception")]
    [Alias("Msg")]
    [AllowEmptyString]
    public string? Message { get; set; }

    /// <summary>The exception behind it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Exception")]
    public Exception? Exception { get; set; }

    /// <summary>A complete record, as in a catch block.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "ErrorRecord")]
    public ErrorRecord? ErrorRecord { get; set; }

    /// <summary>The category.</summary>
    [Parameter(ParameterSetName = "Message")]
    [Parameter(ParameterSetName = "Exception")]
    public ErrorCategory Category { get; set; } = ErrorCategory.NotSpecified;

    /// <summary>The stable id.</summary>
    [Parameter(ParameterSetName = "Message")]
    [Parameter(ParameterSetName = "Exception")]
    public string? ErrorId { get; set; }

    /// <summary>What it went wrong with.</summary>
    [Parameter(ParameterSetName = "Message")]
    [Parameter(ParameterSetName = "Exception")]
    public object? TargetObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        WriteError(ErrorRecord is null ? CreateRecord() : new ErrorRecord(ErrorRecord, null));

    private ErrorRecord CreateRecord()
    {
        var exception = Exception ?? new RuntimeException(Message ?? "");
        string defaultId = Exception is null ? MessageErrorId : exception.GetType().FullName!;
        var record = new ErrorRecord(exception, ErrorId ?? defaultId, Category, TargetObject);
        if (Exception is not null && !string.IsNullOrEmpty(Message))
            record.ErrorDetails = new ErrorDetails(Message);
        return record;
    }
}

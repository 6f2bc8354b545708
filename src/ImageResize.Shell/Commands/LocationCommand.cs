using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>What Set-Location and Push-Location have in common: a path to go to.</summary>
public abstract class LocationCommand : PSCmdlet
{
    /// <summary>Where to go, with wildcards.</summary>
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string? Path { get; set; }

    /// <summary>Where to go, as it is.</summary>
    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string? LiteralPath { get; set; }

    /// <summary>Whether to emit the new location.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Goes there; a place that does not exist is an error record.</summary>
    private protected void Go(string path)
    {
        try
        {
            var location = SessionState.Path.SetLocation(LiteralPath is null ? path : WildcardPattern.Escape(path));
            if (PassThru)
                WriteObject(location);
        }
        catch (Exception e) when (e is IContainsErrorRecord and not PipelineStoppedException)
        {
            WriteError(new ErrorRecord(((IContainsErrorRecord)e).ErrorRecord, e));
        }
        catch (ArgumentException e)
        {
            WriteError(new ErrorRecord(e, "InvalidLocation", ErrorCategory.InvalidArgument, path));
        }
    }
}

using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Start-Sleep with -Seconds, -Milliseconds and -Duration.</summary>
[Cmdlet(VerbsLifecycle.Start, "Sleep", DefaultParameterSetName = "Seconds")]
public sealed class StartSleepCommand : PSCmdlet
{
    /// <summary>How long, in seconds.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Seconds")]
    [ValidateRange(0.0, int.MaxValue / 1000)]
    public double Seconds { get; set; }

    /// <summary>How long, in milliseconds.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Milliseconds")]
    [ValidateRange(0, int.MaxValue)]
    [Alias("ms")]
    public int Milliseconds { get; set; }

    /// <summary>How long.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Duration")]
    [Alias("ts")]
    public TimeSpan Duration { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        PipelineStopToken.WaitHandle.WaitOne(Duration + TimeSpan.FromSeconds(Seconds) + TimeSpan.FromMilliseconds(Milliseconds));
}

using System.Management.Automation;
using ImageResize.Batch.Progress;

namespace ImageResize.Progress;

/// <summary>
/// Shows <see cref="RunProgress"/> through a cmdlet, and takes it away whatever ends the run. Belongs to the pipeline
/// thread.
/// </summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="activity">What the run is called.</param>
/// <param name="read">Reads how far it is.</param>
internal sealed class BatchProgress(PSCmdlet cmdlet, string activity, Func<RunState> read)
{
    private const int RunId = 0x1A6E;
    private const int ImageId = 0x1A70;

    /// <summary>
    /// An id of our own for where the records come from. The engine gives each command one, but keeps it to itself, and
    /// without it a stopped command could not take its display away: then nothing may be written but to the host.
    /// </summary>
    private static long _lastSource = (long)RunId << 32;

    private readonly RunProgress _progress = new(activity, TimeProvider.System);
    private readonly long _source = Interlocked.Increment(ref _lastSource);
    private readonly bool _isSilent = PreferenceOf(cmdlet) is ActionPreference.SilentlyContinue or ActionPreference.Ignore;

    /// <summary>Shows how far the run is, where it is time to.</summary>
    public void Update()
    {
        if (!_isSilent && _progress.Next(read) is { } line)
            cmdlet.CommandRuntime.WriteProgress(_source, Record(line));
    }

    /// <summary>Takes the display away, also where the pipeline was stopped and the cmdlet may write no more.</summary>
    public void Complete()
    {
        foreach (ProgressLine line in _progress.Complete())
        {
            try
            {
                cmdlet.CommandRuntime.WriteProgress(_source, Record(line));
            }
            catch (Exception e) when (e is PipelineStoppedException or InvalidOperationException)
            {
                cmdlet.Host?.UI?.WriteProgress(_source, Record(line));
            }
        }
    }

    private static ProgressRecord Record(ProgressLine line) => new(line.IsImage ? ImageId : RunId, line.Activity, line.Status)
    {
        ParentActivityId = line.IsImage ? RunId : -1,
        PercentComplete = line.Percent ?? -1,
        SecondsRemaining = line.Left is { } left ? (int)Math.Ceiling(left.TotalSeconds) : -1,
        RecordType = line.IsCompleted ? ProgressRecordType.Completed : ProgressRecordType.Processing,
    };

    private static ActionPreference PreferenceOf(PSCmdlet cmdlet)
    {
        object? value = cmdlet.MyInvocation.BoundParameters.GetValueOrDefault("ProgressAction") ?? cmdlet.GetVariableValue("ProgressPreference");
        return LanguagePrimitives.TryConvertTo(value, out ActionPreference preference) ? preference : ActionPreference.Continue;
    }
}

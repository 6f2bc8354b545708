using System.Management.Automation;

namespace ImageResize.Display;

/// <summary>
/// Writes progress records through a cmdlet, and those that take a display away also where the pipeline was stopped and
/// the cmdlet may write no more: then they go to the host. For that the records bear an id of our own for where they
/// come from; the engine gives each command one, but keeps it to itself. Belongs to the pipeline thread.
/// </summary>
/// <param name="cmdlet">The cmdlet.</param>
internal sealed class ProgressWriter(PSCmdlet cmdlet)
{
    private static long _lastSource = 0x1A6EL << 32;

    private readonly long _source = Interlocked.Increment(ref _lastSource);

    /// <summary>Whether the user wants to see progress.</summary>
    public bool IsWanted { get; } = PreferenceOf(cmdlet) is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    /// <summary>Writes a record.</summary>
    public void Write(ProgressRecord record) => cmdlet.CommandRuntime.WriteProgress(_source, record);

    /// <summary>Writes a record that takes a display away; possible at any time.</summary>
    public void WriteLast(ProgressRecord record)
    {
        record.RecordType = ProgressRecordType.Completed;
        try
        {
            Write(record);
        }
        catch (Exception e) when (e is PipelineStoppedException or InvalidOperationException)
        {
            cmdlet.Host?.UI?.WriteProgress(_source, record);
        }
    }

    private static ActionPreference PreferenceOf(PSCmdlet cmdlet)
    {
        object? value = cmdlet.MyInvocation.BoundParameters.GetValueOrDefault("ProgressAction") ?? cmdlet.GetVariableValue("ProgressPreference");
        return LanguagePrimitives.TryConvertTo(value, out ActionPreference preference) ? preference : ActionPreference.Continue;
    }
}

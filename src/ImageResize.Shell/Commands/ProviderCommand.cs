using System.Management.Automation;
using ImageResize.Shell.Engine;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace ImageResize.Shell.Commands;

/// <summary>What the cmdlets over items have in common: how they call the provider, and report what it refuses.</summary>
public abstract class ProviderCommand : PSCmdlet
{
    /// <summary>The parameter set with wildcards.</summary>
    protected const string PathSet = "Path";

    /// <summary>The parameter set without wildcards.</summary>
    protected const string LiteralPathSet = "LiteralPath";

    /// <summary>Whether the paths are to be taken literally.</summary>
    protected bool IsLiteral => ParameterSetName == LiteralPathSet;

    /// <summary>Does something for each path; a path that cannot be found is an error, and the others follow.</summary>
    protected void ForEachPath(string[] paths, Action<string> action)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(action);
        foreach (string path in paths)
        {
            try
            {
                action(path);
            }
            catch (Exception e) when (e is ItemNotFoundException or DriveNotFoundException or ProviderNotFoundException
                or PSNotSupportedException or ProviderInvocationException)
            {
                WriteError(new ErrorRecord(((IContainsErrorRecord)e).ErrorRecord, e));
            }
        }
    }

    internal ProviderContext NewContext(bool force = false) => new(this, force, IsLiteral);
}

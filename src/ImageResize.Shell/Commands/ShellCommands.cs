using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace ImageResize.Shell.Commands;

/// <summary>
/// The commands that the shell adds to the engine, which comes without pwsh's Management and Utility modules. Each is a
/// small, honest subset of its namesake: a parameter that is here does what it does in pwsh, and others are missing.
/// </summary>
internal static class ShellCommands
{
    /// <summary>Adds the commands of this namespace; most of their aliases are the engine's own.</summary>
    public static void AddTo(InitialSessionState session)
    {
        foreach (var type in typeof(ShellCommands).Assembly.GetTypes())
            if (type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet)
                session.Commands.Add(new SessionStateCmdletEntry($"{cmdlet.VerbName}-{cmdlet.NounName}", type, null));

        // Unlike pwsh, also on Unix: what comes after "ls |" here is meant to receive files.
        session.Commands.Add(new SessionStateAliasEntry("ls", "Get-ChildItem"));
    }
}

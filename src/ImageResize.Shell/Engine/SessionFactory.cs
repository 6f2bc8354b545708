using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Microsoft.PowerShell;

namespace ImageResize.Shell.Engine;

/// <summary>Builds the session: the engine's own commands, and those of this shell.</summary>
internal static class SessionFactory
{
    private static readonly (string Name, string Definition)[] Aliases =
    [
        ("gci", "Get-ChildItem"), ("dir", "Get-ChildItem"), ("ls", "Get-ChildItem"),
    ];

    public static InitialSessionState Create()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        foreach (Type type in typeof(SessionFactory).Assembly.GetTypes())
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet)
                state.Commands.Add(new SessionStateCmdletEntry($"{cmdlet.VerbName}-{cmdlet.NounName}", type, helpFileName: null));
        }

        foreach ((string name, string definition) in Aliases)
        {
            state.Commands.Remove(name, typeof(SessionStateAliasEntry));
            state.Commands.Add(new SessionStateAliasEntry(name, definition));
        }

        // The default of pwsh. The bare engine would refuse every script file on Windows.
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = ExecutionPolicy.RemoteSigned;

        return state;
    }
}

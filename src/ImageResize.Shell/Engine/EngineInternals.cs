using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace ImageResize.Shell.Engine;

/// <summary>
/// The few things that the engine keeps to itself although a host and its cmdlets need them. pwsh's own host and
/// modules are friends of the engine's assembly; everyone else is left with reflection. The engine's version is
/// pinned and the tests cover each use, so that an upgrade which moves one is noticed at once.
/// </summary>
internal static class EngineInternals
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>
    /// Makes <c>exit n</c> in the next script file end the run with that code. Otherwise <c>exit</c> leaves only the
    /// script, and cannot be told from a script that merely ended with a failed native program.
    /// </summary>
    public static void LetExitEndTheRun(Runspace runspace)
    {
        object context = runspace.GetType().GetProperty("ExecutionContext", Instance)?.GetValue(runspace)
            ?? throw Missing("Runspace.ExecutionContext");
        PropertyInfo property = context.GetType().GetProperty("ScriptCommandProcessorShouldRethrowExit", Instance)
            ?? throw Missing("ExecutionContext.ScriptCommandProcessorShouldRethrowExit");
        property.SetValue(context, true);
    }

    /// <summary>
    /// The exception by which a cmdlet stops all that feed it, while those behind it go on: what makes
    /// <c>| Select-Object -First 3</c> end a long batch early.
    /// </summary>
    public static Exception StopUpstreamCommands(PSCmdlet requester) =>
        (Exception)Create("System.Management.Automation.StopUpstreamCommandsException", requester);

    /// <summary>Gives a formatting cmdlet its engine; the public base class has all but that.</summary>
    /// <param name="command">The cmdlet.</param>
    /// <param name="shape">Table or List.</param>
    public static void UseFormattingEngine(FrontEndCommandBase command, string shape)
    {
        object value = Enum.Parse(FindType("Microsoft.PowerShell.Commands.Internal.Format.FormatShape"), shape);
        FieldInfo field = typeof(FrontEndCommandBase).GetField("implementation", Instance)
            ?? throw Missing("FrontEndCommandBase.implementation");
        field.SetValue(command, Create("Microsoft.PowerShell.Commands.Internal.Format.InnerFormatShapeCommand", value));
    }

    /// <summary>A type of the engine by its full name.</summary>
    public static Type FindType(string name) => typeof(PSObject).Assembly.GetType(name) ?? throw Missing(name);

    /// <summary>What to throw where the engine lacks a member.</summary>
    public static MissingMemberException Missing(string member) =>
        new($"This version of System.Management.Automation has no {member}.");

    private static object Create(string typeName, object argument) =>
        Activator.CreateInstance(FindType(typeName), Instance, binder: null, [argument], culture: null)!;
}

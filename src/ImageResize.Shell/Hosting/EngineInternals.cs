using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace ImageResize.Shell.Hosting;

/// <summary>
/// The few doors into the engine that it keeps for the modules of pwsh and that the shell's commands need, in one place:
/// there is no public way to stream a provider's items, to end the pipeline before a command, or to choose a format.
/// The engine's version is pinned, and each door has a test.
/// </summary>
internal static class EngineInternals
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private static readonly Assembly Engine = typeof(PSCmdlet).Assembly;
    private static readonly Type ContextType = Engine.GetType("System.Management.Automation.CmdletProviderContext", true)!;

    /// <summary>
    /// A provider context: provider calls made with it stream their objects and errors into <paramref name="command"/>.
    /// </summary>
    public static object CreateProviderContext(Cmdlet command) =>
        ContextType.GetConstructor(Members, [typeof(Cmdlet)])!.Invoke([command]);

    /// <summary>Sets a property of a provider context.</summary>
    public static void SetContextProperty(object context, string property, object? value) =>
        ContextType.GetProperty(property, Members)!.SetValue(context, value);

    /// <summary>Sets the filters of a provider context.</summary>
    public static void SetFilters(object context, IEnumerable<string> include, IEnumerable<string> exclude, string? filter) => Call(
        context,
        ContextType.GetMethod("SetFilters", Members)!,
        [new Collection<string>([.. include]), new Collection<string>([.. exclude]), filter]);

    /// <summary>Signals a provider context that its command is being stopped.</summary>
    public static void StopProvider(object context) => Call(context, ContextType.GetMethod("StopProcessing", Members)!, []);

    /// <summary>
    /// Calls the method of <paramref name="intrinsics"/> (as InvokeProvider.Item) that takes the arguments and a context.
    /// Exceptions arrive as thrown.
    /// </summary>
    public static object? CallProvider(object intrinsics, string name, object context, params object?[] args)
    {
        var method = intrinsics.GetType().GetMethods(Members).Single(m =>
            m.Name == name
            && m.GetParameters() is { } parameters
            && parameters.Length == args.Length + 1
            && parameters[^1].ParameterType == ContextType);
        return Call(intrinsics, method, [.. args, context]);
    }

    /// <summary>The exception by which a command ends those before it while those after it run on.</summary>
    public static Exception CreateStopUpstream(Cmdlet command) => (Exception)Engine
        .GetType("System.Management.Automation.StopUpstreamCommandsException", true)!
        .GetConstructors(Members)
        .Single()
        .Invoke([command]);

    /// <summary>Makes <paramref name="command"/> format its input in the named shape: Table or List.</summary>
    public static void SetFormatShape(FrontEndCommandBase command, string shape)
    {
        var shapeType = FormatType("FormatShape");
        SetImplementation(command, Create(FormatType("InnerFormatShapeCommand"), Enum.Parse(shapeType, shape)));
    }

    /// <summary>
    /// Makes <paramref name="command"/> write its input as Out-Default would show it, in lines of at most
    /// <paramref name="width"/> columns.
    /// </summary>
    public static void SetTextOutput(FrontEndCommandBase command, TextWriter writer, int width)
    {
        object output = Create(FormatType("OutputManagerInner"));
        output.GetType().GetProperty("LineOutput", Members)!.SetValue(output, Create(FormatType("TextWriterLineOutput"), writer, width));
        SetImplementation(command, output);
    }

    /// <summary>The record as it comes out of the error stream, so that Out-Default shows it as an error.</summary>
    public static PSObject AsStreamedError(ErrorRecord record)
    {
        var streamed = new PSObject(record);
        var property = typeof(PSObject).GetProperty("WriteStream", Members)!;
        property.SetValue(streamed, Enum.Parse(property.PropertyType, "Error"));
        return streamed;
    }

    /// <summary>
    /// Makes <c>exit</c> in the script file that runs next in <paramref name="runspace"/> end the host, as pwsh -File does.
    /// Otherwise it would only end the script.
    /// </summary>
    public static void LetNextScriptExit(Runspace runspace)
    {
        object context = typeof(Runspace).GetProperty("ExecutionContext", Members)!.GetValue(runspace)!;
        context.GetType().GetProperty("ScriptCommandProcessorShouldRethrowExit", Members)!.SetValue(context, true);
    }

    private static Type FormatType(string name) => Engine.GetType("Microsoft.PowerShell.Commands.Internal.Format." + name, true)!;

    private static object Create(Type type, params object?[] args) =>
        Activator.CreateInstance(type, Members, null, args, null)!;

    private static void SetImplementation(FrontEndCommandBase command, object implementation) =>
        typeof(FrontEndCommandBase).GetField("implementation", Members)!.SetValue(command, implementation);

    private static object? Call(object target, MethodInfo method, object?[] args) =>
        method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, args, null);
}

using System.Diagnostics;
using ImageResize.Testing;

namespace ImageResize.SideBySide.Tools;

/// <summary>The module in a real pwsh, as its users have it.</summary>
/// <param name="name">The name in the table.</param>
/// <param name="host">Starts pwsh with some arguments.</param>
internal sealed class ModuleTool(string name, Func<string[], ProcessStartInfo> host) : Tool
{
    /// <summary>In the pwsh of this machine, or that of the .NET tool.</summary>
    public static ModuleTool InTool { get; } = new("Invoke-ImageResize, in pwsh", Pwsh.StartInfo);

    /// <summary>In a pwsh whose own assemblies are compiled ahead of time.</summary>
    public static ModuleTool InInstalled { get; } = new("Invoke-ImageResize, in an installed pwsh", arguments => new ProcessStartInfo("dotnet", [InstalledHost.Program, .. arguments]));

    public override string Name => name;

    /// <summary>Starts pwsh for a script that nobody answers.</summary>
    public ProcessStartInfo Run(string script) => host(["-NoProfile", "-NonInteractive", "-Command", script]);

    public override ProcessStartInfo Command(WorkFolder work) => Run($"{Import}; {Resize(work.Inputs, work.Outputs, work.Way, work.Workers)}");

    public override ProcessStartInfo Idle() => Run("Start-Sleep 1");

    /// <summary>The statement that imports the module.</summary>
    public static string Import => $"Import-Module {Pwsh.Quote(Pwsh.Manifest)}";

    /// <summary>The statement that makes all outputs of a file or folder.</summary>
    public static string Resize(string inputs, string outputs, Way way, int workers) =>
        $"Invoke-ImageResize -Path {Pwsh.Quote(inputs)} -Size {way.Width},{way.Height} -Format {way.Format} -Destination {Pwsh.Quote(outputs)} -ThrottleLimit {workers} -InformationAction Ignore | Out-Null";
}

using System.Diagnostics;

namespace ImageResize.SideBySide.Tools;

/// <summary>The module, through its own shell.</summary>
internal sealed class ShellTool(WorkFolder work) : Tool(work)
{
    public override string Name => "Invoke-ImageResize, through the shell";

    protected override ProcessStartInfo Command()
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string shell = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "src", "ImageResize.Shell", "bin", configuration, "net10.0", "ImageResize.Shell.dll");
        string script = $"Invoke-ImageResize -Path '{Work.Inputs}' -Size {Work.Scenario.Width},{Work.Scenario.Height} -Destination '{Work.Outputs}' -ThrottleLimit {Work.Workers} -SummaryVariable s -InformationAction Ignore | Out-Null; $s.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture)";
        return new ProcessStartInfo("dotnet", [Path.GetFullPath(shell), "-Command", script]);
    }
}

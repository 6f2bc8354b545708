using System.Diagnostics;
using System.Runtime.InteropServices;
using ImageResize.Testing;

namespace ImageResize.SideBySide.Tools;

/// <summary>
/// A pwsh like one that was installed by its package: that of the .NET tool, whose assemblies are not compiled ahead of time, with those
/// compiled by crossgen2 that an installed one has compiled. Made once, in the folder for temporary files.
/// </summary>
internal static class InstalledHost
{
    private const string Finished = "finished";

    private static readonly string[] Compiled =
    [
        "pwsh", "System.Management.Automation", "Microsoft.PowerShell.ConsoleHost", "Microsoft.PowerShell.Commands.Management", "Microsoft.PowerShell.Commands.Utility",
        "Microsoft.PowerShell.Security", "Microsoft.PowerShell.MarkdownRender", "Newtonsoft.Json", "Microsoft.ApplicationInsights",
    ];

    private static readonly Lazy<string> Made = new(Make);

    /// <summary>The pwsh.dll, which dotnet runs.</summary>
    /// <exception cref="InvalidOperationException">It cannot be made; the message is the compiler's.</exception>
    public static string Program => Made.Value;

    private static string Make()
    {
        // <packages>/powershell/<version>/tools/net10.0/any/<system>, from the restore of ImageResize.Testing.
        string tool = Path.GetDirectoryName(Pwsh.Restored)!, version = Path.GetFullPath(Path.Combine(tool, "..", "..", "..", "..")), packages = Path.GetFullPath(Path.Combine(version, "..", ".."));
        string folder = Path.Combine(Path.GetTempPath(), $"imageresize-bench-pwsh-{Path.GetFileName(version)}-{Environment.Version}");
        if (!File.Exists(Path.Combine(folder, Finished)))
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            foreach (string file in Directory.EnumerateFiles(tool, "*", SearchOption.AllDirectories))
            {
                string copy = Path.Combine(folder, Path.GetRelativePath(tool, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }

            foreach (string name in Compiled)
                Compile(packages, tool, folder, name + ".dll");
            File.WriteAllText(Path.Combine(folder, Finished), string.Empty);
        }

        return Path.Combine(folder, "pwsh.dll");
    }

    private static void Compile(string packages, string tool, string folder, string file)
    {
        // It came with the restore of the module.
        string package = $"microsoft.netcore.app.crossgen2.{RuntimeInformation.RuntimeIdentifier}", compiler = OperatingSystem.IsWindows() ? "crossgen2.exe" : "crossgen2";
        string crossgen = Path.Combine(packages, package, Environment.Version.ToString(), "tools", compiler);
        string[] arguments = [Path.Combine(tool, file), "-o:" + Path.Combine(folder, file), "-O", $"-r:{RuntimeEnvironment.GetRuntimeDirectory()}*.dll", $"-r:{tool}/*.dll"];
        using Process process = Process.Start(new ProcessStartInfo(crossgen, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{file}' cannot be compiled: {output.Result}{error.Result}");
    }
}

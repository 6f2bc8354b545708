using System.Diagnostics;
using System.Reflection;

namespace ImageResize.Testing;

/// <summary>
/// The real pwsh of this machine: the one that is installed where it is new enough, else the one that came with the
/// restore of this project (the version in .config/dotnet-tools.json), started without the detour over dotnet tool run.
/// </summary>
public static class Pwsh
{
    private static readonly Version Oldest = new(7, 6);
    private static readonly Lazy<string[]> Command = new(Find);

    /// <summary>The manifest at the root of the checkout, which the build has left importable.</summary>
    public static string Manifest { get; } = FindManifest();

    /// <summary>The pwsh.dll that came with the restore, whatever is installed; dotnet runs it.</summary>
    public static string Restored { get; } = typeof(Pwsh).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "PwshPath").Value!;

    /// <summary>Starts pwsh with these arguments; streams and folder are the caller's to set.</summary>
    public static ProcessStartInfo StartInfo(params string[] arguments) => new(Command.Value[0], [.. Command.Value[1..], .. arguments]);

    /// <summary>Starts pwsh for a command with the module imported and no profile; nobody is there to be asked.</summary>
    public static ProcessStartInfo StartInfoOf(string command) =>
        StartInfo("-NoProfile", "-NonInteractive", "-Command", $"Import-Module {Quote(Manifest)}; {command}");

    /// <summary>The program and its arguments as one line of a POSIX shell.</summary>
    public static string CommandLine(params string[] arguments) =>
        string.Join(' ', Command.Value.Concat(arguments).Select(argument => "'" + argument.Replace("'", @"'\''", StringComparison.Ordinal) + "'"));

    /// <summary>A text as a literal of PowerShell.</summary>
    public static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    private static string[] Find()
    {
        if (FindInstalled() is { } installed)
            return installed;
        return File.Exists(Restored) ? ["dotnet", Restored] : throw new FileNotFoundException("There is no pwsh 7.6 on this machine, nor that of the tool: run 'dotnet restore'.", Restored);
    }

    /// <summary>
    /// What the installed pwsh runs as, where it is new enough: one that is a global tool is a small program that starts
    /// another, which would live on when the first is killed.
    /// </summary>
    private static string[]? FindInstalled()
    {
        const string Ask = "$PSVersionTable.PSVersion.ToString(2); [Environment]::ProcessPath; Join-Path $PSHOME pwsh.dll";
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-Command", Ask]) { RedirectStandardOutput = true })!;
            string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries);
            process.WaitForExit();
            if (lines.Length < 3 || !Version.TryParse(lines[0], out Version? version) || version < Oldest)
                return null;
            return Path.GetFileNameWithoutExtension(lines[1]) == "dotnet" ? [lines[1], lines[2]] : [lines[1]];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // It is not installed.
        }
    }

    private static string FindManifest()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ImageResize.psd1")))
                return Path.Combine(folder.FullName, "ImageResize.psd1");
        throw new FileNotFoundException("ImageResize.psd1 is not above the tests.");
    }
}

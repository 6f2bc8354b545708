using System.Collections;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace ImageResize.Processes;

/// <summary>How a child process is started that serves requests and nothing else. Immutable.</summary>
/// <param name="FileName">The full path of the program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="StartupHook">The assembly that takes the program over before its own beginning; null where it serves by itself.</param>
internal sealed record ChildCommand(string FileName, IReadOnlyList<string> Arguments, string? StartupHook)
{
    private const string LoaderAssembly = "ImageResize.Loader";

    /// <summary>Variables of the child's own, beside those that it inherits.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// What a child may know of our environment: where .NET, its libraries and its cultures are, and where temporary files go.
    /// Nothing that changes what .NET, glibc or libvips do (DOTNET_, LD_PRELOAD, VIPS_), and no secrets.
    /// </summary>
    private static readonly string[] Inherited =
    [
        "DOTNET_ROOT", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "LD_LIBRARY_PATH", "ICU_DATA", "LANG", "LC_ALL", "LC_NUMERIC", "TZ", "TMPDIR",
        "SystemRoot", "SystemDrive", "windir", "TEMP", "TMP",
    ];

    /// <summary>
    /// The command for the module in this process; null where there is none. That is the dotnet of the runtime that is running.
    /// An installed pwsh brings its own runtime, and there may be no dotnet on the machine: then pwsh itself is started, and the
    /// loader takes it over before any PowerShell is loaded.
    /// </summary>
    public static ChildCommand? ForModule()
    {
        string? loader = AssemblyLoadContext.GetLoadContext(typeof(ChildCommand).Assembly)?.GetType().Assembly.Location;
        return Path.GetFileNameWithoutExtension(loader) == LoaderAssembly ? For(loader!, RuntimeEnvironment.GetRuntimeDirectory(), Environment.ProcessPath) : null;
    }

    /// <summary>The command for a loader, by what runs this process.</summary>
    /// <param name="loader">The full path of the loader's assembly.</param>
    /// <param name="runtimeFolder">The folder of the running runtime.</param>
    /// <param name="program">The running program; null where it is not known.</param>
    internal static ChildCommand? For(string loader, string runtimeFolder, string? program)
    {
        if (DotnetOf(runtimeFolder) is { } dotnet)
            return new ChildCommand(dotnet, ["exec", "--fx-version", Path.GetFileName(Path.TrimEndingDirectorySeparator(runtimeFolder)), loader], null);

        // Only of pwsh it is known what it would do where it lets no hook in: end at once.
        bool isPwsh = Path.GetFileNameWithoutExtension(program)?.StartsWith("pwsh", StringComparison.OrdinalIgnoreCase) == true;
        return isPwsh ? new ChildCommand(program!, ["-NoProfile", "-NonInteractive", "-Command", "exit"], loader) : null;
    }

    /// <summary>What the system needs to know to start it.</summary>
    public ProcessStartInfo StartInfo()
    {
        var info = new ProcessStartInfo(FileName, Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetDirectoryName(FileName),
        };
        info.Environment.Clear();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (Inherited.Contains((string)variable.Key, OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal))
                info.Environment[(string)variable.Key] = (string?)variable.Value;
        }

        foreach ((string name, string value) in Variables)
            info.Environment[name] = value;
        if (StartupHook is { } hook)
            info.Environment["DOTNET_STARTUP_HOOKS"] = hook;
        info.Environment["DOTNET_EnableDiagnostics"] = "0"; // No socket among the temporary files.
        info.Environment["DOTNET_gcConcurrent"] = "0"; // One image at a time, and no pause that anyone notices.
        info.Environment["DOTNET_TieredCompilation"] = "0"; // The code is compiled ahead of time; compiling it anew would cost each child seconds.
        return info;
    }

    /// <summary>The dotnet of a runtime that lies where an installation has it: ROOT/shared/Microsoft.NETCore.App/VERSION.</summary>
    private static string? DotnetOf(string runtimeFolder)
    {
        var version = new DirectoryInfo(Path.TrimEndingDirectorySeparator(runtimeFolder));
        if (version.Parent is not { Name: "Microsoft.NETCore.App", Parent: { Name: "shared", Parent: { } root } })
            return null;
        string dotnet = Path.Combine(root.FullName, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return File.Exists(dotnet) ? dotnet : null;
    }
}

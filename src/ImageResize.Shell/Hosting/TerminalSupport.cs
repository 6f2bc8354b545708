using System.Globalization;
using System.Runtime.InteropServices;

namespace ImageResize.Shell.Hosting;

/// <summary>What is known about the terminal that the process runs on, if any.</summary>
internal static class TerminalSupport
{
    /// <summary>The width where no terminal and no COLUMNS tells one: wide enough for most tables.</summary>
    public const int DefaultWidth = 120;

    private const int DefaultHeight = 30;
    private const int WindowsStandardOutput = -11;
    private const uint EnableVirtualTerminalProcessing = 4;

    /// <summary>Whether standard output is a terminal that understands escape sequences.</summary>
    public static bool OutputIsTerminal { get; } = !Console.IsOutputRedirected && UnderstandsSequences();

    /// <summary>Whether standard error is a terminal that understands escape sequences.</summary>
    public static bool ErrorIsTerminal { get; } = !Console.IsErrorRedirected && UnderstandsSequences();

    /// <summary>The columns to lay out for: the terminal's, else those of COLUMNS, else 120.</summary>
    public static int Width
    {
        get
        {
            if (!Console.IsOutputRedirected && Query(() => Console.WindowWidth) is int terminal)
                return terminal;

            string? columns = Environment.GetEnvironmentVariable("COLUMNS");
            return int.TryParse(columns, CultureInfo.InvariantCulture, out int width) && width > 0 ? width : DefaultWidth;
        }
    }

    /// <summary>The rows of the terminal.</summary>
    public static int Height => Console.IsOutputRedirected ? DefaultHeight : Query(() => Console.WindowHeight) ?? DefaultHeight;

    private static int? Query(Func<int> property)
    {
        try
        {
            return property() is > 0 and int value ? value : null;
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    private static bool UnderstandsSequences()
    {
        if (Environment.GetEnvironmentVariable("TERM") == "dumb")
            return false;
        if (!OperatingSystem.IsWindows())
            return true;

        nint handle = GetStdHandle(WindowsStandardOutput);
        return GetConsoleMode(handle, out uint mode) && SetConsoleMode(handle, mode | EnableVirtualTerminalProcessing);
    }

    [DllImport("kernel32.dll"), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint GetStdHandle(int handle);

    [DllImport("kernel32.dll"), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern bool GetConsoleMode(nint handle, out uint mode);

    [DllImport("kernel32.dll"), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern bool SetConsoleMode(nint handle, uint mode);
}

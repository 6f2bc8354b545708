using System.Runtime.InteropServices;

namespace ImageResize.Shell.Hosting;

/// <summary>Older Windows consoles show escape sequences as rubbish until asked to interpret them.</summary>
internal static class WindowsConsole
{
    private const int StandardOutput = -11;
    private const int StandardError = -12;
    private const uint EnableVirtualTerminalProcessing = 0x0004;

    /// <summary>Has the console interpret escape sequences.</summary>
    /// <returns>Whether it will; true on every other system.</returns>
    public static bool EnableEscapes() =>
        !OperatingSystem.IsWindows() || (Enable(StandardOutput) | Enable(StandardError));

    private static bool Enable(int stream)
    {
        nint handle = GetStdHandle(stream);
        return GetConsoleMode(handle, out uint mode)
            && ((mode & EnableVirtualTerminalProcessing) != 0 || SetConsoleMode(handle, mode | EnableVirtualTerminalProcessing));
    }

    [DllImport("kernel32.dll")]
    private static extern nint GetStdHandle(int stream);

    [DllImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetConsoleMode(nint handle, out uint mode);

    [DllImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetConsoleMode(nint handle, uint mode);
}

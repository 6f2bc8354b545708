using System.Globalization;

namespace ImageResize.Shell.Hosting;

/// <summary>The size that output is laid out for, in cells.</summary>
internal static class TerminalSize
{
    private const int DefaultWidth = 120;
    private const int DefaultHeight = 50;

    /// <summary>The width of the terminal; without one, COLUMNS, or 120.</summary>
    public static int Width =>
        FromConsole(static () => Console.WindowWidth)
        ?? (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), CultureInfo.InvariantCulture, out int columns) && columns > 0
            ? columns
            : DefaultWidth);

    /// <summary>The height of the terminal; without one, 50.</summary>
    public static int Height => FromConsole(static () => Console.WindowHeight) ?? DefaultHeight;

    private static int? FromConsole(Func<int> read)
    {
        if (Console.IsOutputRedirected && Console.IsErrorRedirected)
            return null;

        try
        {
            // Some terminals (a serial line, a bare container) report 0.
            return read() is > 0 and int size ? size : null;
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException)
        {
            return null;
        }
    }
}

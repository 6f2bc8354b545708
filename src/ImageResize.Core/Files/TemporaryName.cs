using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ImageResize.Files;

/// <summary>
/// The names of temporary files. A name tells which process of which machine made it, so that a later run knows
/// what a killed one left behind from what a running one is writing: <c>.imageresize-HOST-PID-START-RANDOM.tmp</c>.
/// </summary>
public static partial class TemporaryName
{
    /// <summary>How every temporary file's name begins.</summary>
    public const string Prefix = ".imageresize-";

    /// <summary>How every temporary file's name ends.</summary>
    public const string Suffix = ".tmp";

    /// <summary>A file of another machine (a shared folder) is left over when it is older than this.</summary>
    private static readonly TimeSpan ForeignAge = TimeSpan.FromDays(1);

    private const int ClockDriftSeconds = 5;

    private static readonly string Host = HashOf(Environment.MachineName);
    private static readonly string Own = $"{Prefix}{Host}-{Environment.ProcessId}-{StartOf(Process.GetCurrentProcess())}-";

    /// <summary>A new name; it differs from every other one.</summary>
    public static string New() => $"{Own}{Guid.NewGuid():N}{Suffix}";

    /// <summary>Whether a file of this name was left by a process that is no more.</summary>
    /// <param name="name">The file's name, without its folder.</param>
    /// <param name="age">Time since it was last written.</param>
    public static bool IsLeftover(string name, TimeSpan age)
    {
        Match match = Pattern().Match(name);
        if (!match.Success)
            return false;
        if (match.Groups["host"].Value != Host)
            return age > ForeignAge;
        int id = int.Parse(match.Groups["pid"].ValueSpan, CultureInfo.InvariantCulture);
        return !IsRunning(id, match.Groups["start"].Value);
    }

    private static bool IsRunning(int id, string start)
    {
        try
        {
            // Process ids are used again; the start time tells whether it is still the same.
            using var process = Process.GetProcessById(id);
            long drift = long.Parse(StartOf(process), NumberStyles.HexNumber, CultureInfo.InvariantCulture) - long.Parse(start, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return Math.Abs(drift) <= ClockDriftSeconds;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It runs, and we may not look closer.
            return true;
        }
    }

    /// <summary>
    /// Seconds since 1970, in hexadecimal. Linux derives a start time from the boot time, which moves a little when
    /// the clock is set; <see cref="IsRunning"/> allows for that.
    /// </summary>
    private static string StartOf(Process process) =>
        ((long)process.StartTime.ToUniversalTime().Subtract(DateTime.UnixEpoch).TotalSeconds).ToString("x", CultureInfo.InvariantCulture);

    private static string HashOf(string text) => text.Aggregate(2166136261u, (hash, c) => unchecked((hash ^ c) * 16777619u)).ToString("x8", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\.imageresize-(?<host>[0-9a-f]{8})-(?<pid>[0-9]{1,9})-(?<start>[0-9a-f]{1,12})-[0-9a-f]{32}\.tmp$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ImageResize.Files;

/// <summary>
/// The names of temporary files. A name tells which process of which machine made it and when, so that a later run
/// knows what a killed one left behind from what a running one is writing:
/// <c>.imageresize-HOST-PID-START-MADE+RANDOM.tmp</c>, 79 characters at most whatever the output's name.
/// </summary>
internal static partial class TemporaryName
{
    /// <summary>How every temporary file's name begins.</summary>
    public const string Prefix = ".imageresize-";

    /// <summary>How every temporary file's name ends.</summary>
    public const string Suffix = ".tmp";

    /// <summary>A file of another machine (a shared folder) is left over when it is older than this.</summary>
    private static readonly TimeSpan ForeignAge = TimeSpan.FromDays(1);

    private static readonly string Host = HashOf(Environment.MachineName + ProcessNamespace());
    private static readonly string Own = New(Environment.ProcessId);

    /// <summary>A new name; it differs from every other one.</summary>
    public static string New() => Own[..^(32 + Suffix.Length)] + Unique();

    /// <summary>Whether a file of this name was left by a process that is no more.</summary>
    /// <param name="name">The file's name, without its folder.</param>
    /// <param name="now">The time, UTC.</param>
    public static bool IsLeftover(string name, DateTime now)
    {
        Match match = Pattern().Match(name);
        if (!match.Success)
            return false;
        if (match.Groups["host"].Value != Host)
            return now - DateTime.UnixEpoch > TimeSpan.FromMilliseconds(Hexadecimal(match.Groups["made"])) + ForeignAge;
        int id = int.Parse(match.Groups["pid"].ValueSpan, CultureInfo.InvariantCulture);
        return !IsRunning(id, Hexadecimal(match.Groups["start"]));
    }

    /// <summary>A new name of a running process.</summary>
    internal static string New(int processId) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Host}-{processId}-{StartOf(processId):x}-{Unique()}");

    /// <summary>
    /// The time first (48 bits, milliseconds since 1970), then chance. The file's own times would not do: it may get
    /// those of its image before it gets its name.
    /// </summary>
    private static string Unique() => Guid.CreateVersion7().ToString("N") + Suffix;

    private static bool IsRunning(int id, long start)
    {
        try
        {
            // Process ids are used again; the start tells whether it is still the same.
            return StartOf(id) == start;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException or UnauthorizedAccessException)
        {
            // It runs, and we may not look closer.
            return true;
        }
    }

    /// <summary>
    /// When a process began, in a measure that setting the clock does not move: on Linux ticks since the machine began
    /// (proc(5), stat, field 22), elsewhere the time that the system noted then.
    /// </summary>
    /// <exception cref="ArgumentException">No such process runs.</exception>
    private static long StartOf(int id)
    {
        using var process = Process.GetProcessById(id);
        if (!OperatingSystem.IsLinux())
            return (long)process.StartTime.ToUniversalTime().Subtract(DateTime.UnixEpoch).TotalSeconds;

        // The name of the program, in brackets before it, may hold anything.
        string stat = File.ReadAllText($"/proc/{id}/stat");
        return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], CultureInfo.InvariantCulture);
    }

    /// <summary>Containers that share a folder may have one host name, and see different processes under one id.</summary>
    private static string? ProcessNamespace()
    {
        try
        {
            return OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long Hexadecimal(Group digits) => long.Parse(digits.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string HashOf(string text) => text.Aggregate(2166136261u, (hash, c) => unchecked((hash ^ c) * 16777619u)).ToString("x8", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\.imageresize-(?<host>[0-9a-f]{8})-(?<pid>[0-9]{1,9})-(?<start>[0-9a-f]{1,12})-(?<made>[0-9a-f]{12})[0-9a-f]{20}\.tmp$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

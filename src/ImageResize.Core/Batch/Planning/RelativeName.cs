using System.Buffers;

namespace ImageResize.Batch.Planning;

/// <summary>
/// Whether a text is the name of a file below a folder, subfolders with '/' included: it may not lead out of that folder, nor
/// to a device. Stateless.
/// </summary>
internal static class RelativeName
{
    /// <summary>What no name has on Windows, control characters aside: a colon would name a stream of a file, or a drive.</summary>
    private static readonly SearchValues<char> ForbiddenOnWindows = SearchValues.Create("\"<>|:*?\\/");

    /// <summary>Names of devices on Windows, whatever extension follows; files of these names trouble whoever gets them.</summary>
    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. from device in (string[])["COM", "LPT"] from digit in "0123456789\u00B9\u00B2\u00B3" select device + digit],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with a name on this system, as the end of a sentence that begins with it; null where it is good.</summary>
    public static string? WhyWrong(string name) => WhyWrong(name, OperatingSystem.IsWindows());

    /// <summary>What is wrong with a name, as the end of a sentence that begins with it; null where it is good.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isWindows">Whether the rules of Windows hold.</param>
    public static string? WhyWrong(string name, bool isWindows)
    {
        if (name.Length == 0)
            return "is empty";
        if (name[0] == '/' || name is [(>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ':', ..])
            return "is rooted, and outputs stay below -Destination: leave the root out";
        foreach (string part in name.Split('/'))
            if (WhyPartWrong(part, isWindows) is { } why)
                return why;
        return null;
    }

    private static string? WhyPartWrong(string part, bool isWindows)
    {
        if (part.Length == 0)
            return "has a folder or a file without a name";
        if (part is "." or "..")
            return $"has '{part}' for a folder, and outputs stay below -Destination";
        int bad = part.AsSpan().IndexOfAnyInRange('\0', '\x1F');
        if (bad < 0 && isWindows)
            bad = part.AsSpan().IndexOfAny(ForbiddenOnWindows);
        if (bad >= 0)
            return $"has the character {VisibleText.Of(part[bad].ToString())}, which names of files cannot have";
        int end = part.IndexOf('.', StringComparison.Ordinal);
        if (Devices.Contains((end < 0 ? part : part[..end]).TrimEnd(' ')))
            return $"has '{part}', which stands for a device on Windows";
        return isWindows && part[^1] is '.' or ' ' ? $"has '{part}', and names do not end in a dot or a space on Windows" : null;
    }
}

using System.Security.Cryptography;
using ImageResize.Testing;
using NetVips;

namespace ImageResize.Hostile.Soak;

/// <summary>What must come of a file, wherever it lies.</summary>
/// <param name="Source">The distinct file.</param>
/// <param name="Outcome">Resized or Copied, or the id of the error.</param>
/// <param name="Hash">The SHA-256 of the output; null where there must be none.</param>
internal sealed record Verdict(SoakFile Source, string Outcome, string? Hash)
{
    public bool IsSound => Hash is not null;
}

/// <summary>Runs each distinct file by itself, one at a time and without faults, and looks at what comes of it with other eyes.</summary>
internal static class SoakReference
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>The verdict of each file, by its path.</summary>
    /// <exception cref="InvalidOperationException">A sound file failed, or its output is not what it should be.</exception>
    public static Dictionary<string, Verdict> Of(IReadOnlyList<SoakFile> files, string folder)
    {
        string list = Path.Combine(folder, "list.txt"), outputs = Path.Combine(folder, "alone");
        File.WriteAllLines(list, files.Select(file => file.Path));
        PwshResult run = PwshProcess.MustRun(
            $"$ErrorActionPreference = $InformationPreference = $WarningPreference = $ProgressPreference = 'SilentlyContinue'; "
            + $"foreach ($path in [IO.File]::ReadLines('{list}')) {{ $r = Invoke-ImageResize -LiteralPath $path -Size {SoakCorpus.Box} -Destination '{outputs}' -ThrottleLimit 1; "
            + "[Console]::Out.WriteLine('|' + $r.Status + '|' + $r.ErrorId + '|' + $r.SourcePath + '|' + $r.FullName) }", patience: Patience);
        var found = run.Lines.Where(line => line.StartsWith('|')).Select(line => line.Split('|')).ToDictionary(line => line[3], line => (Status: line[1], ErrorId: line[2], Output: line[4]));
        var verdicts = new Dictionary<string, Verdict>();
        foreach (SoakFile file in files)
        {
            (string status, string errorId, string output) = found[file.Path];
            bool isDone = status != "Failed";
            if (file.Size is { } size && (!isDone || SizeOf(output) != size))
                throw new InvalidOperationException($"{file.Path} alone: {status} {errorId}, {(isDone ? SizeOf(output) : null)} instead of {size}");
            verdicts[file.Path] = new Verdict(file, isDone ? status : errorId, isDone ? Hash(output) : null);
        }

        return verdicts;
    }

    /// <summary>The SHA-256 of a file, hexadecimal.</summary>
    public static string Hash(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexString(SHA256.HashData(file));
    }

    /// <summary>The pixels of a file, all of which are decoded.</summary>
    private static (int Width, int Height) SizeOf(string path)
    {
        if (path.EndsWith(".bmp", StringComparison.Ordinal))
        {
            using Picture picture = Picture.Open(path);
            return (picture.Width, picture.Height);
        }

        using Image image = Image.NewFromFile(path, failOn: Enums.FailOn.Error);
        using Image pixels = image.CopyMemory();
        return (pixels.Width, pixels.Height);
    }
}

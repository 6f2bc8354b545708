using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;

namespace ImageResize.Testing;

/// <summary>
/// Finds what is called often on the way of an image and was not compiled ahead of time. The module holds the runtime's compiler back for the first
/// half minute of runs (TieringDelay), and so long such code stays as it was first compiled: two to ten times as slow. crossgen leaves out
/// generic methods of the framework over numbers that the framework itself does not use, and ours over vectors.
/// </summary>
public static class SlowCode
{
    /// <summary>The runtime's variable for how often a method is called, in hexadecimal digits, before it is compiled anew.</summary>
    internal const string ThresholdVariable = "DOTNET_TC_CallCountThreshold";

    /// <summary>Calls an image from which a method is found. In code that was not optimised they take some microseconds, of an image's thousands.</summary>
    private const int OftenAnImage = 100;

    /// <summary>Images of the first run, in which everything is called once.</summary>
    private const int FirstImages = 4;

    /// <summary>Names, or parts of them, of what is left as it is.</summary>
    private static readonly (string Part, string Reason)[] Left =
    [
        ("System.Management.Automation", "PowerShell's, compiled ahead in an installed one"),
        ("Microsoft.PowerShell", "the same"),
        ("Microsoft.ApplicationInsights", "the same"),
        ("NetVips.", "the binding looks up a dozen arguments of an operation: microseconds beside what libvips does"),
        ("List`1[ImageResize.Metadata.Tiff.TiffFileEntry]", "some hundred entries of a directory, microseconds, in TIFF alone"),
        ("ImageResize.Testing", "this"),
    ];

    /// <summary>Why it cannot be found out here; null where it can.</summary>
    public static string? WhyNot =>
        !OperatingSystem.IsLinux() || !Avx2.IsSupported ? "What is compiled ahead is for processors with AVX2; tried on Linux alone."
        : !Directory.Exists(Path.Combine(Path.GetDirectoryName(Pwsh.Manifest)!, "lib", "precompiled")) ? "The module was built without code that is compiled ahead of time."
        : null;

    /// <summary>Processes that are tried: on a busy machine the runtime may lose events that are waited for.</summary>
    private const int Attempts = 3;

    /// <summary>The methods, found in a pwsh of its own.</summary>
    /// <param name="inputs">A folder of images: twenty or more, since what is called often in a whole run shall not count.</param>
    /// <param name="arguments">Arguments of Invoke-ImageResize.</param>
    /// <exception cref="InvalidOperationException">The process failed; the message is its.</exception>
    public static string[] Find(string inputs, string arguments)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return FindOnce(inputs, arguments);
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
            }
        }
    }

    private static string[] FindOnce(string inputs, string arguments)
    {
        string outputs = Directory.CreateTempSubdirectory("imageresize-slow-").FullName;
        try
        {
            string resize = $"Invoke-ImageResize {arguments} -Destination {Pwsh.Quote(outputs)} -IfExists Overwrite -InformationAction Ignore -WarningAction Ignore | Out-Null";
            ProcessStartInfo start = Pwsh.StartInfoOf($$"""
                $ErrorActionPreference = 'Stop'
                [void][Reflection.Assembly]::LoadFrom({{Pwsh.Quote(typeof(SlowCode).Assembly.Location)}})
                [ImageResize.Testing.CompiledMethods]::Begin()
                $images = @(Get-ChildItem -LiteralPath {{Pwsh.Quote(inputs)}} -File)
                $images | Select-Object -First {{FirstImages}} | {{resize}}
                [ImageResize.Testing.CompiledMethods]::BeginCounting()
                $images | {{resize}}
                'methods:'
                [ImageResize.Testing.CompiledMethods]::End()
                """);
            start.Environment["DOTNET_TieredPGO"] = "0"; // Or methods are compiled once more, with instruments, before they are optimised.
            start.Environment[ThresholdVariable] = (OftenAnImage * Directory.GetFiles(inputs).Length).ToString("X", CultureInfo.InvariantCulture);
            (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            process.WaitForExit();
            string[] lines = output.Result.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            int head = Array.IndexOf(lines, "methods:");
            if (process.ExitCode != 0 || head < 0)
                throw new InvalidOperationException($"pwsh failed: exit code {process.ExitCode}. {output.Result}{error.Result}");
            return [.. lines[(head + 1)..].Where(method => !Left.Any(left => method.Contains(left.Part, StringComparison.Ordinal)))];
        }
        finally
        {
            Directory.Delete(outputs, recursive: true);
        }
    }
}

using System.Diagnostics;
using ImageResize.Testing;

namespace ImageResize.Tests.Processes;

/// <summary>What the environment of a process holds has no effect on its images.</summary>
public sealed class EnvironmentTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Variables_of_libvips_change_neither_outputs_nor_verdicts_nor_the_console()
    {
        TestImage.Write(_folder["in/a.png"]);
        TestImage.Write(_folder["in/b.tif"]);
        File.WriteAllBytes(_folder["in/cut.png"], File.ReadAllBytes(_folder["in/a.png"])[..^300]);
        const string Command = "Invoke-ImageResize in -Size 100 -Destination $env:PLACE -ErrorAction SilentlyContinue 6>$null | Sort-Object SourcePath | ForEach-Object { \"$($_.Status) $($_.ErrorId)\" }";

        (string plain, string plainError) = Run(Command, "plain");
        (string disturbed, string disturbedError) = Run(
            Command,
            "disturbed",
            ("VIPS_MAX_COORD", "200"),
            ("VIPS_TRACE", "1"),
            ("VIPS_INFO", "1"),
            ("VIPS_WARNING", "1"),
            ("VIPS_LEAK", "1"),
            ("VIPS_PROFILE", "1"),
            ("VIPS_NOVECTOR", "1"),
            ("VIPS_PROGRESS", "1"),
            ("VIPS_DISC_THRESHOLD", "1"),
            ("VIPSHOME", _folder.Path),
            ("IM_INFO", "1"));
        Assert.Equal("Resized |Resized |Failed Damaged", plain);
        Assert.Equal((plain, plainError), (disturbed, disturbedError));
        foreach (string name in (string[])["a.png", "b.tif"])
            Assert.Equal(File.ReadAllBytes(_folder["plain/" + name]), File.ReadAllBytes(_folder["disturbed/" + name]));
        Assert.Equal(["disturbed/a.png", "disturbed/b.tif", "in/a.png", "in/b.tif", "in/cut.png", "plain/a.png", "plain/b.tif"], _folder.Files());
    }

    [Fact]
    public void Control_characters_of_names_never_reach_the_console()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Names hold none there.");
        const string Evil = "\e]0;title\a\n\u202Eevil", Shown = @"\u001B]0;title\u0007\n\u202Eevil";
        TestImage.Write(_folder[$"in/{Evil}-good.png"]);
        TestImage.Write(_folder[$"in/{Evil}-fits.png"], 50, 40);
        File.WriteAllText(_folder[$"in/{Evil}-bad.png"], "no image");
        (string output, string error) = Run(
            "$PSStyle.OutputRendering = 'Ansi'; Invoke-ImageResize in -Size 100 -Destination out -WhatIf; "
            + "Invoke-ImageResize in -Size 100 -Destination out -Verbose -OutVariable results; Invoke-ImageResize in -Size 100 -Destination out -IfExists Skip -Verbose; "
            + "$results | Format-List; Get-ImageInfo in/*good.png; Get-ImageInfo in/*good.png | Format-List Format",
            "out");
        string all = output + error;
        Assert.DoesNotContain("\e]0;", all, StringComparison.Ordinal);
        Assert.DoesNotContain("\a", all, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", all, StringComparison.Ordinal);
        foreach (string name in (string[])["good.png", "fits.png", "bad.png"])
            Assert.Contains($"{Shown}-{name}", all, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_too_few_files_may_be_open_the_import_says_so()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit is read from /proc.");
        string pwsh = Pwsh.CommandLine("-NoProfile", "-NonInteractive", "-Command", $"try {{ Import-Module {Pwsh.Quote(Pwsh.Manifest)} }} catch {{ \"$_\" }}");
        using Process process = Process.Start(new ProcessStartInfo("sh", ["-c", $"ulimit -n 250 && {pwsh}"]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Contains("may open 250 files only", output, StringComparison.Ordinal);
        Assert.Contains("ulimit -n 4096", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_measurement_on_a_full_disk_says_so_and_leaves_nothing()
    {
        Assert.SkipUnless(OtherUser.IsPossible, "Only root on Linux can make a small disk.");
        string disk = Path.GetDirectoryName(_folder["disk/x"])!;
        string pwsh = Pwsh.CommandLine("-NoProfile", "-NonInteractive", "-Command", $"Import-Module {Pwsh.Quote(Pwsh.Manifest)}; try {{ Measure-ImageResize -Count 8 -ImageSize 800,600 -ThrottleLimit 1 -Repeat 1 -MinimumSeconds 0 }} catch {{ $_.FullyQualifiedErrorId; \"$_\" }}; (Get-ChildItem -Force $env:TMPDIR -Filter .imageresize*).Count");
        var start = new ProcessStartInfo("unshare", ["--mount", "sh", "-c", $"mount -t tmpfs -o size=400k none '{disk}' && TMPDIR='{disk}' {pwsh}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string[] lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        Assert.SkipWhen((await error).Contains("permi", StringComparison.OrdinalIgnoreCase) && lines.Length == 0, "This machine lets nobody mount a disk.");
        Assert.Equal("DiskFull,ImageResize.Commands.MeasureImageResizeCommand", lines[0]);
        Assert.Contains("No space is left", lines[1], StringComparison.Ordinal);
        Assert.Equal("0", lines[^1]);
    }

    private (string Output, string Error) Run(string command, string place, params (string Name, string Value)[] variables)
    {
        ProcessStartInfo start = Pwsh.StartInfoOf(command);
        start.WorkingDirectory = _folder.Path;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["PLACE"] = place;
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = string.Join('|', process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        process.WaitForExit();
        return (output, error.Result);
    }
}

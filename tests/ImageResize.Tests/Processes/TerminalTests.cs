using ImageResize.Testing;

namespace ImageResize.Tests.Processes;

/// <summary>What a person sees and does: the prompt of pwsh in a terminal.</summary>
public sealed class TerminalTests : IDisposable
{
    private const int Images = 60;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_and_progress_appear_and_Ctrl_C_gives_the_prompt_back_with_whole_files_alone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It takes the script program of Linux.");
        for (int i = 0; i < Images; i++)
            TestImage.Write(_folder[$"in/{i:00}.jpg"], 320, 240);
        using var terminal = new Terminal(_folder.Path);
        terminal.WaitFor("PS ");
        terminal.Type($"Import-Module {Pwsh.Quote(Pwsh.Manifest)}; 'imported ' + (1 + 1)\r");
        terminal.WaitFor("imported 2");

        terminal.Type("Get-ChildItem in/0*.jpg | Invoke-ImageResize -Size 100 -Destination shown -RateLimit 10\r");
        string rows = terminal.WaitFor("10 resized in ");
        Assert.Contains("Resizing images", rows, StringComparison.Ordinal);
        Assert.Contains("\e[32;1mStatus ", rows, StringComparison.Ordinal);
        Assert.All(Enumerable.Range(0, 10), i => Assert.Matches($@"Resized 320x240 → 100x75 [^\r\n]* ms 0{i}\.jpg", rows));

        // Into a variable: above a progress bar pwsh asks where the cursor is before each row, and a Ctrl+C just then
        // can leave it waiting for the answer (PowerShell#12814), whatever runs.
        terminal.Type("$results = Get-ChildItem in | Invoke-ImageResize -Size 100 -Destination stopped -RateLimit 5\r");
        terminal.WaitFor("Resizing images");
        SpinWait.SpinUntil(() => Directory.Exists(Stopped) && Directory.GetFiles(Stopped, "*.jpg").Length > 0, TimeSpan.FromSeconds(60));
        terminal.Type(Terminal.CtrlC);
        terminal.WaitFor("PS ");
        terminal.Type("exit 7\r");
        Assert.Equal(7, terminal.WaitForEnd());

        string[] files = Directory.GetFileSystemEntries(Stopped);
        Assert.InRange(files.Length, 1, Images - 1);
        Assert.All(files, file =>
        {
            using Picture picture = Picture.Open(file);
            Assert.Equal((100, 75), (picture.Width, picture.Height));
        });
    }

    private string Stopped => Path.Combine(_folder.Path, "stopped");
}

using ImageResize.Testing;

namespace ImageResize.Tests.Processes;

/// <summary>The encoder of AVIF cannot be stopped: the batch, the process and Ctrl+C must not wait for it.</summary>
public sealed class HangingCodecTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_encoder_that_does_not_stop_is_abandoned_and_the_process_ends()
    {
        using PwshProcess pwsh = Start("-TimeoutSeconds 0.2 | ForEach-Object { \"$($_.Status) $($_.ErrorId)\" }");
        PwshResult result = pwsh.WaitForEnd();
        Assert.Contains("Failed Timeout", result.Lines);
        Assert.Equal(1, result.ExitCode);
        Assert.Empty(Outputs());
    }

    [Fact]
    public void Ctrl_C_ends_the_process_although_the_encoder_does_not_stop()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        using PwshProcess pwsh = Start(string.Empty);
        pwsh.WaitForLine("ready");
        pwsh.Send("INT");
        Assert.NotEqual(0, pwsh.WaitForEnd().ExitCode);
        Assert.Empty(Outputs());
    }

    private string[] Outputs() => [.. Directory.GetFileSystemEntries(_folder.Path).Where(path => !path.EndsWith(".jpg", StringComparison.Ordinal))];

    private PwshProcess Start(string parameters)
    {
        string image = Path.Combine(_folder.Path, "large.jpg");
        return PwshProcess.Start($"[ImageResize.SamplePhoto]::Write('{image}', 4000, 3000, 1); 'ready'; Invoke-ImageResize '{image}' -Format avif -Destination '{_folder.Path}' {parameters}");
    }
}

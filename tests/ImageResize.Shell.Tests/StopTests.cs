namespace ImageResize.Shell.Tests;

public sealed class StopTests
{
    private const string Waiting = "try { 'ready'; Start-Sleep 100; 'not reached' } finally { [Console]::WriteLine('cleaned up') }";

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void A_signal_stops_the_pipeline_and_lets_it_clean_up(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        using var shell = ShellProcess.Start(ShellProcess.Path, null, "", "-NoModule", "-c", Waiting);
        shell.WaitForLine("ready");
        shell.Send(signal);
        var result = shell.WaitForEnd();
        Assert.Equal((exitCode, "ready cleaned up", ""), (result.ExitCode, string.Join(' ', result.Lines), result.Error));
    }

    [Fact]
    public void A_second_signal_ends_a_shell_that_does_not_stop()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        const string Stubborn = "'ready'; try { Start-Sleep 100 } finally { [Console]::WriteLine('stopping'); [Threading.Thread]::Sleep(100000) }";
        using var shell = ShellProcess.Start(ShellProcess.Path, null, "", "-NoModule", "-c", Stubborn);
        shell.WaitForLine("ready");
        shell.Send("INT");
        shell.WaitForLine("stopping");
        shell.Send("INT");
        Assert.Equal(130, shell.WaitForEnd().ExitCode);
    }
}

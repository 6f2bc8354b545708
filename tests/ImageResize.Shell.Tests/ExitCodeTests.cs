namespace ImageResize.Shell.Tests;

public sealed class ExitCodeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1 + 1", 0)]
    [InlineData("Get-Item no-such-file; 'done'", 0)]
    [InlineData("'first'; Get-Item no-such-file", 1)]
    [InlineData("No-SuchCommand", 1)]
    [InlineData("throw 'up'", 1)]
    [InlineData("1 +", 1)]
    [InlineData("exit 5", 5)]
    public void A_command_ends_with_pwshs_exit_code(string command, int exitCode) =>
        Assert.Equal(exitCode, ShellProcess.Run("-Command", command).ExitCode);

    [Theory]
    [InlineData("Get-Item no-such-file", 0)]
    [InlineData("throw 'up'", 1)]
    [InlineData("if (", 1)]
    [InlineData("exit 3", 3)]
    public void A_script_fails_by_an_uncaught_error_or_by_exit(string script, int exitCode) =>
        Assert.Equal(exitCode, ShellProcess.Run(_folder.Write("a.ps1", script)).ExitCode);

    [Fact]
    public void Nothing_to_run_is_a_usage_error()
    {
        var result = ShellProcess.Run();
        Assert.Equal(64, result.ExitCode);
        Assert.Contains("Usage:", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_is_no_error()
    {
        var result = ShellProcess.Run("-Help");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("-NoModule", result.Output, StringComparison.Ordinal);
    }
}

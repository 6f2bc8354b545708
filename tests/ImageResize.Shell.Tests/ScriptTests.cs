namespace ImageResize.Shell.Tests;

public sealed class ScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_script_gets_its_parameters_and_knows_where_it_is()
    {
        string script = _folder.Write("a.ps1", """
            param([string]$Name, [switch]$Flag, [int]$Count = 1, [switch]$Off)
            "$Name|$Flag|$Count|$Off|$args"
            $PSScriptRoot
            $PSCommandPath
            """);
        var result = ShellProcess.Run(script, "bob", "-Flag", "-Count", "4", "-Off:$false", "rest");
        Assert.Equal(["bob|True|4|False|rest", _folder.Path, script], result.Lines);
    }

    [Fact]
    public void Standard_input_is_a_script_after_Command_dash()
    {
        var result = ShellProcess.RunWithInput("$x = 20\n$x + 1\nexit 9\n", "-Command", "-");
        Assert.Equal(("21", 9), (result.Output.Trim(), result.ExitCode));
    }

    [Fact]
    public void Standard_input_feeds_the_input_variable() =>
        Assert.Equal(["<a>", "<b>"], ShellProcess.RunWithInput("a\nb\n", "-c", "$input | ForEach-Object { \"<$_>\" }").Lines);

    [Fact]
    public void Errors_go_to_standard_error_with_their_position_and_without_colours()
    {
        string script = _folder.Write("a.ps1", "'before'\nGet-Item no-such-file\n'after'\nthrow 'up'\n");
        var result = ShellProcess.Run(script);
        Assert.Equal(["before", "after"], result.Lines);
        Assert.Contains("a.ps1:2", result.Error, StringComparison.Ordinal);
        Assert.Contains("no-such-file", result.Error, StringComparison.Ordinal);
        Assert.Contains("a.ps1:4", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Error);
    }

    [Theory]
    [InlineData("1 +", "You must provide a value expression")]
    [InlineData("'abc", "missing the terminator")]
    public void A_parse_error_says_what_is_wrong(string command, string message) =>
        Assert.Contains(message, ShellProcess.Run("-Command", command).Error, StringComparison.Ordinal);

    [Fact]
    public void Colours_appear_only_where_they_are_asked_for()
    {
        const string Command = "\"$($PSStyle.Foreground.Red)red$($PSStyle.Reset)\"; Write-Warning w";
        Assert.DoesNotContain('\e', ShellProcess.Run("-c", Command).Output);
        Assert.Contains("\e[31mred", ShellProcess.Run("-c", "$PSStyle.OutputRendering = 'Ansi'; " + Command).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_for_the_reader_go_to_standard_output()
    {
        var result = ShellProcess.Run("-c", "Write-Warning w; Write-Verbose v -Verbose; Write-Debug d -Debug; Write-Host h; Write-Information i -InformationAction Continue; Write-Information hidden");
        Assert.Equal(["WARNING: w", "VERBOSE: v", "DEBUG: d", "h", "i"], result.Lines);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void Questions_are_answered_from_standard_input()
    {
        const string Command = "function f { [CmdletBinding(SupportsShouldProcess)] param() if ($PSCmdlet.ShouldProcess('it')) { 'done' } else { 'left' } }; f -Confirm; f -Confirm";
        string output = ShellProcess.RunWithInput("n\ny\n", "-c", Command).Output;
        Assert.Contains("left", output, StringComparison.Ordinal);
        Assert.Contains("done", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-c", "function f { param([Parameter(Mandatory)] $Size) }; f")]
    [InlineData("-NonInteractive", "-c", "Remove-Item . -Recurse -Confirm")]
    public void Nobody_to_ask_is_an_error_and_not_a_wait(params string[] args)
    {
        var result = ShellProcess.RunIn(_folder.Path, ["-NoModule", .. args]);
        Assert.Equal(1, result.ExitCode);
        Assert.NotEqual("", result.Error);
    }
}

namespace ImageResize.Shell.Tests;

public sealed class ShellOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_follows_Command_is_joined()
    {
        var options = ShellOptions.Parse(["-NoModule", "-c", "Get-Item", "x", "-Force"]);
        Assert.Equal((ShellAction.Command, "Get-Item x -Force", true), (options.Action, options.Text, options.NoModule));
    }

    [Fact]
    public void The_arguments_of_a_script_keep_their_form()
    {
        string script = _folder.Write("a.ps1");
        var options = ShellOptions.Parse([script, "one", "-Flag", "-Name:value", "-Off:$false", "-Late:", "-x", "-"]);
        Assert.Null(options.Problem);
        Assert.Equal(
            [(null, "one"), ("-Flag", null), ("-Name", "value"), ("-Off", false), ("-Late", "-x"), (null, "-")],
            options.Arguments.Select(a => ((string?)a.Name, (object?)a.Value)).ToArray());
    }

    [Fact]
    public void Options_after_the_script_belong_to_the_script()
    {
        var options = ShellOptions.Parse(["-File", _folder.Write("a.ps1"), "-NoModule"]);
        Assert.False(options.NoModule);
        Assert.Equal("-NoModule", Assert.Single(options.Arguments).Name);
    }

    [Theory]
    [InlineData]
    [InlineData("-NoModule")]
    [InlineData("-Command")]
    [InlineData("-File")]
    [InlineData("-Nonsense")]
    [InlineData("no-such-script.ps1")]
    public void A_wrong_command_line_is_a_problem(params string[] args) => Assert.NotNull(ShellOptions.Parse(args).Problem);
}

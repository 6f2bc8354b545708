using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>How the outputs of pages and frames are called.</summary>
public sealed class PageNameTests(EngineSession session) : PageTest(session)
{
    [Fact]
    public void Sizes_and_formats_of_pages_have_names_of_their_own()
    {
        WritePages("a.webp");
        RunOutput output = Resize("-Page 0,2 -Size '60x','30x' -Format png,jpeg");
        Assert.Empty(output.Errors);
        Assert.Equal(
            ["a-1-30x.jpg", "a-1-30x.png", "a-1-60x.jpg", "a-1-60x.png", "a-3-30x.jpg", "a-3-30x.png", "a-3-60x.jpg", "a-3-60x.png"],
            output.All<string>("Name").Order(StringComparer.Ordinal));
        AssertShows("a-1-30x.png", Rgb.Red);
        AssertShows("a-3-60x.jpg", Rgb.Blue);
    }

    [Theory]
    [InlineData("{ param($output) \"$($_.BaseName)_p$($output.Page)\" }", "a_p1.png a_p2.png a_p3.png")]
    [InlineData("'{page:000}/{name}'", "a.png a.png a.png")]
    public void A_pattern_or_a_script_names_them(string name, string expected)
    {
        WritePages("a.gif");
        RunOutput output = Resize($"-Page All -Format png -Name {name}");
        Assert.Empty(output.Errors);
        Assert.Equal(expected.Split(' '), output.All<string>("Name").Order(StringComparer.Ordinal));
        Assert.Equal(3, output.All<string>("Path").Distinct().Count());
    }

    [Theory]
    [InlineData("-Page All -Name '{name}.{ext}'", "NameNotUnique", "{page}")]
    [InlineData("-Size 60 -Name '{name}-{page}'", "InvalidName", "-Page All")]
    [InlineData("-Page 0 -InPlace", "InPlaceConflict", "-Page")]
    public void What_does_not_go_together_is_told_before_any_work(string parameters, string errorId, string expected)
    {
        WritePages("a.gif");
        RunOutput output = Session.Run($"Invoke-ImageResize $args[0] {parameters}", In("a.gif"));
        Assert.Equal([errorId], output.ErrorIds);
        Assert.Contains(expected, output.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_pages_that_a_script_gives_one_name_are_refused()
    {
        WritePages("a.gif");
        RunOutput output = Resize("-Page 0,1 -Format png -Name { $_.BaseName }");
        Assert.Equal(["OutputCollision"], output.ErrorIds);
        AssertShows("a.png", Rgb.Red);
    }

    [Fact]
    public void Names_of_pages_are_completed_where_pages_are_asked_for()
    {
        WritePages("a.gif");
        string[] names = [.. Session.Run("(TabExpansion2 'Invoke-ImageResize -Page All -Name ').CompletionMatches.CompletionText").Objects.Select(one => one.ToString()!)];
        Assert.NotEmpty(names);
        foreach (string name in names)
            Assert.Empty(Resize($"-Page All -Format png -Name {name}").Errors);
    }
}

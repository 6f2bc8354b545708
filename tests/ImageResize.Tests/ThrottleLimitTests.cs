using ImageResize.Testing;

namespace ImageResize.Tests;

public sealed class ThrottleLimitTests(EngineSession session) : ModuleTest(session)
{
    [Theory]
    [InlineData("Auto", "Auto")]
    [InlineData("auto", "Auto")]
    [InlineData("'3'", "3")]
    [InlineData("3", "3")]
    [InlineData("3L", "3")]
    [InlineData("([Environment]::ProcessorCount * 2)", null)]
    public void It_is_a_number_or_auto_and_the_summary_tells_it(string given, string? told)
    {
        TestImage.Write(In("a.jpg"), 64, 48);
        RunOutput output = Resize($"-Size 20 -ThrottleLimit {given} -SummaryVariable global:summary");
        Assert.Equal("Resized", output.The<string>("Status"));
        RunOutput summary = Session.Run("$global:summary");
        Assert.Equal(told ?? $"{2 * Environment.ProcessorCount}", summary.The<string>("ThrottleLimit"));
        Assert.Equal(told == "3" ? 3 : told is null ? 2 * Environment.ProcessorCount : Environment.ProcessorCount, summary.The<int>("Workers"));
        Assert.Equal(1, summary.The<int>("PeakInHand"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1025")]
    [InlineData("1.5")]
    [InlineData("Many")]
    [InlineData("''")]
    public void What_is_neither_is_refused_with_words_that_say_what_is(string given)
    {
        TestImage.Write(In("a.jpg"), 64, 48);
        RunOutput output = Resize($"-Size 20 -ThrottleLimit {given}");
        Assert.Equal(["ParameterArgumentTransformationError"], output.ErrorIds);
        Assert.Contains("Give 1 to 1024, or Auto.", output.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["in/a.jpg"], Folder.Files());
    }

    [Theory]
    [InlineData("", "Auto")]
    [InlineData("a", "Auto")]
    [InlineData("1", "1")]
    public void Completion_offers_auto_and_numbers(string begun, string first)
    {
        RunOutput output = Session.Run("$line = \"Invoke-ImageResize -ThrottleLimit $($args[0])\"; (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText", begun);
        Assert.Equal(first, output.Objects[0].ToString());
    }
}

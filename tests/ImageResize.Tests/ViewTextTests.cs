namespace ImageResize.Tests;

/// <summary>The texts of the console views, as the format file calls them; the views themselves are tested in pwsh.</summary>
public sealed class ViewTextTests(EngineSession session) : IClassFixture<EngineSession>
{
    [Theory]
    [InlineData("Pixels(4032, 3024, 800, 600)", "4032x3024 → 800x600")]
    [InlineData("Pixels(4032, 3024, 0, 0)", "4032x3024")]
    [InlineData("Pixels(0, 0, 0, 0)", "")]
    [InlineData("Bytes(3900000, 84000)", "3.9 MB → 84 KB (-98 %)")]
    [InlineData("Bytes(100, 200)", "100 B → 200 B (+100 %)")]
    [InlineData("Bytes(0, 0)", "0 B → 0 B (0 %)")]
    [InlineData("Time('00:00:00.0004')", "0.4 ms")]
    [InlineData("Time('00:00:00.9996')", "1.0 s")]
    [InlineData("Time('00:01:12.5')", "72.5 s")]
    [InlineData("Time('00:03:12')", "3m 12s")]
    [InlineData("Time('1.02:05:00')", "26h 05m")]
    [InlineData("Bar(1, 4)", "████")]
    [InlineData("Bar(0.5, 4)", "██")]
    [InlineData("Bar(0.53, 4)", "██▏")]
    [InlineData("Bar(0.0001, 4)", "▏")]
    [InlineData("Bar(0, 4)", "")]
    [InlineData("Bar([double]::NaN, 4)", "")]
    [InlineData("Bar(7, 4)", "████")]
    [InlineData("StageBar('00:00:01', '00:00:02', 10)", "███████████████                 50 %  100 ms an image")]
    [InlineData("StageBar('0', '0', 0)", "                                 0 %  0 ms an image")]
    public void A_value_is_a_short_text(string call, string text) =>
        Assert.Equal(text, session.Run($"[ImageResize.Views.ViewText]::{call}").Single.BaseObject);
}

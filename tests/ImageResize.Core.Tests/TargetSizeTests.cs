using ImageResize.Imaging;

namespace ImageResize.Core.Tests;

public sealed class TargetSizeTests
{
    [Theory]
    [InlineData("800x600", 800, 600, 0)]
    [InlineData(" 800 X 600 ", 800, 600, 0)]
    [InlineData("800×600", 800, 600, 0)]
    [InlineData("800", 800, 800, 0)]
    [InlineData("800x", 800, 0, 0)]
    [InlineData("x600", 0, 600, 0)]
    [InlineData("50%", 0, 0, 50)]
    [InlineData("12.5 %", 0, 0, 12.5)]
    public void A_size_is_read_in_every_form(string text, int width, int height, double percent)
    {
        TargetSize size = TargetSize.Parse(text);
        Assert.Equal((width, height, percent), (size.Width, size.Height, size.Percent));
        Assert.Equal(size, TargetSize.Parse(size.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("0")]
    [InlineData("0x0")]
    [InlineData("0x600")]
    [InlineData("800x0")]
    [InlineData("-5")]
    [InlineData("800x600x3")]
    [InlineData("100001")]
    [InlineData("99999999999999999999")]
    [InlineData("0%")]
    [InlineData("10001%")]
    [InlineData("1e3%")]
    [InlineData("wide")]
    public void A_text_that_is_no_size_is_refused_with_the_forms_that_are(string text) =>
        Assert.Contains("800x600", Assert.Throws<FormatException>(() => TargetSize.Parse(text)).Message, StringComparison.Ordinal);
}

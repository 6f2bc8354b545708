using ImageResize.Imaging;

namespace ImageResize.Core.Tests;

public sealed class PictureColorTests
{
    [Theory]
    [InlineData("white", "#ffffff")]
    [InlineData("Navy", "#000080")]
    [InlineData("rebeccapurple", "#663399")]
    [InlineData("lightgrey", "#d3d3d3")]
    [InlineData("#1Af", "#11aaff")]
    [InlineData("#1af8", "#11aaff88")]
    [InlineData("#123456", "#123456")]
    [InlineData("#12345678", "#12345678")]
    [InlineData("transparent", "#ffffff00")]
    public void A_colour_is_read_as_css_writes_it(string text, string written)
    {
        Assert.Equal(written, PictureColor.Parse(text).ToString());
        Assert.Equal(PictureColor.Parse(text), PictureColor.Parse(written));
    }

    [Theory]
    [InlineData("")]
    [InlineData("#12")]
    [InlineData("#12345")]
    [InlineData("123456")]
    [InlineData("27")]
    [InlineData("ActiveBorder")]
    [InlineData("reddish")]
    [InlineData("red,blue")]
    public void What_is_no_colour_is_refused_with_the_forms_that_are(string text) =>
        Assert.Contains("#1a2b3c", Assert.Throws<FormatException>(() => PictureColor.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void There_are_the_names_of_css() => Assert.Equal(142, PictureColor.Names.Count);
}

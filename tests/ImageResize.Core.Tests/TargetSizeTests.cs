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
    [InlineData("1920 longest", "1920 longest")]
    [InlineData("800Shortest", "800 shortest")]
    [InlineData("10cmx15cm", "10cmx15cm")]
    [InlineData("10x15cm", "10cmx15cm")]
    [InlineData("2.5 in", "2.5inx2.5in")]
    [InlineData("x90mm", "x90mm")]
    [InlineData("10cm longest", "10cm longest")]
    [InlineData("800px", "800x800")]
    public void Edges_and_lengths_are_read(string text, string written)
    {
        Assert.Equal(written, TargetSize.Parse(text).ToString());
        Assert.Equal(TargetSize.Parse(text), TargetSize.Parse(written));
    }

    [Theory]
    [InlineData("10cmx15cm", 300, 1181, 1772)]
    [InlineData("4inx6in", 300, 1200, 1800)]
    [InlineData("25.4mmx", 72, 72, 0)]
    [InlineData("800x600", 300, 800, 600)]
    public void A_density_makes_pixels_of_lengths(string text, double density, int width, int height) =>
        Assert.Equal(TargetSize.Box(width, height), TargetSize.Parse(text).InPixels(density));

    [Fact]
    public void A_length_of_too_many_or_no_pixels_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TargetSize.Parse("1000cm").InPixels(300));
        Assert.Throws<ArgumentOutOfRangeException>(() => TargetSize.Parse("1mm").InPixels(1));
    }

    [Theory]
    [InlineData("100.5x100")]
    [InlineData("10cmx4in")]
    [InlineData("longest")]
    [InlineData("50% longest")]
    [InlineData("0cm")]
    [InlineData("800x600 longest")]
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

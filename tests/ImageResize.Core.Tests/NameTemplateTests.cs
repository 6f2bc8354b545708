using ImageResize.Batch.Planning;
using ImageResize.Imaging;

namespace ImageResize.Core.Tests;

public sealed class NameTemplateTests
{
    [Theory]
    [InlineData("{name}-{size}.{ext}", "a-a.a")]
    [InlineData("{name}", "a.a")]
    [InlineData("{name}.", "a.a")]
    [InlineData("{NAME}.small", "a.small.a")]
    [InlineData("{name}.{format}", "a.a")]
    [InlineData(@"{parent}\{index:0000}", "a/0001.a")]
    [InlineData("{{{name}}}.jpg", "{a}.jpg")]
    [InlineData("{date:yyyy/MM}/{name}.{ext}", "2026/11/a.a")]
    [InlineData("{date:d}.{ext}", "27.a")]
    [InlineData("{name}.JPEG", "a.JPEG")]
    public void A_pattern_is_text_and_tokens(string pattern, string expected) =>
        Assert.Equal(expected, Expand(NameTemplate.Parse(pattern)));

    [Theory]
    [InlineData("", "empty")]
    [InlineData("{name", "not closed")]
    [InlineData("name}", "closing brace")]
    [InlineData("{nmae}.{ext}", "{nmae}")]
    [InlineData("{}", "{}")]
    [InlineData("{name:x}", "nothing behind a colon")]
    [InlineData("{index:}", "something behind the colon")]
    [InlineData("{date:%}", "no way to write a date")]
    [InlineData("../{name}.{ext}", "'..'")]
    [InlineData("a/../../{name}", "'..'")]
    [InlineData("/{name}.{ext}", "rooted")]
    [InlineData(@"\{name}.{ext}", "rooted")]
    [InlineData(@"C:\{name}.{ext}", "rooted")]
    [InlineData("c:{name}.{ext}", "rooted")]
    [InlineData("a//{name}", "without a name")]
    [InlineData("{name}/", "without a name")]
    [InlineData("./{name}", "'.'")]
    [InlineData("con.{ext}", "device")]
    [InlineData("COM1/{name}.{ext}", "device")]
    [InlineData("{name}\u0007.{ext}", "character")]
    [InlineData("{name}\0.{ext}", "character")]
    public void What_is_no_name_is_told(string pattern, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => NameTemplate.Parse(pattern)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{name}.jpg", ImageFormat.Jpeg)]
    [InlineData("{name}.TIF", ImageFormat.Tiff)]
    [InlineData("{name}.{ext}", null)]
    [InlineData("{name}.web", null)]
    public void A_fixed_extension_is_a_format(string pattern, ImageFormat? format) =>
        Assert.Equal(format, NameTemplate.Parse(pattern).FixedFormat);

    [Fact]
    public void An_output_without_an_extension_has_no_dot()
    {
        NameTemplate template = NameTemplate.Parse("{name}.{ext}");
        Assert.Equal("a", template.Expand(token => token.Kind == NameTokenKind.Ext ? "" : "a"));
    }

    private static string Expand(NameTemplate template) => template.Expand(token => token.Kind switch
    {
        NameTokenKind.Date => NameTemplate.Written(new DateTime(2026, 11, 27), token.Text),
        NameTokenKind.Index => NameTemplate.Written(1, token.Text),
        _ => "a",
    });
}

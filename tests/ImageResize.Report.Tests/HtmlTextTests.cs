using ImageResize.Report.Html;

namespace ImageResize.Report.Tests;

public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("photo 1.jpg", "photo 1.jpg")]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("a\"b'c`d&e", "a&quot;b&#39;c&#96;d&amp;e")]
    [InlineData("a\nb\tc\u0000", "a␊b␉c␀")]
    [InlineData("\u007F\u0085", "␡\uFFFD")]
    [InlineData("photo\u202Egpj.exe", "photo\uFFFDgpj.exe")]
    [InlineData("\u2066x\u2069\u200F\uFEFF", "\uFFFDx\uFFFD\uFFFD\uFFFD")]
    [InlineData("🐶 日本語 é", "🐶 日本語 é")]
    [InlineData("", "")]
    public void What_means_something_in_HTML_is_escaped_and_what_hides_is_shown(string text, string html) => Assert.Equal(html, Escaped(text));

    [Fact]
    public void Half_a_surrogate_pair_is_no_character() => Assert.Equal("a\uFFFDb\uFFFD", Escaped("a\uD83Db\uDC36"));

    [Fact]
    public void No_text_holds_a_character_of_markup_afterwards()
    {
        string all = string.Concat(Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code));
        string html = Escaped(all);
        Assert.DoesNotContain(html, c => c is '<' or '>' or '"' or '\'' or '`' || char.IsControl(c));
        Assert.Equal(6, html.Split('&').Length - 1);
    }

    private static string Escaped(string text)
    {
        var output = new StringWriter();
        HtmlText.Write(output, text);
        return output.ToString();
    }
}

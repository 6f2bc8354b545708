namespace ImageResize.Core.Tests;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("photo 1.jpg", "photo 1.jpg")]
    [InlineData("a\nb\rc\td", @"a\nb\rc\td")]
    [InlineData("\e[2J\u009b2J\u007f", @"\u001B[2J\u009B2J\u007F")]
    [InlineData("gpj.\u202eexe\u2066\u200f", @"gpj.\u202Eexe\u2066\u200F")]
    [InlineData("one\u2028two\u2029three", @"one\u2028two\u2029three")]
    [InlineData("Über 写真 👨‍👩‍👧 é", "Über 写真 👨‍👩‍👧 é")]
    public void What_cannot_be_seen_is_an_escape_and_all_else_stays(string text, string visible) =>
        Assert.Equal(visible, VisibleText.Of(text));
}

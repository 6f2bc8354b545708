using ImageResize.Report.Html;

namespace ImageResize.Report.Tests;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0.021, "21 µs")]
    [InlineData(0.4, "0.4 ms")]
    [InlineData(9.94, "9.9 ms")]
    [InlineData(132, "132 ms")]
    [InlineData(999.6, "1.0 s")]
    [InlineData(4_230, "4.2 s")]
    [InlineData(59_960, "1 min")]
    [InlineData(192_000, "3 min 12 s")]
    [InlineData(3_599_900, "60 min")]
    [InlineData(7_500_000, "2 h 5 min")]
    public void Times_have_the_unit_that_people_would_say(double milliseconds, string text) =>
        Assert.Equal(text, Quantity.Duration(TimeSpan.FromMilliseconds(milliseconds)).Replace('\u00A0', ' '));

    [Theory]
    [InlineData(100, 2, "−98 %")]
    [InlineData(100, 104, "+4 %")]
    [InlineData(1000, 1001, "0 %")]
    [InlineData(0, 5, "")]
    public void A_change_has_a_sign(long before, long after, string text) =>
        Assert.Equal(text, Quantity.Change(before, after).Replace('\u00A0', ' '));

    [Theory]
    [InlineData(0.123, "0.12")]
    [InlineData(13.74, "13.7")]
    [InlineData(1250.4, "1,250")]
    public void A_rate_has_about_three_digits(double rate, string text) => Assert.Equal(text, Quantity.Rate(rate));
}

namespace ImageResize.Core.Tests;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.021, "21 µs")]
    [InlineData(0.4, "0.4 ms")]
    [InlineData(9.94, "9.9 ms")]
    [InlineData(132, "132 ms")]
    [InlineData(999.6, "1.0 s")]
    [InlineData(4_230, "4.2 s")]
    [InlineData(99_960, "1m 40s")]
    [InlineData(192_000, "3m 12s")]
    [InlineData(3_599_900, "1h 00m")]
    [InlineData(7_500_000, "2h 05m")]
    public void Times_have_the_unit_that_people_would_say(double milliseconds, string text) =>
        Assert.Equal(text, Quantity.Duration(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData(100, 2, "-98 %")]
    [InlineData(100, 104, "+4 %")]
    [InlineData(1000, 1001, "0 %")]
    [InlineData(1001, 1000, "0 %")]
    [InlineData(0, 5, "0 %")]
    [InlineData(1000, 4, "-99.6 %")]
    [InlineData(1_000_000_000, 1, "-99.9 %")]
    [InlineData(1000, 0, "-100 %")]
    public void A_change_has_a_sign(long before, long after, string text) => Assert.Equal(text, Quantity.Change(before, after));

    [Theory]
    [InlineData(0.123, "0.12")]
    [InlineData(0.996, "1.0")]
    [InlineData(13.74, "13.7")]
    [InlineData(1250.4, "1,250")]
    public void A_rate_has_about_three_digits(double rate, string text) => Assert.Equal(text, Quantity.Rate(rate));

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(-3_949_999, "-3.9 MB")]
    [InlineData(999_500, "1.0 MB")]
    public void Bytes_have_three_digits_at_most(long bytes, string text) => Assert.Equal(text, Quantity.Bytes(bytes));
}

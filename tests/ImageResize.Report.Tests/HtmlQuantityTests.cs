using ImageResize.Report.Html;

namespace ImageResize.Report.Tests;

public sealed class HtmlQuantityTests
{
    [Theory]
    [InlineData(100, 2, "−98 %")]
    [InlineData(100, 104, "+4 %")]
    [InlineData(0, 5, "")]
    public void A_change_is_set_with_a_true_minus_and_no_break(long before, long after, string text) =>
        Assert.Equal(text.Replace(' ', '\u00A0'), HtmlQuantity.Change(before, after));

    [Fact]
    public void A_number_and_its_unit_stay_together() =>
        Assert.DoesNotContain(' ', HtmlQuantity.Duration(TimeSpan.FromSeconds(192)) + HtmlQuantity.Bytes(-3_900_000) + HtmlQuantity.Count(2, "image", "images") + HtmlQuantity.Percent(0.5));
}

using ImageResize.Batch;
using ImageResize.Imaging;

namespace ImageResize.Core.Tests;

public sealed class PageSelectionTests
{
    [Theory]
    [InlineData("All", "All")]
    [InlineData(" all ", "All")]
    [InlineData("0", "0")]
    [InlineData("0,2", "0,2")]
    [InlineData("2, 0", "2,0")]
    [InlineData("1..3", "1,2,3")]
    [InlineData("3..1,2", "3,2,1")]
    [InlineData("99999", "99999")]
    public void A_text_is_read_and_its_text_form_is_read_again(string text, string expected)
    {
        Assert.Equal(expected, PageSelection.Parse(text).ToString());
        Assert.Equal(expected, PageSelection.Parse(expected).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("100000")]
    [InlineData("1,")]
    [InlineData("1..")]
    [InlineData("1..2..3")]
    [InlineData("1-3")]
    [InlineData("0x1")]
    [InlineData("0..2000000000")]
    public void What_is_no_page_is_told_with_what_to_give(string text) =>
        Assert.Contains("All", Assert.Throws<FormatException>(() => PageSelection.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("All", 3, "0,1,2")]
    [InlineData("All", 1, "0")]
    [InlineData("2,5,0", 3, "2,0")]
    [InlineData("7", 3, "")]
    public void Of_a_file_those_are_taken_that_it_has(string text, int count, string expected)
    {
        PageSelection pages = PageSelection.Parse(text);
        Assert.Equal(expected, string.Join(',', pages.Of(count)));
        bool isAnyMissing = pages.Numbers.Any(number => number >= count);
        Assert.Equal(isAnyMissing ? ImageErrorId.PageNotFound : null, pages.WhyMissing(count)?.ErrorId);
    }

    [Theory]
    [InlineData(1, "0|1|2|3|4")]
    [InlineData(2, "0 1|2 3|4")]
    [InlineData(9, "0 1 2 3 4")]
    public void Outputs_of_a_page_are_worked_on_together_and_not_too_many_pages(int together, string expected)
    {
        var outputs = from page in Enumerable.Range(0, 5) from size in (int[])[100, 50] select new PlannedOutput($"/out/{page}-{size}.png", TargetSize.Box(size, size), false) { Page = page };
        WorkItem[] items = [.. WorkItem.For("/in/a.gif", outputs, together)];
        Assert.Equal(expected, string.Join('|', items.Select(item => string.Join(' ', item.Outputs.Select(output => output.Page).Distinct()))));
        Assert.All(items, item => Assert.Equal(0, item.Outputs.Count % 2));
        Assert.Equal(together == 1, items.All(item => item.Page is not null));
    }
}

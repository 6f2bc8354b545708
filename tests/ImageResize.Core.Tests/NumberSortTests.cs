using ImageResize.Pixels.Memory;

namespace ImageResize.Core.Tests;

public sealed class NumberSortTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(257)]
    [InlineData(1000)]
    public void Numbers_are_in_rising_order_whether_or_not_some_are_equal(int count)
    {
        var random = new Random(count);
        long[] numbers = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64))];
        long[] sorted = [.. numbers.Order()];
        NumberSort.Sort(numbers);
        Assert.Equal(sorted, numbers);
    }
}

using ImageResize.Imaging.Engines.Isolated;

namespace ImageResize.Core.Tests.Isolation;

/// <summary>What a child may take for an image, in time and in memory.</summary>
public sealed class ChildExchangeTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(12, 6)]
    [InlineData(268, 27.333)]
    [InlineData(1e9, 24 * 60)]
    [InlineData(double.PositiveInfinity, 24 * 60)]
    public void The_time_grows_with_the_pixels_to_a_day_and_is_one_that_can_be_waited_for(double megapixels, double minutes)
    {
        TimeSpan longest = ChildExchange.LongestFor(megapixels);
        Assert.Equal(minutes, longest.TotalMinutes, 3);
        using var late = new CancellationTokenSource(longest);
    }

    [Fact]
    public void The_ceiling_of_memory_never_overflows()
    {
        Assert.Equal(ChildExchange.SpareMemory + 2 * 100 + 2 * 30, ChildExchange.CeilingFor(100, 30));
        Assert.InRange(ChildExchange.CeilingFor(long.MaxValue / 2, long.MaxValue / 2), long.MaxValue / 4, long.MaxValue);
    }
}

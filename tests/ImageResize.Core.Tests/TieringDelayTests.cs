namespace ImageResize.Core.Tests;

public sealed class TieringDelayTests
{
    [Fact]
    public void Code_that_was_not_compiled_ahead_as_in_these_tests_is_compiled_for_good_at_once()
    {
        using var delay = new TieringDelay();
        Assert.True(SpinWait.SpinUntil(() => TieringDelay.IsOver, TimeSpan.FromSeconds(20)));
    }
}

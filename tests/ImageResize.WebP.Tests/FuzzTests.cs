using ImageResize.Fuzzing;
using ImageResize.WebP.Fuzz;
using ImageResize.WebP.Scaling;

namespace ImageResize.WebP.Tests;

public class FuzzTests
{
    [Fact]
    public void Mutated_files_never_touch_memory_that_is_not_theirs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Guard pages are made by mmap.");
        Assert.SkipUnless(WebPScaler.IsSupported, "It is for processors with AVX2.");
        using var runner = new FuzzRunner();
        var outcomes = new HashSet<FuzzOutcome>();
        for (int number = 0; number < 3000; number++)
            outcomes.Add(runner.Run(seed: 7, number));
        Assert.True(outcomes.IsSupersetOf([FuzzOutcome.Sound, FuzzOutcome.Damaged, FuzzOutcome.BadFormat]));
    }
}

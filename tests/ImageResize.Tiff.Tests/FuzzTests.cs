using ImageResize.Fuzzing;
using ImageResize.Tiff.Fuzz;

namespace ImageResize.Tiff.Tests;

public class FuzzTests
{
    [Fact]
    public void Mutated_files_never_touch_memory_that_is_not_theirs_nor_break_a_promise()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Guard pages are made by mmap.");
        using var runner = new FuzzRunner();
        var outcomes = new HashSet<FuzzOutcome>();
        for (int number = 0; number < 3000; number++)
            outcomes.Add(runner.Run(seed: 7, number));
        Assert.True(outcomes.IsSupersetOf([FuzzOutcome.Sound, FuzzOutcome.Damaged, FuzzOutcome.BadFormat]));
    }
}

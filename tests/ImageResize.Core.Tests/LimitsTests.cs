using System.Diagnostics;
using ImageResize.Batch.Limits;
using ImageResize.Pixels;

namespace ImageResize.Core.Tests;

public sealed class LimitsTests
{
    [Fact]
    public void The_budget_is_never_exceeded_and_everybody_gets_in()
    {
        var budget = new MemoryBudget(100);
        long most = 0, entered = 0;
        Parallel.For(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            using MemoryBudget.Admission share = budget.Enter(1 + i * 37 % 130, TestContext.Current.CancellationToken);
            long used = budget.Used;
            Interlocked.Increment(ref entered);
            if (used > Volatile.Read(ref most))
                Volatile.Write(ref most, used);
            Assert.InRange(used, 1, 100);
        });
        Assert.Equal((2_000, 0), (entered, budget.Used));
        Assert.InRange(most, 1, 100);
    }

    [Fact]
    public async Task An_image_larger_than_the_budget_waits_until_it_is_alone_and_then_runs()
    {
        var budget = new MemoryBudget(100);
        MemoryBudget.Admission small = budget.Enter(10, default);
        Task<MemoryBudget.Admission> large = Task.Run(() => budget.Enter(1_000, default));
        Assert.NotSame(large, await Task.WhenAny(large, Task.Delay(50)));
        small.Dispose();
        (await large).Dispose();
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public async Task A_large_image_is_not_overtaken_by_small_ones()
    {
        var budget = new MemoryBudget(100);
        MemoryBudget.Admission first = budget.Enter(60, default);
        Task<MemoryBudget.Admission> large = Task.Run(() => budget.Enter(80, default));
        Assert.NotSame(large, await Task.WhenAny(large, Task.Delay(50)));
        Task<MemoryBudget.Admission> late = Task.Run(() => budget.Enter(10, default));
        Assert.NotSame(late, await Task.WhenAny(late, Task.Delay(50)));
        first.Dispose();
        (await large).Dispose();
        (await late).Dispose();
    }

    [Fact]
    public async Task Who_gives_up_waiting_lets_the_next_one_in()
    {
        var budget = new MemoryBudget(100);
        MemoryBudget.Admission first = budget.Enter(60, default);
        using var stop = new CancellationTokenSource();
        Task large = Task.Run(() => budget.Enter(80, stop.Token));
        Assert.NotSame(large, await Task.WhenAny(large, Task.Delay(50)));
        Task<MemoryBudget.Admission> late = Task.Run(() => budget.Enter(10, default));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        (await late).Dispose();
        first.Dispose();
    }

    [Fact]
    public async Task What_an_abandoned_image_holds_counts_but_one_image_is_always_admitted_beside_it()
    {
        var budget = new MemoryBudget(100);
        MemoryBudget.Admission hanging = budget.Enter(80, default);
        Task<MemoryBudget.Admission> first = Task.Run(() => budget.Enter(60, default));
        Assert.NotSame(first, await Task.WhenAny(first, Task.Delay(50)));
        hanging.Abandon();
        MemoryBudget.Admission one = await first;
        Task<MemoryBudget.Admission> second = Task.Run(() => budget.Enter(30, default));
        Assert.NotSame(second, await Task.WhenAny(second, Task.Delay(50)));
        Assert.Equal((60L, 80L), (budget.Used, budget.Abandoned));
        hanging.Dispose();
        (await second).Dispose();
        one.Dispose();
        Assert.Equal((0L, 0L), (budget.Used, budget.Abandoned));
    }

    [Fact]
    public async Task Who_must_wait_for_memory_gives_freed_memory_back_first()
    {
        int relieved = 0;
        var budget = new MemoryBudget(100, () => Interlocked.Increment(ref relieved));
        MemoryBudget.Admission first = budget.Enter(80, default);
        Assert.Equal(0, relieved);
        Task<MemoryBudget.Admission> second = Task.Run(() => budget.Enter(30, default));
        Assert.True(SpinWait.SpinUntil(() => budget.Waiting == 1 && Volatile.Read(ref relieved) == 1, TimeSpan.FromSeconds(60)));
        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public void The_default_is_half_of_what_the_process_may_use() =>
        Assert.InRange(MemoryBudget.Default, 64L << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    [Theory]
    [InlineData(40, 9)]
    [InlineData(500, 60)]
    public void Images_begin_no_faster_than_the_rate(double rate, int images)
    {
        // From before the gate is there: its first period may pass before the first image asks.
        long began = Stopwatch.GetTimestamp();
        using var gate = new RateGate(rate);
        for (int i = 0; i < images; i++)
            gate.Wait(default);

        // Only the lower bound is certain on any machine: it may be slower, never faster.
        int atOnce = Math.Max(1, (int)Math.Round(rate / 50));
        Assert.True(Stopwatch.GetElapsedTime(began).TotalSeconds >= (images - atOnce - 1) / rate * 0.9);
    }

    [Fact]
    public void Without_a_rate_nothing_waits()
    {
        using var gate = new RateGate(null);

        // One that waits notices the stop, as the slowest rate does.
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        for (int i = 0; i < 100_000; i++)
            gate.Wait(stopped.Token);
        using var slow = new RateGate(0.001);
        slow.Wait(default);
        Assert.ThrowsAny<OperationCanceledException>(() => slow.Wait(stopped.Token));
    }

    [Fact]
    public async Task A_processor_is_lent_only_while_it_idles_and_nobody_waits_and_there_is_memory()
    {
        using var slots = new ComputeSlots(2);
        var memory = new MemoryBudget(100);
        var idle = new IdleProcessors(slots, memory);
        slots.Enter(default);
        using MemoryBudget.Admission image = memory.Enter(50, default);
        Assert.Null(idle.TryTake(51));
        using (IIdleProcessor loan = idle.TryTake(50)!)
        {
            Assert.Equal(100, memory.Used);
            Assert.Null(idle.TryTake(1));
            Assert.False(loan.IsWanted);
            Task other = Task.Run(() => slots.Enter(default), TestContext.Current.CancellationToken);
            Assert.True(SpinWait.SpinUntil(() => loan.IsWanted, TimeSpan.FromSeconds(30)));
            loan.GiveBack();
            await other;
            Assert.Equal(100, memory.Used);
        }

        Assert.Equal(50, memory.Used);
        Assert.Null(idle.TryTake(1));
        slots.Leave();
        idle.TryTake(1)!.Dispose();
        Assert.True(slots.TryEnter());
        Assert.False(slots.TryEnter());
    }

    [Fact]
    public async Task No_memory_is_lent_while_an_image_waits_for_it_or_beyond_the_budget()
    {
        var budget = new MemoryBudget(100);
        Assert.Null(budget.TryEnter(101));
        using (MemoryBudget.Admission first = budget.Enter(60, default))
        {
            Task<MemoryBudget.Admission> large = Task.Run(() => budget.Enter(80, default), TestContext.Current.CancellationToken);
            Assert.True(SpinWait.SpinUntil(() => budget.Waiting == 1, TimeSpan.FromSeconds(30)));
            Assert.Null(budget.TryEnter(10));
            first.Dispose();
            (await large).Dispose();
        }
    }
}

using ImageResize.Imaging.Engines.Vips;

namespace ImageResize.Core.Tests;

public sealed class CodecThreadsTests
{
    [Fact]
    public void Work_that_comes_one_after_the_other_from_many_threads_is_done_on_one()
    {
        var threads = new CodecThreads(TimeSpan.FromMinutes(1));
        var used = new HashSet<int>();
        for (int i = 0; i < 20; i++)
        {
            var caller = new Thread(() => used.Add(threads.Run(() => Environment.CurrentManagedThreadId)));
            caller.Start();
            caller.Join();
        }

        Assert.Single(used);
        Assert.Equal(1, threads.Idle);
    }

    [Fact]
    public void Work_that_comes_at_once_is_done_at_once()
    {
        var threads = new CodecThreads(TimeSpan.FromMinutes(1));
        using var all = new Barrier(4);
        Thread[] callers = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() => threads.Run(() => all.SignalAndWait(TimeSpan.FromMinutes(1)))))];
        Array.ForEach(callers, caller => caller.Start());
        Array.ForEach(callers, caller => caller.Join());
        Assert.Equal(4, threads.Idle);
    }

    [Fact]
    public void What_work_throws_reaches_who_asked_and_the_thread_is_used_again()
    {
        var threads = new CodecThreads(TimeSpan.FromMinutes(1));
        int Fail() => throw new InvalidDataException("broken");
        Assert.Equal("broken", Assert.Throws<InvalidDataException>(() => threads.Run(Fail)).Message);
        Assert.Equal(7, threads.Run(() => 7));
        Assert.Equal(1, threads.Idle);
    }

    [Fact]
    public void Work_of_work_is_done_on_the_same_thread()
    {
        var threads = new CodecThreads(TimeSpan.FromMinutes(1));
        Assert.True(threads.Run(() => Environment.CurrentManagedThreadId == threads.Run(() => Environment.CurrentManagedThreadId)));
    }

    [Fact]
    public void A_thread_that_has_nothing_to_do_ends()
    {
        var threads = new CodecThreads(TimeSpan.FromMilliseconds(1));
        Thread thread = threads.Run(() => Thread.CurrentThread);
        Assert.True(thread.Join(TimeSpan.FromMinutes(1)));
        Assert.Equal(0, threads.Idle);
        Assert.Equal(7, threads.Run(() => 7));
    }
}

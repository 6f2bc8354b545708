using ImageResize.Batch;

namespace ImageResize.Core.Tests;

public sealed class BoundedExchangeTests
{
    [Fact]
    public void Everything_put_in_comes_out_once_whatever_the_capacities()
    {
        foreach (int capacity in new[] { 1, 2, 7 })
            foreach (int workers in new[] { 1, 3, 8 })
                foreach (int resultsEach in new[] { 0, 1, 3 })
                    Run(capacity, workers, resultsEach, count: 400);
    }

    [Fact]
    public void Nobody_sleeps_through_what_it_waits_for()
    {
        // A wake-up that is lost shows as a wait to its end: with a minute for each, such a run would not end today.
        var random = new Random(5);
        for (int round = 0; round < 60; round++)
            Run(random.Next(1, 9), random.Next(1, 9), random.Next(0, 3), count: random.Next(1, 200), mostBusy: random.Next(1, 9));
    }

    [Fact]
    public void The_queue_refuses_more_than_its_capacity()
    {
        var exchange = new BoundedExchange<int, int>(2, 2);
        Assert.True(exchange.TryPut(1));
        Assert.True(exchange.TryPut(2));
        Assert.False(exchange.TryPut(3));
        Assert.True(exchange.TryTakeWork(out int work));
        Assert.Equal(1, work);
        Assert.True(exchange.TryPut(3));
    }

    [Fact]
    public void A_worker_that_hands_over_results_waits_until_they_are_taken()
    {
        var exchange = new BoundedExchange<int, int>(4, 1);
        exchange.TryPut(0);
        int handed = 0;
        var worker = new Thread(() =>
        {
            exchange.TryTakeWork(out _);
            for (int i = 0; i < 3; i++)
            {
                exchange.PutResult(i);
                Interlocked.Increment(ref handed);
            }

            exchange.Finish();
        });
        worker.Start();
        var results = new List<int>();
        while (!exchange.IsIdle)
        {
            exchange.WaitForChange(forRoom: false, TimeSpan.FromSeconds(10));
            while (exchange.TryTakeResult(out int result))
            {
                results.Add(result);
                Assert.True(Volatile.Read(ref handed) <= results.Count + 1);
            }
        }

        worker.Join();
        Assert.Equal([0, 1, 2], results);
    }

    [Fact]
    public void What_was_done_when_all_was_canceled_is_handed_over_although_there_is_no_room()
    {
        var exchange = new BoundedExchange<int, int>(1, 1);
        exchange.TryPut(0);
        Assert.True(exchange.TryTakeWork(out _));
        exchange.PutResult(1);
        exchange.Cancel();
        exchange.PutResult(2);
        exchange.PutResult(3);
        exchange.Finish();
        var results = new List<int>();
        while (exchange.TryTakeResult(out int result))
            results.Add(result);
        Assert.Equal([1, 2, 3], results);
    }

    [Fact]
    public void Canceling_lets_everybody_go()
    {
        var exchange = new BoundedExchange<int, int>(1, 1);
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            while (exchange.TryTakeWork(out int work))
            {
                exchange.PutResult(work);
                exchange.PutResult(work);
                exchange.Finish();
            }
        })).ToArray();
        foreach (Thread thread in threads)
            thread.Start();
        exchange.TryPut(1);
        exchange.Cancel();
        Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromSeconds(30))));
        Assert.Throws<InvalidOperationException>(() => exchange.TryPut(2));
    }

    [Fact]
    public void Work_that_is_settled_by_another_is_done_and_its_results_wait_for_no_room()
    {
        var exchange = new BoundedExchange<int, int>(1, 1);
        exchange.TryPut(1);
        Assert.True(exchange.TryTakeWork(out _));
        exchange.Settle([7, 8, 9]);
        var results = new List<int>();
        while (exchange.TryTakeResult(out int result))
            results.Add(result);
        Assert.Equal([7, 8, 9], results);
        Assert.True(exchange.IsIdle);
    }

    private static void Run(int capacity, int workers, int resultsEach, int count, int mostBusy = int.MaxValue)
    {
        var exchange = new BoundedExchange<int, int>(capacity, capacity) { MostBusy = mostBusy };
        var threads = Enumerable.Range(0, workers).Select(_ => new Thread(() =>
        {
            while (exchange.TryTakeWork(out int work))
            {
                for (int i = 0; i < resultsEach; i++)
                    exchange.PutResult(work);
                exchange.Finish();
            }
        })).ToArray();
        foreach (Thread thread in threads)
            thread.Start();

        var results = new List<int>();
        void Drain()
        {
            while (exchange.TryTakeResult(out int result))
                results.Add(result);
        }

        for (int i = 0; i < count; i++)
        {
            while (!exchange.TryPut(i))
            {
                exchange.WaitForChange(forRoom: true, TimeSpan.FromMinutes(1));
                Drain();
            }
        }

        exchange.Complete();
        while (!exchange.IsIdle)
        {
            exchange.WaitForChange(forRoom: false, TimeSpan.FromMinutes(1));
            Drain();
        }

        Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromSeconds(30))));
        Assert.Equal(Enumerable.Range(0, count).SelectMany(i => Enumerable.Repeat(i, resultsEach)), results.Order());
    }
}

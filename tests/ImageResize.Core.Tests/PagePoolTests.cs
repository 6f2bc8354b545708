using ImageResize.Pixels.Memory;

namespace ImageResize.Core.Tests;

public sealed class PagePoolTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void What_was_given_back_serves_what_is_about_as_large()
    {
        var pool = new PagePool(16 * Megabyte);
        nint first = pool.Take(5 * Megabyte);
        Assert.InRange(pool.Used, 5 * Megabyte, 6 * Megabyte);
        pool.GiveBack(first);
        Assert.Equal(0, pool.Used);
        Assert.NotEqual(0, pool.Kept);
        Assert.Equal(first, pool.Take(5 * Megabyte - 100_000));
        Assert.Equal(0, pool.Kept);
        Assert.NotEqual(first, pool.Take(Megabyte));
    }

    [Fact]
    public void A_region_is_not_given_to_what_needs_much_less()
    {
        var pool = new PagePool(16 * Megabyte);
        pool.GiveBack(pool.Take(8 * Megabyte));
        long kept = pool.Kept;
        pool.GiveBack(pool.Take(Megabyte));
        Assert.True(pool.Kept > kept);
    }

    [Fact]
    public void A_region_serves_what_needs_half_of_it()
    {
        var pool = new PagePool(16 * Megabyte);
        nint region = pool.Take(6 * Megabyte);
        pool.GiveBack(region);
        Assert.Equal(region, pool.Take(3 * Megabyte));
    }

    [Fact]
    public void No_more_is_kept_than_the_limit_and_the_longest_unused_goes_first()
    {
        var pool = new PagePool(10 * Megabyte);
        nint[] regions = [.. Enumerable.Range(0, 3).Select(_ => pool.Take(4 * Megabyte))];
        foreach (nint region in regions)
            pool.GiveBack(region);
        Assert.Equal(8 * Megabyte, pool.Kept);
        Assert.Equal(regions[2], pool.Take(4 * Megabyte));
        Assert.Equal(regions[1], pool.Take(4 * Megabyte));
        pool.GiveBack(regions[1]);
        pool.Trim();
        Assert.Equal((0L, 4 * Megabyte), (pool.Kept, pool.Used));
        pool.KeepUpTo(0);
        pool.GiveBack(regions[2]);
        Assert.Equal((0L, 0L), (pool.Kept, pool.Used));
    }

    [Fact]
    public void What_is_not_in_use_cannot_be_given_back()
    {
        var pool = new PagePool(Megabyte);
        nint region = pool.Take(Megabyte);
        pool.GiveBack(region);
        Assert.Throws<ArgumentException>(() => pool.GiveBack(region));
    }

    [Fact]
    public void Memory_that_was_given_back_cannot_be_reached()
    {
        var pool = new PagePool(Megabyte);
        var memory = new PageMemory(300_000, pool);
        memory.GetSpan().Fill(7);
        Memory<byte> view = memory.Memory[..10];
        Assert.Equal(7, view.Span[9]);
        ((IDisposable)memory).Dispose();
        ((IDisposable)memory).Dispose();
        Assert.Throws<ObjectDisposedException>(() => view.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => view.Pin());
        Assert.Equal(0, pool.Used);
    }

    [Fact]
    public void Many_threads_never_share_a_region()
    {
        var pool = new PagePool(4 * Megabyte);
        Parallel.For(0, 2000, i =>
        {
            var memory = new PageMemory(260_000 + i % 7 * 90_000, pool);
            Span<byte> bytes = memory.GetSpan();
            (bytes[0], bytes[^1]) = ((byte)i, (byte)i);
            Thread.Yield();
            Assert.Equal(((byte)i, (byte)i), (bytes[0], bytes[^1]));
            ((IDisposable)memory).Dispose();
        });
        Assert.Equal(0, pool.Used);
        Assert.InRange(pool.Kept, 0, 4 * Megabyte);
    }
}

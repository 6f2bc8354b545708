using ImageResize.Batch.Planning;

namespace ImageResize.Core.Tests;

public sealed class SourceQueueTests
{
    [Fact]
    public void Inputs_come_out_as_they_went_in_whatever_their_names()
    {
        var random = new Random(7);
        string[] parts = ["photo", "/", "München", "日本", "\ud800", "a", " ", new string('x', 300), ".jpg", "\0", "🦊"];
        var queue = new SourceQueue();
        var expected = new Queue<SourceFile>();
        for (int i = 0; i < 20_000; i++)
        {
            if (random.Next(3) > 0)
            {
                var source = new SourceFile(Text(), random.Next(4) == 0 ? Text() : "/photos");
                Assert.True(queue.TryAdd(source));
                expected.Enqueue(source);
            }
            else
            {
                Check();
            }

            Assert.Equal(expected.Count, queue.Count);
        }

        while (expected.Count > 0)
            Check();
        Assert.False(queue.TryTake(out _));
        Assert.Equal(0, queue.Bytes);

        string Text() => string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => parts[random.Next(parts.Length)]));

        void Check()
        {
            bool any = expected.TryDequeue(out SourceFile next);
            Assert.Equal((any, next), (queue.TryTake(out SourceFile taken), taken));
        }
    }

    [Fact]
    public void A_million_inputs_take_a_few_bytes_each()
    {
        var queue = new SourceQueue();
        for (int i = 0; i < 1_000_000; i++)
            Assert.True(queue.TryAdd(new SourceFile($"/srv/photos/archive/{i / 1000:0000}/DSC{i % 10_000:00000}.JPG", "/srv/photos")));
        Assert.Equal(1_000_000, queue.Count);
        Assert.InRange(queue.Bytes, 1, 16_000_000);
    }

    [Fact]
    public void A_full_queue_refuses_until_there_is_room()
    {
        var queue = new SourceQueue(capacity: 100_000);
        int put = 0;
        while (queue.TryAdd(Source(put)))
            put++;
        Assert.InRange(put, 1000, 100_000);
        int taken = 0;
        while (!queue.TryAdd(Source(put)))
        {
            Assert.True(queue.TryTake(out SourceFile source));
            Assert.Equal(Source(taken++), source);
        }

        Assert.Equal(put - taken + 1, queue.Count);
    }

    [Fact]
    public void A_path_longer_than_a_block_fits_in_one_of_its_own()
    {
        var queue = new SourceQueue();
        var huge = new SourceFile(new string('ä', 100_000), "/");
        Assert.True(queue.TryAdd(Source(1)));
        Assert.True(queue.TryAdd(huge));
        Assert.True(queue.TryAdd(Source(2)));
        Assert.Equal([Source(1), huge, Source(2)], Enumerable.Range(0, 3).Select(_ => queue.TryTake(out SourceFile source) ? source : default));
    }

    private static SourceFile Source(int number) => new($"/photos/{number:000000}.jpg", "/photos");
}

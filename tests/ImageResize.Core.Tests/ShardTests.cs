using ImageResize.Batch.Planning;

namespace ImageResize.Core.Tests;

/// <summary>Which part of the images a task does, and how it learns which one it is.</summary>
public sealed class ShardTests
{
    private static readonly string Root = Path.GetFullPath("/photos");

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(16)]
    public void Every_image_falls_into_one_part_and_the_parts_are_alike_in_bytes(int count)
    {
        var random = new Random(3);
        var bytes = new long[count];
        Shard[] shards = [.. Enumerable.Range(1, count).Select(index => new Shard(index, count))];
        for (int i = 0; i < 10_000; i++)
        {
            string path = Path.Combine(Root, $"{i % 37}", $"IMG_{i:0000}.jpg");
            int owner = Assert.Single(Enumerable.Range(0, count), k => shards[k].Contains(Root, path));
            bytes[owner] += random.Next(2_000_000, 6_000_000);
        }

        double mean = bytes.Average();
        Assert.All(bytes, sum => Assert.InRange(sum / mean, 0.9, 1.1));
    }

    [Fact]
    public void The_part_is_the_same_on_every_machine()
    {
        // By another implementation (Python: SHA-256 of the name without its extension, first 8 bytes, modulo 5). It must stay so: another hash would move images to other parts.
        string[] paths = ["a.jpg", "b.jpg", "below/c.jpg", "\u00e4.jpg", "d e.png"];
        Assert.Equal([1, 2, 1, 3, 2], paths.Select(PartOf5));
        Assert.Equal(PartOf5("\u00e4.jpg"), PartOf5("a\u0308.jpg"));

        static int PartOf5(string path) => Enumerable.Range(1, 5).Single(index => new Shard(index, 5).Contains(Root, Path.Combine(Root, path)));
    }

    [Fact]
    public void Images_that_could_have_one_output_fall_into_one_part_wherever_the_root_is()
    {
        for (int i = 0; i < 200; i++)
        {
            var shard = new Shard(2, 7);
            bool there = shard.Contains(Root, Path.Combine(Root, "x", $"{i}.jpg"));
            Assert.Equal(there, shard.Contains(Root, Path.Combine(Root, "x", $"{i}.png")));
            Assert.Equal(there, shard.Contains(Path.GetFullPath("/mnt/a"), Path.GetFullPath($"/mnt/a/x/{i}.jpg")));
        }
    }

    [Fact]
    public void Without_parts_everything_is_taken()
    {
        Assert.True(default(Shard).Contains(Root, Path.Combine(Root, "a.jpg")));
        Assert.True(new Shard(1, 1).Contains(Root, Path.Combine(Root, "a.jpg")));
        Assert.Equal(("1-of-1", "2-of-5"), (default(Shard).ToString(), new Shard(2, 5).ToString()));
    }

    [Theory]
    [InlineData("0/5")]
    [InlineData("6/5")]
    [InlineData("2")]
    [InlineData("1/2/3")]
    [InlineData("-1/5")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("1/1000001")]
    public void What_is_no_part_is_told_with_an_example(string text) =>
        Assert.Contains("2/5", Assert.Throws<FormatException>(() => Shard.Parse(text, _ => null)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=8 SLURM_ARRAY_TASK_COUNT=8", 3, 8)]
    [InlineData("SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_COUNT=8 SLURM_ARRAY_TASK_STEP=1", 1, 8)]
    [InlineData("SLURM_ARRAY_TASK_ID=14 SLURM_ARRAY_TASK_MIN=10 SLURM_ARRAY_TASK_MAX=16 SLURM_ARRAY_TASK_STEP=2 SLURM_ARRAY_TASK_COUNT=4", 3, 4)]
    [InlineData("SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=4 SLURM_PROCID=0 SLURM_NTASKS=1", 2, 4)]
    [InlineData("SLURM_PROCID=0 SLURM_NTASKS=4", 1, 4)]
    [InlineData("AWS_BATCH_JOB_ARRAY_INDEX=4 AWS_BATCH_JOB_ARRAY_SIZE=5", 5, 5)]
    [InlineData("CLOUD_RUN_TASK_INDEX=0 CLOUD_RUN_TASK_COUNT=3", 1, 3)]
    [InlineData("BATCH_TASK_INDEX=1 BATCH_TASK_COUNT=3", 2, 3)]
    [InlineData("JOB_COMPLETION_INDEX=2 JOB_COMPLETION_COUNT=3", 3, 3)]
    [InlineData("OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=2", 2, 2)]
    [InlineData("CI_NODE_INDEX=1 CI_NODE_TOTAL=4", 1, 4)]
    [InlineData("CIRCLE_NODE_INDEX=3 CIRCLE_NODE_TOTAL=4", 4, 4)]
    [InlineData("BUILDKITE_PARALLEL_JOB=0 BUILDKITE_PARALLEL_JOB_COUNT=2", 1, 2)]
    [InlineData("SYSTEM_JOBPOSITIONINPHASE=2 SYSTEM_TOTALJOBSINPHASE=2", 2, 2)]
    public void Auto_is_what_the_scheduler_says(string environment, int index, int count)
    {
        Shard shard = Auto(environment);
        Assert.Equal((index, count), (shard.Index, shard.Count));
        Assert.Contains(environment.Split('=')[0], shard.Origin, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "no scheduler")]
    [InlineData("JOB_COMPLETION_INDEX=2", "JOB_COMPLETION_COUNT")]
    [InlineData("SLURM_ARRAY_TASK_ID=2", "SLURM_ARRAY_TASK_MIN")]
    [InlineData("SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=9 SLURM_ARRAY_TASK_COUNT=3", "gaps")]
    [InlineData("CI_NODE_INDEX=0 CI_NODE_TOTAL=4", "no sense")]
    [InlineData("AWS_BATCH_JOB_ARRAY_INDEX=5 AWS_BATCH_JOB_ARRAY_SIZE=5", "no sense")]
    [InlineData("CLOUD_RUN_TASK_INDEX=x CLOUD_RUN_TASK_COUNT=5", "no number")]
    public void Auto_fails_where_it_is_not_told_enough(string environment, string word) =>
        Assert.Contains(word, Assert.Throws<FormatException>(() => Auto(environment)).Message, StringComparison.Ordinal);

    private static Shard Auto(string environment)
    {
        var variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToDictionary(pair => pair.Split('=')[0], pair => pair.Split('=')[1]);
        return Shard.Parse("auto", variables.GetValueOrDefault);
    }
}

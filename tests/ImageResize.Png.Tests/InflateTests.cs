using System.IO.Compression;
using ImageResize.Pixels.Memory;
using ImageResize.Png.Inflating;

namespace ImageResize.Png.Tests;

/// <summary>The inflater against the platform's, with windows of any size on both sides.</summary>
public sealed unsafe class InflateTests
{
    public static TheoryData<int, ZLibCompressionStrategy> Settings
    {
        get
        {
            var settings = new TheoryData<int, ZLibCompressionStrategy>();
            for (int level = 0; level <= 9; level++)
            {
                foreach (ZLibCompressionStrategy strategy in Enum.GetValues<ZLibCompressionStrategy>())
                    settings.Add(level, strategy);
            }

            return settings;
        }
    }

    [Theory, MemberData(nameof(Settings))]
    public void What_the_platform_deflates_comes_back(int level, ZLibCompressionStrategy strategy)
    {
        foreach (byte[] data in CreateData())
        {
            byte[] deflated = Deflate(data, level, strategy);
            foreach ((int input, int output) in ((int, int)[])[(int.MaxValue, int.MaxValue), (Inflater.MinInput + 100, 700), (5000, 100_000)])
            {
                (InflateStatus status, byte[] result) = Inflate(deflated, data.Length, input, output);
                Assert.Equal(InflateStatus.Done, status);
                Assert.True(data.AsSpan().SequenceEqual(result));
            }
        }
    }

    [Fact]
    public void A_stream_that_ends_early_is_truncated_wherever_it_was_cut()
    {
        byte[] data = CreateData()[0][..3000], deflated = Deflate(data, 6, ZLibCompressionStrategy.Default);
        for (int length = 0; length < deflated.Length; length++)
        {
            (InflateStatus status, byte[] result) = Inflate(deflated[..length], data.Length, int.MaxValue, int.MaxValue);
            Assert.Equal(InflateStatus.Truncated, status);
            Assert.True(data.AsSpan(0, result.Length).SequenceEqual(result));
        }
    }

    [Theory]
    [InlineData("07", "block type 3")]
    [InlineData("0100000000", "stored block whose length has no complement")]
    [InlineData("05E0812000", "code lengths that are over-subscribed or incomplete")]
    [InlineData("0302", "distance before the first byte")]
    [InlineData("FD1F", "more than 286 literal codes")]
    public void What_is_no_deflate_stream_is_invalid(string hex, string why)
    {
        byte[] stream = [.. Convert.FromHexString(hex), .. new byte[2000]];
        Assert.True(Inflate(stream, 100, int.MaxValue, int.MaxValue).Status == InflateStatus.Invalid, why);
    }

    private static byte[][] CreateData()
    {
        var random = new Random(5);
        var noisy = new byte[120_000];
        for (int i = 0; i < noisy.Length; i++)
            noisy[i] = (byte)(i / 1000 % 2 == 0 ? random.Next(20) : i > 40_000 && random.Next(3) > 0 ? noisy[i - 33_000 + random.Next(500)] : random.Next(256));
        // Matches of every short distance, which are copied by patterns.
        var runs = new List<byte>();
        for (int distance = 1; distance < 40; distance++)
        {
            byte[] pattern = new byte[distance];
            random.NextBytes(pattern);
            for (int i = 0; i < 30 + distance; i++)
                runs.AddRange(pattern[..Math.Min(distance, 1 + random.Next(2 * distance))]);
        }

        return [noisy, [.. runs], [], [42], new byte[70_000]];
    }

    private static byte[] Deflate(byte[] data, int level, ZLibCompressionStrategy strategy)
    {
        using var target = new MemoryStream();
        using (var stream = new DeflateStream(target, new ZLibCompressionOptions { CompressionLevel = level, CompressionStrategy = strategy }, leaveOpen: true))
            stream.Write(data);
        // With no data the platform writes nothing at all; this is an empty block with fixed codes.
        return data.Length == 0 ? [3, 0] : target.ToArray();
    }

    /// <summary>Gives the inflater its input in pieces of at most so many bytes, and limits the output as well.</summary>
    private static (InflateStatus Status, byte[] Result) Inflate(byte[] deflated, int length, int inputStep, int outputStep)
    {
        using var arena = new BufferArena(BufferAllocator.Default);
        var inflater = new Inflater(arena);
        var target = new byte[length + InflateKernel.OutputMargin];
        fixed (byte* input = deflated.Length == 0 ? [0] : deflated, window = target)
        {
            byte* output = window, end = input + deflated.Length;
            inflater.Start();
            Feed(inflater, input, end, inputStep);
            var status = InflateStatus.OutputFull;
            while (status is InflateStatus.OutputFull or InflateStatus.NeedsInput && output - window <= length)
            {
                // When all is there, what is left is the end of the block.
                long limit = output - window >= length ? length + 1L : Math.Min(length, (output - window) + (long)outputStep);
                status = inflater.Run(window, ref output, window + limit);
                if (status == InflateStatus.NeedsInput)
                    Feed(inflater, inflater.Position, end, inputStep);
            }

            return (status, target[..(int)(output - window)]);
        }
    }

    private static void Feed(Inflater inflater, byte* position, byte* end, int step)
    {
        byte* stop = end - position > step ? position + step : end;
        inflater.SetInput(position, stop, stop == end);
    }
}

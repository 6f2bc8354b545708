using System.Buffers;
using ImageResize.Fuzzing;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.Png.Decoding;
using ImageResize.Png.Scaling;

namespace ImageResize.Png.Tests;

/// <summary>A large image that is inflated ahead on a second thread: the output, the verdict and its words are those of one thread.</summary>
public sealed class ParallelTests
{
    private static readonly PngScaleOptions Small = new() { Width = 90, Height = 70, OnDamage = PngDamagePolicy.Salvage };

    [Theory]
    [MemberData(nameof(DecodingTests.Kinds), MemberType = typeof(DecodingTests))]
    public void The_output_is_that_of_one_thread(int color, int depth)
    {
        foreach ((int width, int height) in ((int, int)[])[(800, 600), (9000, 90), (3, 30_000)])
        {
            byte[] source = new SamplePng(width, height, (PngColor)color, depth) { ChunkBytes = 3000 }.Write();
            foreach (PngScaleOptions options in (PngScaleOptions[])[Small, new() { Width = width, Height = height }, new() { Width = 33, Height = 200, Orientation = 6, Crop = new SourceRegion(1, 1, 50, 2) }])
            {
                if (options.Crop is not null && height < 50)
                    continue;
                var lender = new SampleProcessors(1);
                (string verdict, byte[] parallel, (int steps, long bytes, _)) = SmallWindows.Scale(source, options, new Parallelism(lender) { MinPixels = 0 });
                Assert.Equal("None, ", verdict);
                Assert.Equal(SmallWindows.Scale(source, options, null).Output, parallel);
                AssertReturned(lender, bytes);
                Assert.InRange(steps, 1, int.MaxValue);
            }
        }
    }

    [Theory]
    [InlineData(ZLibLevel.Stored)]
    [InlineData(ZLibLevel.Fixed)]
    [InlineData(ZLibLevel.Best)]
    public void Every_kind_of_block_is_inflated_as_by_one_thread(ZLibLevel level)
    {
        byte[] source = new SamplePng(800, 600, PngColor.Rgb, 8)
        {
            Level = level switch
            {
                ZLibLevel.Stored => System.IO.Compression.CompressionLevel.NoCompression,
                ZLibLevel.Best => System.IO.Compression.CompressionLevel.SmallestSize,
                _ => System.IO.Compression.CompressionLevel.Fastest,
            },
            Strategy = level == ZLibLevel.Fixed ? System.IO.Compression.ZLibCompressionStrategy.Fixed : default,
        }.Write();
        var lender = new SampleProcessors(1);
        Assert.Equal(SmallWindows.Scale(source, Small, null).Output, SmallWindows.Scale(source, Small, new Parallelism(lender) { MinPixels = 0 }).Output);
        Assert.Equal(1, lender.Lent);
    }

    [Theory]
    [InlineData(PngDamagePolicy.Salvage)]
    [InlineData(PngDamagePolicy.Fail)]
    public void Damage_has_the_same_verdict_words_and_picture(PngDamagePolicy policy)
    {
        byte[] sound = new SamplePng(400, 300, PngColor.Rgb, 8) { ChunkBytes = 5000 }.Write();
        var verdicts = new HashSet<string>();
        int ahead = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            byte[] source = Damage(sound, new Random(seed));
            var lender = new SampleProcessors(1, seed % 3 == 0 ? seed % 20 : int.MaxValue);
            (string verdict, byte[] parallel, (int steps, long bytes, _)) = SmallWindows.Scale(source, Small with { OnDamage = policy }, new Parallelism(lender) { MinPixels = 0 });
            (string expected, byte[] serial, _) = SmallWindows.Scale(source, Small with { OnDamage = policy }, null);
            Assert.Equal(expected, verdict);
            Assert.Equal(serial, parallel);
            AssertReturned(lender, bytes);
            verdicts.Add(verdict);
            ahead += steps;
        }

        Assert.InRange(verdicts.Count, 20, int.MaxValue);
        Assert.InRange(ahead, 1000, int.MaxValue);
    }

    [Theory]
    [InlineData(13, 0)]
    [InlineData(null, 1)]
    [InlineData(null, 100_000)]
    public void A_filter_that_is_none_and_data_behind_the_last_row_have_the_verdict_of_one_thread(int? badRow, int extra)
    {
        byte[] source = new SamplePng(400, 300, PngColor.Rgb, 8) { BadFilterRow = badRow, ExtraBytes = extra }.Write();
        var lender = new SampleProcessors(1);
        (string verdict, byte[] parallel, _) = SmallWindows.Scale(source, Small, new Parallelism(lender) { MinPixels = 0 });
        (string expected, byte[] serial, _) = SmallWindows.Scale(source, Small, null);
        Assert.Equal(expected, verdict);
        Assert.NotEqual("None, ", verdict);
        Assert.Equal(serial, parallel);
    }

    [Fact]
    public void A_helper_that_is_wanted_elsewhere_goes_and_comes_again()
    {
        byte[] source = new SamplePng(800, 600, PngColor.RgbAlpha, 8).Write(), serial = SmallWindows.Scale(source, Small, null).Output;
        for (int wantedAfter = 0; wantedAfter < 25; wantedAfter++)
        {
            var lender = new SampleProcessors(1, wantedAfter);
            (_, byte[] parallel, (_, long bytes, _)) = SmallWindows.Scale(source, Small, new Parallelism(lender) { MinPixels = 0 });
            Assert.Equal(serial, parallel);
            AssertReturned(lender, bytes);
            Assert.InRange(lender.Lent, 2, int.MaxValue);
        }
    }

    [Fact]
    public void Nobody_is_asked_to_help_with_an_image_below_the_limit_or_an_interlaced_one()
    {
        var lender = new SampleProcessors(1);
        SmallWindows.Scale(new SamplePng(800, 600, PngColor.Rgb, 8).Write(), Small, new Parallelism(lender));
        byte[] interlaced = new SamplePng(400, 300, PngColor.Rgb, 8) { IsInterlaced = true }.Write();
        Assert.Equal(SmallWindows.Scale(interlaced, Small, null).Output, SmallWindows.Scale(interlaced, Small, new Parallelism(lender) { MinPixels = 0 }).Output);
        Assert.Equal(0, lender.Lent);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(30)]
    public void A_stop_ends_the_helper_and_gives_its_processor_back(int steps)
    {
        byte[] source = new SamplePng(800, 600, PngColor.Rgb, 8).Write();
        using var stop = new CancellationTokenSource();
        var lender = new StoppingProcessors(new SampleProcessors(1), stop, steps);
        using var scaler = new PngScaler(PixelKernels.Best, new SmallWindows()) { Parallelism = new Parallelism(lender) { MinPixels = 0 } };
        Assert.ThrowsAny<OperationCanceledException>(() =>
            scaler.Scale(source, PngHeader.Read(source), [new PngOutput(Small, new ArrayBufferWriter<byte>())], stop.Token));
        Assert.Equal((0, 0L, 1), (lender.Inner.Working, lender.Inner.Bytes, lender.Inner.Lent));
    }

    private static void AssertReturned(SampleProcessors lender, long bytes)
    {
        Assert.Equal((0, 0L), (lender.Working, lender.Bytes));
        Assert.InRange(bytes, 0, lender.MostBytes);
    }

    /// <summary>Changes a few bytes, cuts the file, takes something out, or puts something in; the checksums are right in half of the cases.</summary>
    internal static byte[] Damage(byte[] sound, Random random)
    {
        byte[] source = [.. sound];
        for (int count = random.Next(3); count >= 0; count--)
        {
            int at = random.Next(60, source.Length);
            switch (random.Next(5))
            {
                case 0:
                    source = source[..at];
                    break;
                case 1:
                    source = [.. source[..at], .. source[Math.Min(source.Length, at + random.Next(1, 50))..]];
                    break;
                default:
                    source[at] ^= (byte)(1 << random.Next(8));
                    break;
            }

            if (source.Length <= 60)
                break;
        }

        if (random.Next(2) == 0)
            Testing.PngChunk.RepairChecksums(source);
        return source;
    }

    public enum ZLibLevel
    {
        Stored,
        Fixed,
        Best,
    }

    /// <summary>Asks the work to stop when the lent processor has been asked so often whether it is wanted.</summary>
    private sealed class StoppingProcessors(SampleProcessors inner, CancellationTokenSource stop, int steps) : IIdleProcessors
    {
        public SampleProcessors Inner => inner;

        public IIdleProcessor? TryTake(long bytes) => inner.TryTake(bytes) is { } processor ? new Stopping(processor, stop, steps) : null;

        private sealed class Stopping(IIdleProcessor inner, CancellationTokenSource stop, int steps) : IIdleProcessor
        {
            private int _asked;

            public bool IsWanted
            {
                get
                {
                    if (_asked++ == steps)
                        stop.Cancel();
                    return inner.IsWanted;
                }
            }

            public void GiveBack() => inner.GiveBack();

            public void Dispose() => inner.Dispose();
        }
    }
}

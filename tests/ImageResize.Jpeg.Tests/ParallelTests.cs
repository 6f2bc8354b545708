using System.Buffers;
using ImageResize.Fuzzing;
using ImageResize.Jpeg.Samples;
using ImageResize.Jpeg.Scaling;
using ImageResize.Pixels;

namespace ImageResize.Jpeg.Tests;

/// <summary>A large image by several threads: the output, the verdict and its words are those of one thread.</summary>
public sealed class ParallelTests
{
    private static readonly (int H, int V)[] Gray = [(1, 1)], Half = [(2, 2), (1, 1), (1, 1)], Full = [(1, 1), (1, 1), (1, 1)];

    public static TheoryData<string, int, int, int> Sources
    {
        get
        {
            var data = new TheoryData<string, int, int, int>();
            foreach (string sampling in (string[])["1x1", "2x2,1x1,1x1", "1x1,1x1,1x1", "2x1,1x1,1x1", "1x2,1x1,1x1", "4x1,1x1,1x1", "3x2,1x1,2x1"])
            {
                foreach (int interval in (int[])[0, 1, 7, 41, 63])
                {
                    foreach (int width in (int[])[40, 160, 333])
                        data.Add(sampling, interval, width, 1 + interval % 3);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void The_output_is_that_of_one_thread(string sampling, int interval, int width, int helpers)
    {
        byte[] source = Source([.. sampling.Split(',').Select(s => (s[0] - '0', s[2] - '0'))], interval);
        var options = new JpegScaleOptions { Width = width, Height = width * 3 / 4 };
        (byte[] serial, _, _) = Scale(source, options, null);
        var lender = new SampleProcessors(helpers);
        (byte[] parallel, JpegScaleResult result, ParallelFigures figures) = Scale(source, options, Few(lender));
        Assert.Equal(serial, parallel);
        Assert.Equal((JpegWarnings.None, null), (result.Warnings, result.Damage));
        AssertReturned(lender, figures);
        Assert.InRange(figures.Slices, 2, 1000);
    }

    [Fact]
    public void Parts_of_an_image_and_turned_images_are_those_of_one_thread()
    {
        byte[] source = Source(Half, 0);
        foreach (int orientation in (int[])[1, 3, 6, 7])
        {
            foreach ((int x, int y, int w, int h) in ((int, int, int, int)[])[(0, 0, 500, 400), (101, 203, 77, 55), (0, 300, 99, 99), (333, 1, 66, 380)])
            {
                var options = new JpegScaleOptions { Width = 60, Height = 44, Orientation = orientation, Crop = new SourceRegion(x * 0.8, y * 0.8, w * 0.8, h * 0.8) };
                var lender = new SampleProcessors(2);
                (byte[] parallel, _, ParallelFigures figures) = Scale(source, options, Few(lender));
                Assert.Equal(Scale(source, options, null).Output, parallel);
                Assert.InRange(figures.Slices, 1, 1000);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void Damage_has_the_same_verdict_words_and_picture(int interval)
    {
        int slices = 0;
        for (int seed = 0; seed < 150; seed++)
        {
            byte[] source = Source(seed % 2 == 0 ? Half : Gray, interval);
            Damage(ref source, new Random(seed));
            var options = new JpegScaleOptions { Width = 100, Height = 80, OnDamage = JpegDamagePolicy.Salvage };
            var lender = new SampleProcessors(2);
            (byte[] parallel, JpegScaleResult result, ParallelFigures figures) = Scale(source, options, Few(lender));
            (byte[] serial, JpegScaleResult expected, _) = Scale(source, options, null);
            Assert.Equal((expected.Damage, expected.Warnings), (result.Damage, result.Warnings));
            Assert.Equal(serial, parallel);
            AssertReturned(lender, figures);
            slices += figures.Slices;
        }

        Assert.InRange(slices, 500, int.MaxValue);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Helpers_that_are_wanted_elsewhere_go_and_come_again(int interval)
    {
        byte[] source = Source(Half, interval);
        var options = new JpegScaleOptions { Width = 100, Height = 80 };
        byte[] serial = Scale(source, options, null).Output;
        for (int wantedAfter = 0; wantedAfter < 8; wantedAfter++)
        {
            var lender = new SampleProcessors(2, wantedAfter);
            (byte[] parallel, _, ParallelFigures figures) = Scale(source, options, Few(lender));
            Assert.Equal(serial, parallel);
            AssertReturned(lender, figures);
            Assert.InRange(lender.Lent, 2, int.MaxValue);
        }
    }

    [Fact]
    public void A_scan_that_never_gets_into_step_is_given_up_soon()
    {
        // All components have the same codes, so that nothing tells a decoder which of the three it is at: only chance puts a slice into step.
        byte[] source = SampleWriter.Write(new SampleImage(1500, 1000, 5, Full), new SampleFormat());
        var options = new JpegScaleOptions { Width = 100, Height = 80 };
        var lender = new SampleProcessors(1);
        (byte[] parallel, _, ParallelFigures figures) = Scale(source, options, Few(lender));
        Assert.Equal(Scale(source, options, null).Output, parallel);
        AssertReturned(lender, figures);
        Assert.InRange(figures.Missed, 4, 40);
    }

    [Fact]
    public void Flat_parts_have_more_units_than_a_slice_has_room_for()
    {
        byte[] source = Encoded.Scale(Source(Gray, 0), new JpegScaleOptions { Width = 6000, Height = 400, Quality = 20 });
        var options = new JpegScaleOptions { Width = 100, Height = 80 };
        var lender = new SampleProcessors(2);
        (byte[] parallel, _, ParallelFigures figures) = Scale(source, options, Few(lender) with { MaxSliceBytes = 4096 });
        Assert.Equal(Scale(source, options, null).Output, parallel);
        AssertReturned(lender, figures);
    }

    [Fact]
    public void Nobody_is_asked_to_help_with_an_image_below_the_limit()
    {
        var lender = new SampleProcessors(2);
        Scale(Source(Half, 0), new JpegScaleOptions { Width = 100, Height = 80 }, new Parallelism(lender));
        Assert.Equal(0, lender.Lent);
    }

    [Fact]
    public void A_stop_ends_helpers_and_gives_their_processors_back()
    {
        byte[] source = Source(Half, 0);
        using var stop = new CancellationTokenSource();
        var lender = new StoppingProcessors(new SampleProcessors(2), stop);
        using var scaler = new JpegScaler { Parallelism = Few(lender) };
        Assert.ThrowsAny<OperationCanceledException>(() =>
            scaler.Scale(source, new JpegScaleOptions { Width = 100, Height = 80 }, new ArrayBufferWriter<byte>(), stop.Token));
        Assert.Equal((0, 0L), (lender.Inner.Working, lender.Inner.Bytes));
    }

    private static Parallelism Few(IIdleProcessors lender) => new(lender) { MinPixels = 0, MaxSliceBytes = 1024, MaxHelpers = 3 };

    private static void AssertReturned(SampleProcessors lender, ParallelFigures figures)
    {
        Assert.Equal((0, 0L), (lender.Working, lender.Bytes));
        Assert.InRange(figures.Bytes, 0, lender.MostBytes);
    }

    private static byte[] Source((int H, int V)[] sampling, int interval) =>
        SampleWriter.Write(new SampleImage(500, 400, 3, sampling), new SampleFormat { RestartInterval = interval, HasChromaTables = true });

    private static (byte[] Output, JpegScaleResult Result, ParallelFigures Figures) Scale(byte[] source, JpegScaleOptions options, Parallelism? parallelism)
    {
        using var scaler = new JpegScaler { Parallelism = parallelism };
        var target = new ArrayBufferWriter<byte>();
        JpegScaleResult result = scaler.Scale(source, options, target, TestContext.Current.CancellationToken);
        return (target.WrittenSpan.ToArray(), result, scaler.ParallelFigures);
    }

    /// <summary>Changes a few bytes of the scan, cuts the file, or puts something in.</summary>
    private static void Damage(ref byte[] source, Random random)
    {
        int scan = source.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]) + 14;
        for (int count = random.Next(3); count >= 0; count--)
        {
            int at = random.Next(scan, source.Length);
            switch (random.Next(6))
            {
                case 0:
                    source = source[..at];
                    break;
                case 1:
                    source = [.. source[..at], .. source[Math.Min(source.Length, at + random.Next(1, 50))..]];
                    break;
                case 2:
                    source = [.. source[..at], 0xFF, (byte)random.Next(0xD0, 0xDA), .. source[at..]];
                    break;
                case 3:
                    source = [.. source[..at], 0xFF, 0xFF, 0xFF, .. source[at..]];
                    break;
                default:
                    source[at] = (byte)random.Next(256);
                    break;
            }

            if (source.Length <= scan)
                return;
        }
    }

    /// <summary>Asks the work to stop when the first processor is lent.</summary>
    private sealed class StoppingProcessors(SampleProcessors inner, CancellationTokenSource stop) : IIdleProcessors
    {
        public SampleProcessors Inner => inner;

        public IIdleProcessor? TryTake(long bytes)
        {
            stop.Cancel();
            return inner.TryTake(bytes);
        }
    }
}

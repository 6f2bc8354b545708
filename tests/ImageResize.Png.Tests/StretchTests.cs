using System.Buffers;
using System.IO.Compression;
using ImageResize.Fuzzing;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.Png.Decoding;
using ImageResize.Png.Inflating;
using ImageResize.Png.Scaling;

namespace ImageResize.Png.Tests;

/// <summary>A large image of which stretches are inflated ahead from guessed beginnings: the output, the verdict and its words are those of one thread.</summary>
public sealed class StretchTests
{
    private static readonly PngScaleOptions Small = new() { Width = 90, Height = 70, OnDamage = PngDamagePolicy.Salvage };

    [Theory]
    [MemberData(nameof(DecodingTests.Kinds), MemberType = typeof(DecodingTests))]
    public void The_output_is_that_of_one_thread(int color, int depth)
    {
        foreach ((int width, int height, int chunk) in ((int, int, int)[])[(800, 600, 3000), (9000, 90, 37), (3, 90_000, int.MaxValue)])
        {
            byte[] source = new SamplePng(width, height, (PngColor)color, depth) { ChunkBytes = chunk }.Write();
            Compare(source, Small, out _);
            Compare(source, new() { Width = Math.Min(width, 300), Height = Math.Min(height, 300), OnDamage = PngDamagePolicy.Fail }, out _, helpers: 3);
        }
    }

    [Fact]
    public void Every_level_and_strategy_gives_stretches_that_fit()
    {
        int taken = 0;
        foreach (CompressionLevel level in Enum.GetValues<CompressionLevel>())
        {
            foreach (ZLibCompressionStrategy strategy in Enum.GetValues<ZLibCompressionStrategy>())
            {
                Assert.Equal("None, ", Compare(new SamplePng(700, 500, PngColor.Rgb, 8) { Level = level, Strategy = strategy, ChunkBytes = 8192 }.Write(), Small, out int stretches));
                taken += stretches;
            }
        }

        Assert.InRange(taken, 5, int.MaxValue);
    }

    [Theory]
    [InlineData("one fixed block", 0)]
    [InlineData("one dynamic block", 0)]
    [InlineData("stored blocks", 0)]
    [InlineData("blocks of all kinds", 1)]
    [InlineData("flushed", 1)]
    [InlineData("flushed often", 1)]
    public void Streams_that_deflaters_rarely_write_come_out_as_by_one_thread(string name, int leastStretches)
    {
        byte[] source = new SamplePng(700, 500, PngColor.Rgb, 8)
        {
            Deflate = name switch
            {
                "one fixed block" => OddDeflate.OneFixedBlock,
                "one dynamic block" => OddDeflate.OneDynamicBlock,
                "stored blocks" => OddDeflate.Stored,
                "blocks of all kinds" => OddDeflate.Mixed,
                "flushed" => OddDeflate.Flushed(40_000),
                _ => OddDeflate.Flushed(777),
            },
            ChunkBytes = 4321,
        }.Write();
        Assert.Equal("None, ", Compare(source, Small, out int stretches));
        Assert.InRange(stretches, leastStretches, leastStretches == 0 ? 0 : int.MaxValue);
    }

    [Theory]
    [InlineData("the platform's, at its best")]
    [InlineData("the platform's, of runs alone")]
    [InlineData("blocks of all kinds")]
    [InlineData("flushed often")]
    public unsafe void A_stretch_from_any_place_is_what_the_stream_has_there(string name)
    {
        byte[] rows = [], deflated = [];
        byte[] Keep(byte[] data)
        {
            rows = data;
            deflated = name switch
            {
                "the platform's, at its best" => OddDeflate.ByPlatform(data, new ZLibCompressionOptions { CompressionLevel = 9 }),
                "the platform's, of runs alone" => OddDeflate.ByPlatform(data, new ZLibCompressionOptions { CompressionStrategy = ZLibCompressionStrategy.RunLengthEncoding }),
                "blocks of all kinds" => OddDeflate.Mixed(data),
                _ => OddDeflate.Flushed(777)(data),
            };
            return deflated;
        }

        byte[] source = new SamplePng(500, 300, PngColor.Rgb, 8) { Deflate = Keep, ChunkBytes = 4321 }.Write();
        Dictionary<long, int> starts = FindBlocks(deflated, rows.Length);
        using var arena = new BufferArena(new SmallWindows());
        var stretch = new InflateStretch(arena);
        stretch.Prepare();
        var sizes = new StretchSizes(20_000, 4000, 4000);
        var first = new ImageDataPlace(PngHeader.Read(source).ImageDataOffset, 0, 0);
        int found = 0;
        for (int offset = 1; offset < deflated.Length; offset += 7001)
        {
            fixed (byte* pointer = source, data = rows)
            {
                stretch.Begin(first.Advance(source, offset)!.Value, null!);
                if (!stretch.Find(pointer, source.Length))
                    continue;
                Assert.InRange(stretch.StartBit, 8L * offset, long.MaxValue);
                // The two bytes of the zlib header are before the stream.
                int at = starts[stretch.StartBit - 16];
                if (at < Inflater.HistoryBytes)
                    continue;
                found++;
                var table = new byte[MarkerResolver.TableBytes];
                fixed (byte* symbols = table)
                    MarkerResolver.FillTable(symbols, data + at - Inflater.HistoryBytes);
                Assert.True(stretch.Inflate(sizes, GetFree, piece => at += Check(piece, rows.AsSpan(at), table), () => true));
                Assert.InRange(at, rows.Length - 66_000, rows.Length);
            }
        }

        Assert.InRange(found, 3, int.MaxValue);

        StretchPiece GetFree()
        {
            var piece = new StretchPiece(arena);
            piece.Prepare(sizes);
            return piece;
        }
    }

    [Fact]
    public void What_looks_like_blocks_and_is_none_changes_nothing()
    {
        // A picture whose samples are deflate streams, stored: every guess finds sound blocks that go on for long, and none of them is the stream's.
        byte[] inner = new SamplePng(800, 600, PngColor.Rgb, 8).Write();
        byte[] source = new SamplePng(1200, 600, PngColor.Gray, 8) { Filter = 0, Sample = (x, y, _) => inner[(y * 1200 + x) % inner.Length], Deflate = OddDeflate.Stored }.Write();
        Assert.Equal("None, ", Compare(source, Small, out int stretches));
        Assert.Equal(0, stretches);
    }

    [Theory]
    [InlineData(PngDamagePolicy.Salvage)]
    [InlineData(PngDamagePolicy.Fail)]
    public void Damage_has_the_same_verdict_words_and_picture(PngDamagePolicy policy)
    {
        byte[] sound = new SamplePng(500, 300, PngColor.Rgb, 8) { ChunkBytes = 5000 }.Write();
        var verdicts = new HashSet<string>();
        for (int seed = 0; seed < 200; seed++)
        {
            byte[] source = ParallelTests.Damage(sound, new Random(seed));
            verdicts.Add(Compare(source, Small with { OnDamage = policy }, out _, wantedAfter: seed % 3 == 0 ? seed % 20 : int.MaxValue));
        }

        Assert.InRange(verdicts.Count, 20, int.MaxValue);
    }

    [Theory]
    [InlineData(250, 0)]
    [InlineData(null, 1)]
    [InlineData(null, 100_000)]
    public void A_filter_that_is_none_and_data_behind_the_last_row_have_the_verdict_of_one_thread(int? badRow, int extra) =>
        Assert.NotEqual("None, ", Compare(new SamplePng(500, 300, PngColor.Rgb, 8) { BadFilterRow = badRow, ExtraBytes = extra }.Write(), Small, out _));

    [Fact]
    public void A_helper_that_is_wanted_elsewhere_goes_and_comes_again()
    {
        byte[] source = new SamplePng(800, 600, PngColor.RgbAlpha, 8).Write();
        for (int wantedAfter = 0; wantedAfter < 25; wantedAfter++)
            Assert.Equal("None, ", Compare(source, Small, out _, wantedAfter: wantedAfter));
    }

    [Fact]
    public void Where_memory_is_short_a_helper_inflates_ahead_in_order()
    {
        byte[] source = new SamplePng(800, 600, PngColor.Rgb, 8).Write();
        var lender = new Lender(1, int.MaxValue) { MostBytes = ImageInflater.RingBytesFor(8 * 2401) };
        using var scaler = new PngScaler(PixelKernels.Best, new SmallWindows()) { Parallelism = Of(lender) with { PieceBytes = 180_000 } };
        var target = new ArrayBufferWriter<byte>();
        scaler.Scale(source, PngHeader.Read(source), [new PngOutput(Small, target)], TestContext.Current.CancellationToken);
        Assert.Equal(SmallWindows.Scale(source, Small, null).Output, target.WrittenSpan.ToArray());
        Assert.Equal(0, scaler.StretchesAhead);
        Assert.InRange(scaler.Ahead.Steps, 1, int.MaxValue);
        Assert.Equal((0, 0L), (lender.Inner.Working, lender.Inner.Bytes));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(30)]
    public void A_stop_ends_the_helpers_and_gives_their_processors_back(int asked)
    {
        byte[] source = new SamplePng(800, 600, PngColor.Rgb, 8).Write();
        using var stop = new CancellationTokenSource();
        var lender = new Lender(2, int.MaxValue) { Stop = stop, StopAfter = asked };
        using var scaler = new PngScaler(PixelKernels.Best, new SmallWindows()) { Parallelism = Of(lender) };
        Assert.ThrowsAny<OperationCanceledException>(() =>
            scaler.Scale(source, PngHeader.Read(source), [new PngOutput(Small, new ArrayBufferWriter<byte>())], stop.Token));
        Assert.Equal((0, 0L), (lender.Inner.Working, lender.Inner.Bytes));
    }

    private static unsafe int Check(StretchPiece piece, ReadOnlySpan<byte> expected, byte[] table)
    {
        var bytes = new byte[piece.Length];
        fixed (byte* target = bytes, symbols = table)
        {
            if (piece.IsMarked)
                MarkerResolver.Resolve(piece.Symbols, target, piece.Length, symbols);
            else
                new ReadOnlySpan<byte>(piece.Bytes, bytes.Length).CopyTo(bytes);
        }

        Assert.True(expected[..bytes.Length].SequenceEqual(bytes));
        return bytes.Length;
    }

    /// <summary>Where the blocks of a stream begin, in bits, and how much is inflated before them.</summary>
    private static unsafe Dictionary<long, int> FindBlocks(byte[] deflated, int length)
    {
        using var arena = new BufferArena(BufferAllocator.Default);
        var inflater = new Inflater(arena);
        inflater.Start();
        inflater.PausesAtBlocks = true;
        var starts = new Dictionary<long, int>();
        var target = new byte[length + InflateKernel.OutputMargin];
        fixed (byte* input = deflated, window = target)
        {
            byte* output = window;
            inflater.SetInput(input, input + deflated.Length, isLast: true);
            do
                starts[8 * (inflater.Position - input) - inflater.SpareBits] = (int)(output - window);
            while (inflater.Run(window, ref output, window + length + 1) == InflateStatus.BlockEnd);
        }

        return starts;
    }

    private static Parallelism Of(IIdleProcessors lender) => new(lender) { MinPixels = 0, PieceBytes = 10_000, MaxRatio = 1000 };

    /// <summary>Scales by one thread and by several, and returns the verdict, which must be the same as the output.</summary>
    private static string Compare(byte[] source, PngScaleOptions options, out int stretches, int helpers = 1, int wantedAfter = int.MaxValue)
    {
        var lender = new Lender(helpers, wantedAfter);
        (string verdict, byte[] parallel, (_, long bytes, stretches)) = SmallWindows.Scale(source, options, Of(lender));
        (string expected, byte[] serial, _) = SmallWindows.Scale(source, options, null);
        Assert.Equal(expected, verdict);
        Assert.Equal(serial, parallel);
        Assert.Equal((0, 0L), (lender.Inner.Working, lender.Inner.Bytes));
        Assert.InRange(bytes, 0, lender.Inner.MostBytes);
        return verdict;
    }

    /// <summary>Holds the owner up when it asks for one more processor, so that the helpers of a small image have the time that those of a large one have.</summary>
    private sealed class Lender(int count, int wantedAfter) : IIdleProcessors
    {
        private int _asked;

        public SampleProcessors Inner { get; } = new(count, wantedAfter);

        public CancellationTokenSource? Stop { get; init; }

        public int StopAfter { get; init; }

        public long MostBytes { get; init; } = long.MaxValue;

        public IIdleProcessor? TryTake(long bytes)
        {
            if (_asked++ == StopAfter)
                Stop?.Cancel();
            if (bytes <= MostBytes && Inner.TryTake(bytes) is { } processor)
                return processor;
            Thread.Sleep(_asked < 12 ? 3 : 0);
            return null;
        }
    }
}

using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using ImageResize.Jpeg.Encoding;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Scaling;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Benchmarks;

/// <summary>One huge image, by one thread and by several, in turns.</summary>
internal static class HugeImage
{
    private const int TileWidth = 2000, TileHeight = 1400, TilesAcross = 6;

    /// <summary>Makes an image of 100 megapixels of the photos in a folder.</summary>
    public static int Stitch(string[] args)
    {
        byte[][] photos = [.. Directory.GetFiles(args[0], "*.jpg").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        using var arena = new BufferArena(BufferAllocator.Default);
        var canvas = new PixelImage(arena);
        canvas.Allocate(TileWidth * TilesAcross, TileHeight * TilesAcross, new PixelFormat(3, 1));
        using var scaler = new JpegScaler();
        for (int tile = 0; tile < TilesAcross * TilesAcross; tile++)
        {
            byte[] photo = photos[tile % photos.Length];
            int left = tile % TilesAcross * TileWidth, top = tile / TilesAcross * TileHeight;
            var options = new JpegScaleOptions { Width = TileWidth, Height = TileHeight, Orientation = 1 };
            scaler.Scale(photo, JpegHeader.Read(photo), [JpegOutput.OfPixels(options, pixels => Paste(pixels, canvas, left, top))]);
        }

        var encoded = new ArrayBufferWriter<byte>();
        using var encoder = new JpegPixelEncoder();
        int quality = args.Length > 2 ? Parse(args[2]) : 90;
        encoder.Encode(canvas, false, new JpegScaleOptions { Width = canvas.Width, Height = canvas.Height, Quality = quality, Chroma = JpegChroma.Half }, encoded, default);
        File.WriteAllBytes(args[1], encoded.WrittenSpan);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{args[1]}: {canvas.Width}x{canvas.Height}, {encoded.WrittenCount / 1e6:F1} MB"));
        return 0;
    }

    /// <summary>Scales a file; prints medians of the wall time, and of the processor time of the busiest thread, which is the wall time where processors idle.</summary>
    public static int Run(string[] args)
    {
        byte[] source = File.ReadAllBytes(args[0]);
        int width = args.Length > 2 ? Parse(args[1]) : 800, height = args.Length > 2 ? Parse(args[2]) : 600;
        int rounds = args.Length > 3 ? Parse(args[3]) : 15, threads = args.Length > 4 ? Parse(args[4]) : 2;
        var lender = new Lender(threads - 1);
        using var scaler = new JpegScaler();
        var figures = new List<Round>[] { [], [] };
        byte[]? first = null;
        for (int round = -2; round < rounds; round++)
        {
            foreach (bool isParallel in (bool[])[false, true])
            {
                scaler.Parallelism = isParallel ? new Parallelism(lender) : null;
                byte[] output = Measure(scaler, source, width, height, lender, out Round result);
                first ??= output;
                if (!output.AsSpan().SequenceEqual(first))
                    throw new InvalidOperationException("The outputs differ.");
                if (round >= 0)
                    figures[isParallel ? 1 : 0].Add(result);
            }
        }

        Print("one thread", figures[0]);
        Print($"{threads} threads", figures[1]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"wall {Median(figures[0], r => r.Wall) / Median(figures[1], r => r.Wall):F2}, busiest thread {Median(figures[0], r => r.Busiest) / Median(figures[1], r => r.Busiest):F2}"));
        return 0;
    }

    private static byte[] Measure(JpegScaler scaler, byte[] source, int width, int height, Lender lender, out Round round)
    {
        JpegHeader header = JpegHeader.Read(source);
        double shrink = Math.Max((double)header.UprightWidth / width, (double)header.UprightHeight / height);
        var options = new JpegScaleOptions { Width = (int)Math.Round(header.UprightWidth / shrink), Height = (int)Math.Round(header.UprightHeight / shrink) };
        var target = new ArrayBufferWriter<byte>(1 << 20);
        lender.Clear();
        TimeSpan own = ThreadTime.Own;
        long begin = Stopwatch.GetTimestamp();
        scaler.Scale(source, header, [new JpegOutput(options, target)]);
        TimeSpan wall = Stopwatch.GetElapsedTime(begin);
        own = ThreadTime.Own - own;
        round = new Round(wall, own > lender.Longest ? own : lender.Longest, own + lender.Sum);
        return target.WrittenSpan.ToArray();
    }

    private static void Print(string name, List<Round> rounds) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: wall {Median(rounds, r => r.Wall):F1} ms (least {rounds.Min(r => r.Wall).TotalMilliseconds:F1}), busiest thread {Median(rounds, r => r.Busiest):F1} ms (least {rounds.Min(r => r.Busiest).TotalMilliseconds:F1}), processor time of all {Median(rounds, r => r.Processor):F1} ms"));

    private static double Median(List<Round> rounds, Func<Round, TimeSpan> of) => rounds.Select(of).Order().ElementAt(rounds.Count / 2).TotalMilliseconds;

    private static void Paste(PixelImage tile, PixelImage canvas, int left, int top)
    {
        for (int y = 0; y < tile.Height; y++)
            CopyRow(tile, canvas, y, left, top + y);
    }

    private static unsafe void CopyRow(PixelImage tile, PixelImage canvas, int y, int left, int targetY)
    {
        int channels = tile.Format.Channels;
        for (int x = 0; x < tile.Width; x++)
        {
            for (int c = 0; c < 3; c++)
                canvas.Row(targetY)[(left + x) * 3 + c] = tile.Row(y)[x * channels + (channels == 3 ? c : 0)];
        }
    }

    private static int Parse(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private readonly record struct Round(TimeSpan Wall, TimeSpan Busiest, TimeSpan Processor);

    /// <summary>Lends so many processors at a time, and sums up the time of the threads on them.</summary>
    private sealed class Lender(int count) : IIdleProcessors
    {
        private readonly Lock _gate = new();
        private int _lent;

        public TimeSpan Longest { get; private set; }

        public TimeSpan Sum { get; private set; }

        public void Clear() => (Longest, Sum) = (TimeSpan.Zero, TimeSpan.Zero);

        public IIdleProcessor? TryTake(long bytes)
        {
            lock (_gate)
                return _lent < count ? Lend() : null;
        }

        private Loan Lend()
        {
            _lent++;
            return new Loan(this);
        }

        private sealed class Loan(Lender lender) : IIdleProcessor
        {
            public bool IsWanted => false;

            public void GiveBack()
            {
                lock (lender._gate)
                {
                    lender._lent--;
                    lender.Longest = ThreadTime.Own > lender.Longest ? ThreadTime.Own : lender.Longest;
                    lender.Sum += ThreadTime.Own;
                }
            }

            public void Dispose()
            {
            }
        }
    }
}

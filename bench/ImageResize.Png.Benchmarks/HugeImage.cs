using System.Buffers;
using System.Globalization;
using ImageResize.Benchmarks;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Png.Decoding;
using ImageResize.Png.Encoding;
using ImageResize.Png.Scaling;

namespace ImageResize.Png.Benchmarks;

/// <summary>One huge image, by one thread and by two, in turns.</summary>
internal static class HugeImage
{
    private const double Pixels = 100e6;

    /// <summary>As hard as libpng compresses by default.</summary>
    private const int Effort = 6;

    /// <summary>Makes an image of 100 megapixels of the PNG files in a folder, each cut to the size of the smallest.</summary>
    public static void Stitch(string folder, string target)
    {
        byte[][] tiles = [.. Directory.GetFiles(folder, "*.png").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        PngHeader[] headers = [.. tiles.Select(tile => PngHeader.Read(tile))];
        int width = headers.Min(h => h.Width), height = headers.Min(h => h.Height), across = (int)Math.Ceiling(Math.Sqrt(Pixels / ((double)width * height)));
        using var arena = new BufferArena(BufferAllocator.Default);
        var canvas = new PixelImage(arena);
        canvas.Allocate(width * across, height * across, headers[0].Format);
        using var scaler = new PngScaler();
        for (int i = 0; i < across * across; i++)
        {
            PngHeader header = headers[i % tiles.Length];
            int left = i % across * width, top = i / across * height;
            var options = new PngScaleOptions { Width = width, Height = height, Crop = new SourceRegion(0, 0, width, height) };
            scaler.Scale(tiles[i % tiles.Length], header, [new PixelOutput(options, headers[0].Format, default, tile => Paste(tile, canvas, left, top))]);
        }

        var encoded = new ArrayBufferWriter<byte>();
        using var encoder = new PngPixelEncoder();
        encoder.Encode(canvas, false, new PngScaleOptions { Width = canvas.Width, Height = canvas.Height, Effort = Effort }, encoded, default);
        File.WriteAllBytes(target, encoded.WrittenSpan);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target}: {canvas.Width}x{canvas.Height}, {canvas.Format.Channels} channels, {encoded.WrittenCount / 1e6:F1} MB"));
    }

    /// <summary>Scales a file to PNG.</summary>
    public static void Run(string[] args)
    {
        byte[] source = File.ReadAllBytes(args[0]);
        int width = args.Length > 2 ? Parse(args[1]) : 800, height = args.Length > 2 ? Parse(args[2]) : 600, rounds = args.Length > 3 ? Parse(args[3]) : 9;
        PngHeader header = PngHeader.Read(source);
        double shrink = Math.Max((double)header.Width / width, (double)header.Height / height);
        var options = new PngScaleOptions { Width = (int)Math.Round(header.Width / shrink), Height = (int)Math.Round(header.Height / shrink) };
        using var scaler = new PngScaler();
        using var encoder = new PngPixelEncoder();
        HugeRounds.Run(
            idle =>
            {
                var target = new ArrayBufferWriter<byte>(1 << 20);
                TimeSpan alone = TimeSpan.Zero;
                scaler.Parallelism = idle is null ? null : new Parallelism(idle);
                scaler.Scale(source, header, [new PixelOutput(options, header.Format, default, Encode)]);
                return (target.WrittenSpan.ToArray(), alone);

                void Encode(PixelImage image)
                {
                    TimeSpan begin = ThreadTime.Own;
                    encoder.Encode(image, header.IsGray, options, target, default);
                    alone = ThreadTime.Own - begin;
                }
            },
            rounds,
            threads: 2);
        Console.WriteLine($"stretches that were inflated ahead from guessed beginnings, in the last round: {scaler.StretchesAhead}");
    }

    private static unsafe void Paste(PixelImage tile, PixelImage canvas, int left, int top)
    {
        int bytes = tile.Width * tile.Format.BytesPerPixel;
        for (int y = 0; y < tile.Height; y++)
            Buffer.MemoryCopy(tile.Row(y), canvas.Row(top + y) + (nint)left * tile.Format.BytesPerPixel, bytes, bytes);
    }

    private static int Parse(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

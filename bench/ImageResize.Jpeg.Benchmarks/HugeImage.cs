using System.Buffers;
using System.Globalization;
using ImageResize.Benchmarks;
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

    /// <summary>Scales a file.</summary>
    public static int Run(string[] args)
    {
        byte[] source = File.ReadAllBytes(args[0]);
        int width = args.Length > 2 ? Parse(args[1]) : 800, height = args.Length > 2 ? Parse(args[2]) : 600;
        int rounds = args.Length > 3 ? Parse(args[3]) : 15, threads = args.Length > 4 ? Parse(args[4]) : 2;
        using var scaler = new JpegScaler();
        HugeRounds.Run(
            idle =>
            {
                scaler.Parallelism = idle is null ? null : new Parallelism(idle);
                return (Scale(scaler, source, width, height), TimeSpan.Zero);
            },
            rounds,
            threads);
        return 0;
    }

    private static byte[] Scale(JpegScaler scaler, byte[] source, int width, int height)
    {
        JpegHeader header = JpegHeader.Read(source);
        double shrink = Math.Max((double)header.UprightWidth / width, (double)header.UprightHeight / height);
        var options = new JpegScaleOptions { Width = (int)Math.Round(header.UprightWidth / shrink), Height = (int)Math.Round(header.UprightHeight / shrink) };
        var target = new ArrayBufferWriter<byte>(1 << 20);
        scaler.Scale(source, header, [new JpegOutput(options, target)]);
        return target.WrittenSpan.ToArray();
    }

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
}

using System.IO.Compression;
using ImageResize.Png.Tests;

namespace ImageResize.Png.Fuzz;

/// <summary>The sound files that mutations begin with: small images of every kind, plain and interlaced, still and animated.</summary>
internal static class Corpus
{
    private static readonly (PngColor Color, int Depth)[] Kinds =
    [
        (PngColor.Gray, 1), (PngColor.Gray, 2), (PngColor.Gray, 4), (PngColor.Gray, 8), (PngColor.Gray, 16),
        (PngColor.Rgb, 8), (PngColor.Rgb, 16), (PngColor.Palette, 1), (PngColor.Palette, 2), (PngColor.Palette, 4), (PngColor.Palette, 8),
        (PngColor.GrayAlpha, 8), (PngColor.GrayAlpha, 16), (PngColor.RgbAlpha, 8), (PngColor.RgbAlpha, 16),
    ];

    public static byte[][] Create()
    {
        var files = new List<byte[]>();
        foreach ((PngColor color, int depth) in Kinds)
        {
            foreach ((int width, int height) in ((int, int)[])[(40, 24), (17, 33), (3, 1), (130, 90)])
            {
                foreach (bool isInterlaced in (bool[])[false, true])
                    files.Add(Create(files.Count, width, height, color, depth, isInterlaced));
            }
        }

        foreach ((PngColor color, int depth) in Kinds)
        {
            files.Add(new SampleAnimation(37, 26, color, depth)
            {
                Frames = SampleAnimation.Varied(37, 26),
                IsInterlaced = files.Count % 3 == 0,
                StartsWithImage = files.Count % 4 != 0,
                ChunkBytes = files.Count % 2 == 0 ? 60 : int.MaxValue,
            }.Write());
        }

        // Large enough for stretches that are inflated ahead.
        Func<byte[], byte[]>?[] deflaters = [null, OddDeflate.Mixed, OddDeflate.Flushed(5000), null, OddDeflate.Flushed(12_000)];
        foreach (PngColor color in (PngColor[])[PngColor.Gray, PngColor.Rgb, PngColor.RgbAlpha, PngColor.Rgb, PngColor.RgbAlpha])
        {
            foreach (Func<byte[], byte[]>? deflate in deflaters)
            {
                files.Add(new SamplePng(280, color == PngColor.Gray ? 600 : 260, color, 8)
                {
                    Seed = files.Count,
                    Deflate = deflate,
                    Strategy = files.Count % 2 == 0 ? ZLibCompressionStrategy.RunLengthEncoding : default,
                    ChunkBytes = files.Count % 3 == 0 ? 500 + files.Count : int.MaxValue,
                }.Write());
            }
        }

        return [.. files];
    }

    private static byte[] Create(int number, int width, int height, PngColor color, int depth, bool isInterlaced) => new SamplePng(width, height, color, depth)
    {
        Seed = number,
        IsInterlaced = isInterlaced,
        Level = (CompressionLevel)(number / 2 % 4),
        Strategy = (ZLibCompressionStrategy)(number / 2 % 5),
        ChunkBytes = number % 3 == 0 ? 50 + number : int.MaxValue,
        Transparency = number / 2 % 2 == 0 ? null : color switch
        {
            PngColor.Gray => [0, 1],
            PngColor.Rgb => [0, 100, 0, 100, 0, 100],
            PngColor.Palette => [0, 128],
            _ => null,
        },
        Chunks = number % 5 == 0 ? [("gAMA", [0, 0, 0xB1, 0x8F]), ("tEXt", "Title\0some text"u8.ToArray())] : [],
    }.Write();
}

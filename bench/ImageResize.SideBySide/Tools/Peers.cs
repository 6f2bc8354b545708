using System.Globalization;
using ImageMagick;
using NetVips;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Processing;
using Sharp = SixLabors.ImageSharp.Image;

namespace ImageResize.SideBySide.Tools;

/// <summary>What a good programmer writes in ten lines over each library: the measure for the module.</summary>
internal static class Peers
{
    private const int Quality = 85;

    /// <summary>Runs a peer: its name, the folders, the format and its extension, the box, the number of workers.</summary>
    public static int Run(string[] job)
    {
        if (job is not [var library, var inputs, var outputs, var format, var extension, .. var numbers])
        {
            Thread.Sleep(500);
            return 0;
        }

        int[] given = [.. numbers.Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        Action<string, string, int, int> one = library switch
        {
            "netvips" => Vips(),
            "imagesharp" => ImageSharp(format),
            "magicknet" => Magick(),
            _ => throw new ArgumentException($"There is no peer '{library}'."),
        };
        Parallel.ForEach(
            Directory.GetFiles(inputs),
            new ParallelOptions { MaxDegreeOfParallelism = given[2] },
            path => one(path, Path.Combine(outputs, Path.GetFileNameWithoutExtension(path) + extension), given[0], given[1]));
        return 0;
    }

    private static Action<string, string, int, int> Vips()
    {
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        return (path, output, width, height) =>
        {
            using Image image = Image.Thumbnail(path, width, height: height, size: Enums.Size.Down);
            switch (Path.GetExtension(output))
            {
                case ".jpg":
                    image.Jpegsave(output, q: Quality, optimizeCoding: true);
                    break;
                case ".webp":
                    image.Webpsave(output, q: Quality);
                    break;
                case ".tif":
                    image.Tiffsave(output, compression: Enums.ForeignTiffCompression.Lzw, predictor: Enums.ForeignTiffPredictor.Horizontal);
                    break;
                case ".avif":
                    image.Heifsave(output, q: Quality, compression: Enums.ForeignHeifCompression.Av1, effort: 3);
                    break;
                default:
                    image.WriteToFile(output);
                    break;
            }
        };
    }

    private static Action<string, string, int, int> ImageSharp(string format)
    {
        SixLabors.ImageSharp.Configuration.Default.MaxDegreeOfParallelism = 1;
        return (path, output, width, height) =>
        {
            using Sharp image = Sharp.Load(path);
            image.Mutate(steps => steps.AutoOrient());
            if (image.Width > width || image.Height > height)
                image.Mutate(steps => steps.Resize(new ResizeOptions { Size = new(width, height), Mode = SixLabors.ImageSharp.Processing.ResizeMode.Max, Sampler = KnownResamplers.Lanczos3 }));
            using FileStream file = File.Create(output);
            image.Save(file, format switch
            {
                "jpeg" => new JpegEncoder { Quality = Quality },
                "webp" => new WebpEncoder { Quality = Quality },
                _ => SixLabors.ImageSharp.Configuration.Default.ImageFormatsManager.FindEncoder(SixLabors.ImageSharp.Configuration.Default.ImageFormatsManager.FindFormatByFileExtension(Path.GetExtension(output))),
            });
        };
    }

    private static Action<string, string, int, int> Magick()
    {
        ResourceLimits.Thread = 1;
        return (path, output, width, height) =>
        {
            var settings = new MagickReadSettings();
            settings.SetDefine(MagickFormat.Jpeg, "size", string.Create(CultureInfo.InvariantCulture, $"{width}x{height}"));
            using var images = new MagickImageCollection(path, settings);
            images.Coalesce();
            foreach (IMagickImage<byte> image in images)
            {
                image.AutoOrient();
                image.Resize(new MagickGeometry((uint)width, (uint)height) { Greater = true });
                image.Quality = Quality;
            }

            images.Write(output);
        };
    }
}

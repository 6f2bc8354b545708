using ImageResize.Testing;
using ImageResize.Testing.Hostile;
using NetVips;

namespace ImageResize.Hostile.Soak;

/// <summary>A distinct file of the soak.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Size">The pixels that its output must have; null where the file is damaged, and what comes of it is for the module to say alone.</param>
internal sealed record SoakFile(string Path, (int Width, int Height)? Size);

/// <summary>The distinct files of a soak: small images of all formats, each with a picture of its own, damaged ones, and a few huge ones.</summary>
/// <param name="folder">The folder that they are made in.</param>
/// <param name="seed">What all chance follows from.</param>
internal sealed class SoakCorpus(string folder, int seed)
{
    /// <summary>The box of the outputs, in pixels.</summary>
    public const int Box = 96;

    private static readonly (int Width, int Height)[] Sizes = [(160, 120), (120, 160), (240, 160), (320, 240), (300, 400), (480, 360), (640, 480), (80, 60)];

    /// <summary>How a kind of image is written, and how many of a hundred are of it.</summary>
    private static readonly (int Share, string Extension, Action<Image, string> Write)[] Kinds =
    [
        (22, "jpg", (image, path) => image.Jpegsave(path, q: 82)),
        (12, "jpg", (image, path) => image.Jpegsave(path, q: 82, interlace: true)),
        (4, "jpg", (image, path) => Saved(image.Colourspace(Enums.Interpretation.Bw), grey => grey.Jpegsave(path, q: 75))),
        (8, "png", (image, path) => image.Pngsave(path)),
        (3, "png", (image, path) => image.Pngsave(path, interlace: true)),
        (4, "png", (image, path) => image.Pngsave(path, palette: true)),
        (3, "png", (image, path) => Saved(image.Colourspace(Enums.Interpretation.Rgb16), deep => deep.Pngsave(path))),
        (4, "png", (image, path) => Saved(Veiled(image), veiled => veiled.Pngsave(path))),
        (10, "webp", (image, path) => image.Webpsave(path, q: 75)),
        (3, "webp", (image, path) => Saved(Veiled(image), veiled => veiled.Webpsave(path, lossless: true, effort: 0))),
        (1, "webp", (image, path) => Saved(Roll(image), roll => roll.Webpsave(path, q: 70))),
        (4, "gif", (image, path) => image.Gifsave(path)),
        (3, "gif", (image, path) => Saved(Roll(image), roll => roll.Gifsave(path))),
        (6, "tif", (image, path) => image.Tiffsave(path, compression: Enums.ForeignTiffCompression.Lzw)),
        (3, "tif", (image, path) => image.Tiffsave(path, tile: true, tileWidth: 64, tileHeight: 64, compression: Enums.ForeignTiffCompression.Deflate)),
        (2, "tif", (image, path) => image.Tiffsave(path)),
        (7, "bmp", (image, path) => File.WriteAllBytes(path, BitmapSamples.Bmp(image.WriteToMemory<byte>(), image.Width, image.Height))),
        (1, "avif", (image, path) => image.Heifsave(path, compression: Enums.ForeignHeifCompression.Av1, effort: 0)),
    ];

    /// <summary>Makes sound files.</summary>
    public List<SoakFile> WriteSound(int count)
    {
        var files = new List<SoakFile>();
        for (int i = 0; i < count; i++)
        {
            var random = new Random(unchecked(seed * 7_919 + i));
            (int width, int height) = Sizes[random.Next(Sizes.Length)];
            int draw = random.Next(Kinds.Sum(kind => kind.Share)), at = 0;
            while (draw >= Kinds[at].Share)
                draw -= Kinds[at++].Share;
            string path = Path.Combine(folder, $"sound-{i:00000}.{Kinds[at].Extension}");
            using Image picture = Draw(width, height, random);
            Kinds[at].Write(picture, path);
            files.Add(new SoakFile(path, Fit(width, height)));
        }

        return files;
    }

    /// <summary>Damages some of the sound files: cuts them, or flips bits. Some will do nonetheless.</summary>
    public List<SoakFile> WriteDamaged(IReadOnlyList<SoakFile> sound, int count)
    {
        var files = new List<SoakFile>();
        for (int i = 0; i < count; i++)
        {
            var random = new Random(unchecked(seed * 104_729 + i));
            string source = sound[random.Next(sound.Count)].Path;
            byte[] bytes = File.ReadAllBytes(source);
            byte[] damaged = random.Next(2) == 0
                ? bytes[..(bytes.Length * random.Next(10, 90) / 100)]
                : FileMutator.Mutate(bytes, File.ReadAllBytes(sound[random.Next(sound.Count)].Path), random);
            string path = Path.Combine(folder, $"damaged-{i:00000}{Path.GetExtension(source)}");
            File.WriteAllBytes(path, damaged);
            files.Add(new SoakFile(path, null));
        }

        return files;
    }

    /// <summary>Makes images of 24 to 48 megapixels.</summary>
    public List<SoakFile> WriteHuge()
    {
        using Image noise = Image.Gaussnoise(6_000, 4_000, sigma: 20, mean: 128, seed: seed);
        using Image picture = noise.Bandjoin(noise.FlipHor(), noise.FlipVer()).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        string baseline = Path.Combine(folder, "huge-baseline.jpg"), progressive = Path.Combine(folder, "huge-progressive.jpg"), strips = Path.Combine(folder, "huge-strips.tif"), plain = Path.Combine(folder, "huge-plain.png");
        picture.Jpegsave(baseline, q: 60);
        picture.Jpegsave(progressive, q: 60, interlace: true);
        picture.Tiffsave(strips, compression: Enums.ForeignTiffCompression.Lzw);
        SyntheticPng.Write(plain, 8_000, 6_000);
        return [new(baseline, Fit(6_000, 4_000)), new(progressive, Fit(6_000, 4_000)), new(strips, Fit(6_000, 4_000)), new(plain, Fit(8_000, 6_000))];
    }

    /// <summary>The largest size of this shape within the box; what is smaller stays as it is.</summary>
    private static (int Width, int Height) Fit(int width, int height)
    {
        double factor = Math.Min(1, (double)Box / Math.Max(width, height));
        return ((int)Math.Round(width * factor, MidpointRounding.AwayFromZero), (int)Math.Round(height * factor, MidpointRounding.AwayFromZero));
    }

    /// <summary>Four corners of colour under grain: like a photo, no two alike.</summary>
    private static Image Draw(int width, int height, Random random)
    {
        using Image grain = Image.Gaussnoise(width, height, sigma: random.Next(2, 30), mean: random.Next(-60, 60), seed: random.Next());
        using Image corners = TestImage.Corners(width, height);
        using Image soft = corners.Gaussblur(random.Next(1, 12));
        return (soft + grain).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb).CopyMemory();
    }

    private static Image Veiled(Image image)
    {
        using Image alpha = image[1];
        return image.Bandjoin(alpha);
    }

    private static Image Roll(Image image)
    {
        using Image mirrored = image.FlipHor(), turned = image.Rot180();
        using Image frames = Image.Arrayjoin([image, mirrored, turned], across: 1);
        return frames.Mutate(m =>
        {
            m.Set(GValue.GIntType, "page-height", image.Height);
            m.Set(GValue.ArrayIntType, "delay", new[] { 50, 60, 70 });
        });
    }

    private static void Saved(Image image, Action<Image> save)
    {
        using (image)
            save(image);
    }
}

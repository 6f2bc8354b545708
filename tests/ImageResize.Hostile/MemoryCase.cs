using ImageResize.Testing;
using ImageResize.Testing.Raw;
using NetVips;

namespace ImageResize.Hostile;

/// <summary>A kind of image whose memory is measured.</summary>
/// <param name="Name">For the table.</param>
/// <param name="FileName">What the file is called; cases of one file share it.</param>
/// <param name="Output">The size and the format of the output: "800 jpeg"; "check" for an image that fits.</param>
/// <param name="Write">Makes the file.</param>
internal sealed record MemoryCase(string Name, string FileName, string Output, Action<string> Write)
{
    private const int Width = 6000;
    private const int Height = 4000;

    public static IEnumerable<MemoryCase> All { get; } =
    [
        new("JPEG, baseline, 24 MP", "baseline.jpg", "800 jpeg", path => Photo(image => image.Jpegsave(path, q: 85))),
        new("JPEG, baseline, 24 MP", "baseline.jpg", "6000 jpeg", _ => { }),
        new("JPEG, baseline, 24 MP", "baseline.jpg", "800 png", _ => { }),
        new("JPEG, baseline, 24 MP", "baseline.jpg", "6000 webp", _ => { }),
        new("JPEG, baseline, turned, 24 MP", "turned.jpg", "800 jpeg", path => Photo(image => Turned(image).Jpegsave(path, q: 85))),
        new("JPEG, baseline, turned, 24 MP", "turned.jpg", "800 png", _ => { }),
        new("JPEG, progressive, 24 MP", "progressive.jpg", "800 jpeg", path => Photo(image => image.Jpegsave(path, q: 85, interlace: true))),
        new("JPEG, progressive, 24 MP", "progressive.jpg", "800 png", _ => { }),
        new("JPEG, CMYK, 24 MP", "cmyk.jpg", "800 jpeg", path => Photo(image => image.IccTransform("cmyk", inputProfile: "srgb").Jpegsave(path))),
        new("PNG, 24 MP", "plain.png", "800 png", path => Photo(image => image.Pngsave(path, compression: 1))),
        new("PNG, 24 MP", "plain.png", "check", _ => { }),
        new("PNG, 24 MP", "plain.png", "60 jpeg", _ => { }),
        new("PNG, 24 MP", "plain.png", "3000 jpeg", _ => { }),
        new("PNG, interlaced, 24 MP", "interlaced.png", "800 png", path => Photo(image => image.Pngsave(path, compression: 1, interlace: true))),
        new("PNG, turned, 24 MP", "turned.png", "800 png", path => Photo(image => Turned(image).Pngsave(path, compression: 1))),
        new("PNG, 16 bits, 24 MP", "deep.png", "800 png", path => Photo(image => image.Colourspace(Enums.Interpretation.Rgb16).Pngsave(path, compression: 1))),
        new("PNG, 16 bits, alpha, 24 MP", "deep-alpha.png", "800 png", path => Photo(image => image.Colourspace(Enums.Interpretation.Rgb16).Bandjoin(Image.Black(Width, Height) + 40_000).Cast(Enums.BandFormat.Ushort).Pngsave(path, compression: 1))),
        new("PNG, alpha, 24 MP", "alpha.png", "800 webp", path => Photo(image => image.Bandjoin(200).Pngsave(path, compression: 1))),
        new("WebP, alpha, 24 MP", "alpha.webp", "800 webp", path => Photo(image => image.Bandjoin(200).Webpsave(path, q: 70, effort: 0))),
        new("PNG, palette, 24 MP", "palette.png", "800 png", path => Photo(image => image.Pngsave(path, compression: 1, palette: true, effort: 1))),
        new("TIFF, strips, 24 MP", "strips.tif", "800 tiff", path => Photo(image => image.Tiffsave(path, compression: Enums.ForeignTiffCompression.Lzw))),
        new("TIFF, strips, 24 MP", "strips.tif", "800 jpeg", _ => { }),
        new("TIFF, tiles, 24 MP", "tiles.tif", "800 tiff", path => Photo(image => image.Tiffsave(path, compression: Enums.ForeignTiffCompression.Lzw, tile: true, tileWidth: 256, tileHeight: 256))),
        new("TIFF, JPEG inside, 24 MP", "jpeg.tif", "800 jpeg", path => Photo(image => image.Tiffsave(path, compression: Enums.ForeignTiffCompression.Jpeg, tile: true))),
        new("TIFF, one strip, 24 MP", "onestrip.tif", "800 jpeg", path => Photo(image => image.Tiffsave(path, compression: Enums.ForeignTiffCompression.Lzw, tileHeight: Height))),
        new("TIFF, 16 bits, turned, 24 MP", "deep.tif", "800 tiff", path => Photo(image => Turned(image.Colourspace(Enums.Interpretation.Rgb16)).Tiffsave(path, compression: Enums.ForeignTiffCompression.Lzw))),
        new("TIFF, float, 24 MP", "float.tif", "800 jpeg", path => Photo(image => (image / 255).Cast(Enums.BandFormat.Float).Tiffsave(path))),
        new("WebP, lossy, 24 MP", "lossy.webp", "800 webp", path => Photo(image => image.Webpsave(path, q: 70, effort: 0))),
        new("WebP, lossless, 24 MP", "lossless.webp", "800 webp", path => Photo(image => image.Webpsave(path, lossless: true, effort: 0))),
        new("WebP, lossless, 24 MP", "lossless.webp", "check", _ => { }),
        new("WebP, 30 frames, 24 MP", "animated.webp", "400 webp", path => Animation(image => image.Webpsave(path, q: 70, effort: 0))),
        new("WebP, 30 frames, 24 MP", "animated.webp", "400 jpeg", _ => { }),
        new("GIF, 24 MP", "still.gif", "800 gif", path => Photo(image => image.Gifsave(path, effort: 1))),
        new("GIF, grey, 24 MP", "grey.gif", "800 jpeg", path => Photo(image => image.Colourspace(Enums.Interpretation.Bw).Gifsave(path, effort: 1))),
        new("GIF, 30 frames, 24 MP", "animated.gif", "400 gif", path => Animation(image => image.Gifsave(path, effort: 1))),
        new("GIF, 30 frames, 24 MP", "animated.gif", "1000 gif", _ => { }),
        new("AVIF, 24 MP", "lossy.avif", "800 avif", path => Photo(image => image.Heifsave(path, q: 60, compression: Enums.ForeignHeifCompression.Av1, effort: 0))),
        new("AVIF, full chroma, 24 MP", "chroma.avif", "800 jpeg", path => Photo(image => image.Heifsave(path, q: 60, compression: Enums.ForeignHeifCompression.Av1, effort: 0, subsampleMode: Enums.ForeignSubsample.Off))),
        new("AVIF, 10 bits, 24 MP", "deep.avif", "800 jpeg", path => Photo(image => image.Colourspace(Enums.Interpretation.Rgb16).Heifsave(path, q: 60, compression: Enums.ForeignHeifCompression.Av1, effort: 0, bitdepth: 10))),
        new("BMP, 24 MP", "plain.bmp", "800 bmp", path => Pixels(rgb => File.WriteAllBytes(path, BitmapSamples.Bmp(rgb, Width, Height)))),
        new("BMP, 24 MP", "plain.bmp", "6000 jpeg", _ => { }),
        new("BMP, runs, 24 MP", "runs.bmp", "800 png", path => File.WriteAllBytes(path, BitmapSamples.RunBmp(TestImage.Corners(Width, Height).WriteToMemory<byte>(), Width, Height))),
        new("TGA, 24 MP", "plain.tga", "800 png", path => Pixels(rgb => File.WriteAllBytes(path, BitmapSamples.Tga(rgb, Width, Height)))),
        new("TGA, runs, 24 MP", "runs.tga", "800 png", path => Pixels(rgb => File.WriteAllBytes(path, BitmapSamples.RunTga(rgb, Width, Height)))),
        new("PPM, 24 MP", "plain.ppm", "800 png", path => Pixels(rgb => File.WriteAllBytes(path, [.. System.Text.Encoding.ASCII.GetBytes($"P6 {Width} {Height} 255\n"), .. rgb]))),
        new("PPM, 16 bits, 12 MP", "deep.ppm", "800 png", path => Pixels(rgb => File.WriteAllBytes(path, [.. System.Text.Encoding.ASCII.GetBytes($"P6 {Width} {Height / 2} 65535\n"), .. rgb]))),
        new("JPEG, baseline, 24 MP", "baseline.jpg", "6000 bmp", path => Photo(image => image.Jpegsave(path, q: 85))),
        new("JPEG, baseline, 24 MP", "baseline.jpg", "256 ico", _ => { }),
        new("camera raw, 24 MP", "raw.nef", "800 jpeg", path => Photo(image => File.WriteAllBytes(path, RawSamples.Nef(image.JpegsaveBuffer(q: 85), image.Crop(0, 0, 160, 120).JpegsaveBuffer(), 1)))),
        new("PNG, 60,000 x 60", "wide.png", "30000 png", path => Wide(image => image.Pngsave(path))),
        new("PNG, alpha, 60,000 x 60", "wide-alpha.png", "30000 tiff", path => Wide(image => image.Bandjoin(200).Pngsave(path))),
        new("PNG, 16 bits, alpha, 60,000 x 60", "wide-deep.png", "30000 png", path => Wide(image => image.Colourspace(Enums.Interpretation.Rgb16).Bandjoin(Image.Black(60_000, 60) + 40_000).Cast(Enums.BandFormat.Ushort).Pngsave(path))),
        new("TIFF, 16 bits, 60,000 x 60", "wide.tif", "30000 tiff", path => Wide(image => image.Colourspace(Enums.Interpretation.Rgb16).Tiffsave(path, compression: Enums.ForeignTiffCompression.Deflate))),
        new("GIF, 60,000 x 60", "wide.gif", "30000 gif", path => Wide(image => image.Gifsave(path, effort: 1))),
        new("JPEG, 60,000 x 60", "wide.jpg", "30000 png", path => Wide(image => image.Jpegsave(path))),
        new("PNG, 60 x 60,000", "tall.png", "30000 png", path => Wide(image => image.Rot90().Pngsave(path))),
        new("AVIF, 16,000 x 60", "wide.avif", "8000 avif", path => Wide(image => image.Crop(0, 0, 16_000, 60).Heifsave(path, compression: Enums.ForeignHeifCompression.Av1, effort: 0))),
        new("JPEG, 2 MP", "small.jpg", "8000+ jpeg", path => Photo(image => image.Resize(0.3).Jpegsave(path))),
        new("JPEG, 2 MP", "small.jpg", "4000+ avif", _ => { }),
        new("JPEG, 2 MP", "small.jpg", "4000+ webp", _ => { }),
        new("JPEG, 2 MP", "small.jpg", "4000+ gif", _ => { }),
        new("JPEG, 2 MP", "small.jpg", "8000+ tiff", _ => { }),
        new("JPEG, 2 MP", "small.jpg", "8000+ png", _ => { }),
    ];

    private static void Photo(Action<Image> save)
    {
        using Image noise = Image.Gaussnoise(Width, Height, sigma: 40, mean: 0, seed: 3).Gaussblur(1.5);
        using Image image = (TestImage.Corners(Width, Height) + noise).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        save(image);
    }

    private static void Pixels(Action<byte[]> save) => Photo(image => save(image.WriteToMemory<byte>()));

    private static void Wide(Action<Image> save)
    {
        using Image image = TestImage.Corners(60_000, 60);
        save(image);
    }

    private static void Animation(Action<Image> save) => Photo(image =>
    {
        using Image roll = Image.Arrayjoin([.. Enumerable.Range(0, 30).Select(i => image.Crop(100 * i, 50 * i, 1000, 800))], across: 1);
        using Image animation = roll.Mutate(m =>
        {
            m.Set(GValue.GIntType, "page-height", 800);
            m.Set(GValue.ArrayIntType, "delay", Enumerable.Repeat(50, 30).ToArray());
        });
        save(animation);
    });

    private static Image Turned(Image image) => image.Mutate(m => m.Set(GValue.GIntType, "orientation", 6));
}

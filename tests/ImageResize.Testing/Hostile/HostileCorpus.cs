using ImageResize.Testing.Raw;
using NetVips;

namespace ImageResize.Testing.Hostile;

/// <summary>Small sound images of every format and of many kinds of each, to be damaged.</summary>
public static class HostileCorpus
{
    /// <summary>The images by name; the extension tells the format.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Create()
    {
        using Image noise = Noise(90, 60);
        using Image flat = TestImage.Corners(90, 60);
        using Image alpha = flat.Bandjoin(Image.Black(90, 60) + 128).Cast(Enums.BandFormat.Uchar);
        using Image grey = flat.Colourspace(Enums.Interpretation.Bw);
        using Image deep = flat.Colourspace(Enums.Interpretation.Rgb16);
        using Image cmyk = flat.IccTransform("cmyk", inputProfile: "srgb");
        using Image profiled = noise.IccTransform("p3", inputProfile: "srgb");
        using Image roll = Roll(noise, flat);
        using Image large = Noise(128, 128);
        return
        [
            ("baseline.jpg", noise.JpegsaveBuffer(q: 80)),
            ("full-chroma.jpg", profiled.JpegsaveBuffer(q: 90, subsampleMode: Enums.ForeignSubsample.Off)),
            ("progressive.jpg", noise.JpegsaveBuffer(q: 80, interlace: true)),
            ("restarts.jpg", noise.JpegsaveBuffer(q: 80, restartInterval: 3)),
            ("grey.jpg", grey.JpegsaveBuffer()),
            ("cmyk.jpg", cmyk.JpegsaveBuffer()),
            ("rgb.png", noise.PngsaveBuffer()),
            ("alpha.png", alpha.PngsaveBuffer()),
            ("deep.png", deep.PngsaveBuffer()),
            ("interlaced.png", noise.PngsaveBuffer(interlace: true)),
            ("palette.png", flat.PngsaveBuffer(palette: true)),
            ("grey.png", grey.PngsaveBuffer(bitdepth: 1)),
            ("profiled.png", profiled.PngsaveBuffer()),
            ("lossy.webp", noise.WebpsaveBuffer(q: 70)),
            ("lossless.webp", alpha.WebpsaveBuffer(lossless: true)),
            ("alpha.webp", alpha.WebpsaveBuffer(q: 70)),
            ("animated.webp", roll.WebpsaveBuffer(q: 70)),
            ("profiled.webp", profiled.WebpsaveBuffer()),
            ("still.gif", flat.GifsaveBuffer()),
            ("noise.gif", noise.GifsaveBuffer(interlace: true)),
            ("animated.gif", roll.GifsaveBuffer()),
            ("plain.tif", noise.TiffsaveBuffer()),
            ("lzw.tif", flat.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw, predictor: Enums.ForeignTiffPredictor.Horizontal)),
            ("deflate.tif", deep.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Deflate)),
            ("jpeg.tif", noise.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Jpeg)),
            ("tiled.tif", noise.TiffsaveBuffer(tile: true, tileWidth: 16, tileHeight: 16, compression: Enums.ForeignTiffCompression.Lzw)),
            ("pyramid.tif", noise.TiffsaveBuffer(tile: true, tileWidth: 16, tileHeight: 16, pyramid: true)),
            ("directory-first.tif", TiledTiff.Write(large)),
            ("deflated-tiles.tif", TiledTiff.Write(large, isDeflated: true)),
            ("pages.tif", roll.TiffsaveBuffer()),
            ("cmyk.tif", cmyk.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Packbits)),
            ("fax.tif", grey.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Ccittfax4, bitdepth: 1)),
            ("float.tif", (flat / 255).Cast(Enums.BandFormat.Float).TiffsaveBuffer()),
            ("big.tif", noise.TiffsaveBuffer(bigtiff: true)),
            ("lossy.avif", noise.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 0)),
            ("alpha.avif", alpha.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 0)),
            ("deep.avif", deep.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 0, bitdepth: 10)),
            ("pieces.avif", AvifGrid.Write(large)),
            .. Others(flat, noise),
        ];
    }

    /// <summary>Of formats that libvips does not read.</summary>
    private static IEnumerable<(string Name, byte[] Bytes)> Others(Image flat, Image noise)
    {
        byte[] corners = flat.WriteToMemory<byte>(), grain = noise.WriteToMemory<byte>(), jpeg = noise.JpegsaveBuffer(q: 80), small = flat.JpegsaveBuffer(keep: Enums.ForeignKeep.None);
        return
        [
            ("plain.bmp", BitmapSamples.Bmp(grain, 90, 60)),
            ("runs.bmp", BitmapSamples.RunBmp(corners, 90, 60)),
            ("masks.bmp", BitmapSamples.MaskedBmp(grain, 90, 60)),
            ("plain.tga", BitmapSamples.Tga(grain, 90, 60)),
            ("runs.tga", BitmapSamples.RunTga(corners, 90, 60)),
            ("binary.ppm", [.. "P6 90 60 255\n"u8, .. grain]),
            ("scaled.ppm", [.. "P6 90 60 200\n"u8, .. grain]),
            ("deep.pgm", [.. "P5 90 90 4095\n"u8, .. grain]),
            ("text.ppm", System.Text.Encoding.ASCII.GetBytes("P3 90 60 255\n" + string.Join(' ', corners))),
            ("bits.pbm", [.. "P4 90 60\n"u8, .. grain]),
            ("alpha.pam", [.. "P7\nWIDTH 60\nHEIGHT 60\nDEPTH 4\nMAXVAL 255\nENDHDR\n"u8, .. grain]),
            ("icon.ico", BitmapSamples.Icon(1, grain, 90, 60)),
            ("cursor.cur", BitmapSamples.Icon(2, corners, 90, 60)),
            .. RawSamples.All.Select(pair => ("raw." + pair.Key, pair.Value(jpeg, small, 6))),
        ];
    }

    private static Image Noise(int width, int height)
    {
        using Image noise = Image.Gaussnoise(width, height, sigma: 30, mean: 0, seed: 7);
        using Image flat = TestImage.Corners(width, height);
        return (flat + noise).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static Image Roll(Image first, Image second)
    {
        using Image pages = Image.Arrayjoin([first, second, first], across: 1);
        return pages.Mutate(m =>
        {
            m.Set(GValue.GIntType, "page-height", first.Height);
            m.Set(GValue.ArrayIntType, "delay", new[] { 50, 60, 70 });
        });
    }
}

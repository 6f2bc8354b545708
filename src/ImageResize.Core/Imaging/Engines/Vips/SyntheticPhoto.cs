using ImageResize.Files;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// Makes images that cost a codec what a photo costs: soft shapes (Perlin noise), texture, and the grain of a
/// sensor, so that the JPEG takes 1.5 to 3 bits a pixel as a camera's does. The same seed gives the same image.
/// </summary>
internal static class SyntheticPhoto
{
    private const int CameraQuality = 92;
    private const int ShapeCells = 5;
    private const int TextureCell = 12;

    /// <summary>Writes a JPEG of the given size in pixels.</summary>
    /// <exception cref="ImageResizeException">It could not be written.</exception>
    public static void WriteJpeg(string path, PixelSize size, int seed)
    {
        VipsRuntime.Initialize();
        int cell = Math.Max(16, size.LongSide / ShapeCells);
        using Image red = Band(size, cell, seed * 31 + 1);
        using Image green = Band(size, cell, seed * 31 + 2);
        using Image blue = Band(size, cell, seed * 31 + 3);
        using Image texture = Image.Perlin(size.Width, size.Height, cellSize: TextureCell, seed: seed);
        using Image grain = Image.Gaussnoise(size.Width, size.Height, sigma: 5, mean: 0, seed: seed);
        using Image bands = red.Bandjoin(green, blue);
        using Image light = bands * 100 + 128;
        using Image rough = light + texture * 18 + grain;
        using Image pixels = rough.Cast(Enums.BandFormat.Uchar);
        using Image photo = pixels.Copy(interpretation: Enums.Interpretation.Srgb);

        // libvips' own message of a full disk would say neither what nor where.
        using var encoded = new MemoryStream(photo.JpegsaveBuffer(q: CameraQuality, keep: Enums.ForeignKeep.None));
        AtomicFile.Write(LocalFileLayer.Instance, path, encoded, new WriteOptions(Overwrite: true));
    }

    private static Image Band(PixelSize size, int cell, int seed) =>
        Image.Perlin(size.Width, size.Height, cellSize: cell, seed: seed);
}

using ImageResize.Imaging;
using ImageResize.Imaging.Engines.Vips;

namespace ImageResize;

/// <summary>Makes photo-like images for samples, trials and tests. Thread safe.</summary>
public static class SamplePhoto
{
    /// <summary>Writes a JPEG whose content costs a codec what a photo costs; the same seed gives the same image.</summary>
    /// <param name="path">The full path of the file to write.</param>
    /// <param name="width">1 to 65,535 pixels.</param>
    /// <param name="height">1 to 65,535 pixels.</param>
    /// <param name="seed">Any number.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is out of its range.</exception>
    /// <exception cref="PlatformNotSupportedException">libvips cannot be loaded.</exception>
    /// <exception cref="NetVips.VipsException">The file cannot be written.</exception>
    public static void Write(string path, int width, int height, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(width, height), FormatTraits.Of(ImageFormat.Jpeg).MaxSide);
        SyntheticPhoto.WriteJpeg(path, new PixelSize(width, height), seed);
    }
}

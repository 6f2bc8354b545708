using ImageResize.Metadata.Color;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Containers;

/// <summary>What a TIFF directory says of its image (TIFF 6.0).</summary>
internal static class TiffImage
{
    /// <summary>What Corel Draw writes for unassociated alpha.</summary>
    private const int CorelAlpha = 999;

    private const int Separated = 5;
    private const int YCbCr = 6;

    public static ImageParts Describe(TiffFile file, List<TiffFileEntry> directory, ImageParts parts)
    {
        long[] bits = file.Numbers(directory, TiffTag.BitsPerSample);
        int samples = (int)Math.Clamp(file.FirstNumber(directory, TiffTag.SamplesPerPixel, 1), 1, ushort.MaxValue);
        int extra = Math.Max(0, samples - ColorChannels(file, directory, samples));
        long[] extras = file.Numbers(directory, TiffTag.ExtraSamples);
        // Of the extra channels the first that says so is alpha (associated 1, unassociated 2); where nothing is said, readers take the first for it.
        int alpha = extra == 0 ? -1 : extras.Length == 0 ? 0 : Array.FindIndex(extras, 0, Math.Min(extras.Length, extra), kind => kind is 1 or 2 or CorelAlpha);
        bool hasAlpha = alpha >= 0;
        long orientation = file.FirstNumber(directory, TiffTag.Orientation, 1);
        return parts with
        {
            Width = Math.Max(0, file.FirstNumber(directory, TiffTag.ImageWidth, 0)),
            Height = Math.Max(0, file.FirstNumber(directory, TiffTag.ImageLength, 0)),
            Orientation = orientation is >= 1 and <= 8 ? (int)orientation : 1,
            BitsPerSample = (int)Math.Clamp(bits.Length == 0 ? 1 : bits.Max(), 0, 128),
            Channels = samples,
            HasAlpha = hasAlpha,
            AlphaChannel = hasAlpha ? samples - extra + alpha : -1,
            ExtraChannels = extra - (hasAlpha ? 1 : 0),
            SampleKind = file.FirstNumber(directory, TiffTag.SampleFormat, 1) switch
            {
                2 => SampleKind.Signed,
                3 => SampleKind.Float,
                5 or 6 => SampleKind.Complex,
                _ => SampleKind.Unsigned,
            },
            UnusualCoding = Unusual(file, directory, samples),
        };
    }

    /// <summary>Whether two directories are of images that can stand in one roll of pages: of one size, with the same samples.</summary>
    public static bool IsLike(TiffFile file, List<TiffFileEntry> one, List<TiffFileEntry> other)
    {
        ushort[] tags = [TiffTag.ImageWidth, TiffTag.ImageLength, TiffTag.BitsPerSample, TiffTag.SamplesPerPixel, TiffTag.SampleFormat, TiffTag.Photometric, TiffTag.ExtraSamples, TiffTag.Orientation];
        return Array.TrueForAll(tags, tag => file.Numbers(one, tag).SequenceEqual(file.Numbers(other, tag)));
    }

    /// <summary>The colours that the photometric interpretation tells without a profile; null for RGB and grey.</summary>
    public static ColorDescription? Color(TiffFile file, List<TiffFileEntry> directory) => file.FirstNumber(directory, TiffTag.Photometric) switch
    {
        5 => new ColorDescription { Channels = Metadata.Color.ColorChannels.Cmyk, Matrix = null, Curves = [] },
        8 or 9 or 10 => new ColorDescription { Channels = Metadata.Color.ColorChannels.Lab, Matrix = null, Curves = [] },
        _ => null,
    };

    private static int ColorChannels(TiffFile file, List<TiffFileEntry> directory, int samples) => file.FirstNumber(directory, TiffTag.Photometric) switch
    {
        0 or 1 or 3 or 4 => 1,
        2 or 6 or 8 or 9 or 10 => 3,
        5 => 4,
        _ => samples,
    };

    private static string? Unusual(TiffFile file, List<TiffFileEntry> directory, int samples)
    {
        long bits = file.FirstNumber(directory, TiffTag.BitsPerSample, 1);
        bool isPlanar = file.FirstNumber(directory, TiffTag.PlanarConfiguration, 1) == 2 && samples > 1;
        return file.FirstNumber(directory, TiffTag.Compression, 1) switch
        {
            6 => "old-style JPEG compression",
            34925 => "LZMA compression",
            50000 => "Zstandard compression",
            50001 => "WebP compression",
            34712 or 33003 or 33005 => "JPEG 2000 compression",
            34661 => "JBIG compression",
            34676 or 34677 => "LogLuv compression",
            50002 or 52546 => "JPEG XL compression",
            var known when known is not (1 or 2 or 3 or 4 or 5 or 7 or 8 or 32773 or 32946 or 32771 or 32809 or 34892) => $"compression {known}",
            _ when file.FirstNumber(directory, TiffTag.Photometric) is 8 or 9 or 10 => "Lab colours",
            _ when isPlanar && directory.Exists(entry => entry.Tag == TiffTag.TileWidth) => "tiled planar",
            // libvips decodes tiles of JPEG itself: grey, colour and inks alone.
            7 when samples is not (1 or 3) && file.FirstNumber(directory, TiffTag.Photometric) != Separated && directory.Exists(entry => entry.Tag == TiffTag.TileWidth) => $"tiles of JPEG compression with {samples} channels",
            var coding when file.FirstNumber(directory, TiffTag.Photometric) == YCbCr && coding != 7 => "YCbCr without JPEG compression",
            _ when bits is not (1 or 2 or 4 or 8 or 16 or 32) => $"{bits} bits",
            _ when bits < 8 && samples > 1 && file.Numbers(directory, TiffTag.BitsPerSample).Length > 0 => $"{bits} bits in several channels",
            _ when Array.Exists(file.Numbers(directory, TiffTag.ExtraSamples), kind => kind is not (0 or 1 or 2 or CorelAlpha)) => "extra channels of an unknown kind",
            _ => null,
        };
    }
}

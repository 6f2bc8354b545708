using ImageResize.Imaging;

namespace ImageResize;

/// <summary>What the header of an image file says. Immutable.</summary>
public sealed class ImageInfo
{
    internal ImageInfo(string path, long length, ImageHeader header, Content[] contents)
    {
        Path = path;
        Length = length;
        Format = header.Format.ToString();
        Width = header.Size.Width;
        Height = header.Size.Height;
        Orientation = header.Orientation;
        Pages = header.Pages;
        HasAlpha = header.HasAlpha;
        BitDepth = header.BitDepth;
        Channels = header.Channels;
        ColorModel = header.ColorModel.ToString();
        ColorProfile = header.HasColorProfile ? header.ColorProfileName ?? "(unnamed)" : null;
        IsInterlaced = header.IsInterlaced;
        DotsPerInch = header.DotsPerInch;
        Metadata = [.. header.Metadata];
        Parts = [.. contents.Select(content => new ImagePartInfo(content))];
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The full path.</summary>
    public string FullName => Path;

    /// <summary>The file's name.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The file's length in bytes.</summary>
    public long Length { get; }

    /// <summary>The format, told from the content.</summary>
    public string Format { get; }

    /// <summary>Pixels across, upright.</summary>
    public int Width { get; }

    /// <summary>Pixels down, upright.</summary>
    public int Height { get; }

    /// <summary>Width times height, in millions.</summary>
    public double Megapixels => Math.Round((double)Width * Height / 1e6, 2);

    /// <summary>The EXIF orientation, 1 (stored upright) to 8.</summary>
    public int Orientation { get; }

    /// <summary>Frames of an animation or pages of a document.</summary>
    public int Pages { get; }

    /// <summary>Whether there is an alpha channel.</summary>
    public bool HasAlpha { get; }

    /// <summary>Bits per sample.</summary>
    public int BitDepth { get; }

    /// <summary>Channels, alpha included.</summary>
    public int Channels { get; }

    /// <summary>Gray, Rgb, Cmyk or Other.</summary>
    public string ColorModel { get; }

    /// <summary>The name of the embedded ICC profile; null where there is none.</summary>
    public string? ColorProfile { get; }

    /// <summary>Whether the picture comes in passes (progressive, interlaced).</summary>
    public bool IsInterlaced { get; }

    /// <summary>Resolution in pixels per inch; 0 where unknown.</summary>
    public double DotsPerInch { get; }

    /// <summary>The kinds of metadata present: Exif, Gps, Thumbnail, Xmp, Iptc, GainMap.</summary>
    public string[] Metadata { get; }

    /// <summary>What the file holds besides its picture; empty for BMP, icons, TGA and PNM, which are not taken apart.</summary>
    public ImagePartInfo[] Parts { get; }

    /// <summary>Name, format and size, in one line.</summary>
    public override string ToString() => $"{Name} {Format} {Width}x{Height}";
}

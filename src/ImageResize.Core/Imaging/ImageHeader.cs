using ImageResize.Metadata;
using ImageResize.Metadata.Color;
using ImageResize.Pixels;

namespace ImageResize.Imaging;

/// <summary>What the header of an image says; no pixel is decoded to know it.</summary>
internal sealed record ImageHeader
{
    /// <summary>The format, told from the content.</summary>
    public required ImageFormat Format { get; init; }

    /// <summary>The size of one frame as stored, before the orientation is applied.</summary>
    public required PixelSize StoredSize { get; init; }

    /// <summary>EXIF orientation, 1 to 8; 1 where there is none.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>The size as seen, after the orientation is applied.</summary>
    public PixelSize Size => new Orientation(Orientation).Swaps ? StoredSize.Transposed : StoredSize;

    /// <summary>Frames of an animation or pages of a document that are read; at least 1.</summary>
    public int Pages { get; init; } = 1;

    /// <summary>Frames or pages that the file has, also those that are not read, and those beside a page that was picked.</summary>
    public int PagesInFile => Math.Max(Pages, Parts is { } parts ? Math.Max(parts.Frames, parts.PagesInFile) : 1);

    /// <summary>Pixels of all frames together; the largest number where a header lies beyond it.</summary>
    public long TotalPixels => (long)Int128.Min((Int128)StoredSize.Area * Pages, long.MaxValue);

    /// <summary>Whether there is an alpha channel.</summary>
    public bool HasAlpha { get; init; }

    /// <summary>Bits per sample: 8, 16 or 32.</summary>
    public int BitDepth { get; init; } = 8;

    /// <summary>Channels, alpha included.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>The colour model.</summary>
    public ColorModel ColorModel { get; init; } = ColorModel.Rgb;

    /// <summary>Whether the picture comes in passes (progressive JPEG, interlaced PNG), which costs memory.</summary>
    public bool IsInterlaced { get; init; }

    /// <summary>Whether a colour profile is embedded.</summary>
    public bool HasColorProfile { get; init; }

    /// <summary>The description in the embedded ICC profile, or null.</summary>
    public string? ColorProfileName { get; init; }

    /// <summary>Whether the embedded profile is one for channels of <see cref="ColorModel"/>.</summary>
    public bool HasFittingProfile { get; private init; }

    /// <summary>What the colours mean, whatever told it, for channels of <see cref="ColorModel"/>.</summary>
    public ColorDescription Color { get; private init; } = ColorDescription.Unspecified;

    /// <summary>Whether the pixels mean sRGB by the numbers of what told it, or because nothing did.</summary>
    public bool IsSrgb => ColorModel is ColorModel.Gray or ColorModel.Rgb && Color.IsSrgb;

    /// <summary>All that the file holds, as its container says; null where only our JPEG scaler has read it.</summary>
    public ImageParts? Parts { get; init; }

    /// <summary>The kinds of metadata present: Exif, Xmp, Iptc, Gps, Thumbnail, GainMap.</summary>
    public IReadOnlyList<string> Metadata { get; init; } = [];

    /// <summary>The header as our own JPEG scaler read it, where it can take the image, which is in memory then.</summary>
    internal ImageResize.Jpeg.Markers.JpegHeader? JpegHeader { get; init; }

    /// <summary>The header of a bitmap that is decoded by us; null for other formats.</summary>
    internal ImageResize.Bitmaps.BitmapHeader? Bitmap { get; init; }

    /// <summary>The picture inside the file that stands for it; null where the file is the picture.</summary>
    internal EmbeddedPicture? Embedded { get; init; }

    /// <summary>The header as our own PNG scaler read it from the head of the file, where it can take the image.</summary>
    internal ImageResize.Png.PngHeader? PngHeader { get; init; }

    /// <summary>Horizontal resolution in pixels per inch; 0 where unknown.</summary>
    public double DotsPerInch { get; init; }

    /// <summary>Whether libvips has opened the file and found nothing to say of it.</summary>
    internal bool OpensSilently { get; init; }

    /// <summary>The header of the image turned and mirrored as edits want it: that is one with the orientation.</summary>
    public ImageHeader Turned(PictureEdits edits) =>
        edits.Turn.IsUpright ? this : this with { Orientation = new Orientation(Orientation).Then(edits.Turn).Value };

    /// <summary>
    /// The header with its colours, as far as what tells them is for channels of the image's model: of a profile for RGB the
    /// curve counts for grey, as equal parts of red, green and blue make it; any other that does not fit says nothing.
    /// </summary>
    public ImageHeader WithColor(ColorDescription told)
    {
        ColorChannels channels = ColorModel switch
        {
            ColorModel.Gray => ColorChannels.Gray,
            ColorModel.Rgb => ColorChannels.Rgb,
            ColorModel.Cmyk => ColorChannels.Cmyk,
            _ => ColorChannels.Other,
        };
        if (told.Channels == channels)
            return this with { Color = told, HasFittingProfile = told.Origin == ColorOrigin.Icc };
        bool givesCurve = channels == ColorChannels.Gray && told is { Channels: ColorChannels.Rgb, Curves.Count: > 0 };
        ColorDescription color = givesCurve ? told with { Curves = [told.Curves[0]] } : ColorDescription.Unspecified;
        return this with { Color = color with { Channels = channels, Matrix = channels == ColorChannels.Rgb ? color.Matrix : null }, HasFittingProfile = false };
    }
}

/// <summary>The colour model of the stored samples.</summary>
internal enum ColorModel
{
    /// <summary>One channel of grey.</summary>
    Gray,

    /// <summary>Red, green, blue (or a transform of them, such as YCbCr).</summary>
    Rgb,

    /// <summary>Cyan, magenta, yellow, black.</summary>
    Cmyk,

    /// <summary>Anything else, such as CIELAB.</summary>
    Other,
}

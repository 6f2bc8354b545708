using ImageResize.Imaging;
using ImageResize.Metadata.Exif;

namespace ImageResize;

/// <summary>
/// What the header of an image file says: of the picture, of when, where and with what it was taken, of what else the file
/// holds. What is not known is null, as it is for sorting and in tables. Immutable.
/// </summary>
public sealed class ImageInfo
{
    private readonly ImagePartInfo[] _parts;

    internal ImageInfo(string path, long length, ImageHeader header, Content[] contents, string? dominantColor)
    {
        ExifCapture capture = CaptureOf(header);
        Path = path;
        Length = length;
        Format = header.Format.ToString();
        Width = header.Size.Width;
        Height = header.Size.Height;
        Orientation = header.Orientation;
        Pages = header.PagesInFile;
        HasAlpha = header.HasAlpha;
        BitDepth = header.BitDepth;
        Channels = header.Channels;
        ColorModel = header.ColorModel.ToString();
        ColorProfile = header.HasColorProfile ? header.ColorProfileName ?? "(unnamed)" : null;
        IsInterlaced = header.IsInterlaced;
        DotsPerInch = header.DotsPerInch;
        DateTaken = capture.TakenAt;
        DateTakenUtc = UtcOf(capture);
        Camera = capture.Camera;
        CameraMake = capture.Make;
        CameraModel = capture.Model;
        Lens = capture.Lens;
        ExposureTime = capture.ExposureTime;
        FNumber = capture.FNumber;
        Iso = capture.Iso;
        FocalLength = capture.FocalLength;
        Latitude = capture.Latitude;
        Longitude = capture.Longitude;
        Altitude = capture.Altitude;
        DominantColor = dominantColor;
        Metadata = new ValueList<string>(header.Metadata);
        _parts = [.. contents.Select(content => new ImagePartInfo(content))];
        PartNames = new ValueList<string>(_parts.Select(part => part.ToString()));
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

    /// <summary>When the picture was taken, by the camera's clock, as EXIF says it (DateTimeOriginal, or else DateTimeDigitized).</summary>
    public DateTime? DateTaken { get; }

    /// <summary>The same in UTC, where EXIF says how far the camera's clock was from it (OffsetTimeOriginal); photos from several zones sort by this.</summary>
    public DateTime? DateTakenUtc { get; }

    /// <summary>The camera: make and model, without the make twice.</summary>
    public string? Camera { get; }

    /// <summary>The camera's maker, as EXIF has it.</summary>
    public string? CameraMake { get; }

    /// <summary>The camera's model, as EXIF has it.</summary>
    public string? CameraModel { get; }

    /// <summary>The lens's model.</summary>
    public string? Lens { get; }

    /// <summary>The exposure time in seconds: 0.004 for 1/250.</summary>
    public double? ExposureTime { get; }

    /// <summary>The f-number: 2.8 for f/2.8.</summary>
    public double? FNumber { get; }

    /// <summary>The ISO sensitivity.</summary>
    public int? Iso { get; }

    /// <summary>The focal length in millimetres, of the lens itself.</summary>
    public double? FocalLength { get; }

    /// <summary>Degrees from -90 to 90, north is positive.</summary>
    public double? Latitude { get; }

    /// <summary>Degrees from -180 to 180, east is positive.</summary>
    public double? Longitude { get; }

    /// <summary>Metres above sea level.</summary>
    public double? Altitude { get; }

    /// <summary>The colour that most of the picture has, as #rrggbb in sRGB; null where -DominantColor was not given.</summary>
    public string? DominantColor { get; }

    /// <summary>The kinds of metadata present: Exif, Gps, Thumbnail, Xmp, Iptc, GainMap.</summary>
    public ValueList<string> Metadata { get; }

    /// <summary>What the file holds besides its picture, in words ("Exif", "Frames 3"); empty for BMP, icons, TGA and PNM, which are not taken apart.</summary>
    public ValueList<string> PartNames { get; }

    /// <summary>
    /// The same as objects with Kind, Count and Length: the property Parts, a method here because objects in
    /// a list of an object are deeper than ConvertTo-Json goes of itself.
    /// </summary>
    public ImagePartInfo[] GetParts() => [.. _parts];

    /// <summary>Name, format and size, in one line.</summary>
    public override string ToString() => $"{Name} {Format} {Width}x{Height}";

    /// <summary>Of the file around a picture first: the camera wrote it, and a preview may say less.</summary>
    private static ExifCapture CaptureOf(ImageHeader header)
    {
        byte[]?[] blocks = [header.Embedded?.Exif, header.Parts?.Metadata.Exif, .. header.Parts?.Metadata.FurtherExif ?? []];
        return ExifCapture.Read(blocks.OfType<byte[]>());
    }

    /// <summary>A clock at the very ends of time cannot be brought to UTC.</summary>
    private static DateTime? UtcOf(ExifCapture capture)
    {
        if (capture is not { TakenAt: { } at, UtcOffset: { } offset })
            return null;
        long ticks = at.Ticks - offset.Ticks;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;
    }
}

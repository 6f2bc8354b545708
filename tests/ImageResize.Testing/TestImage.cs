using NetVips;

namespace ImageResize.Testing;

/// <summary>
/// Images whose content tells right from wrong: each corner has its colour (red, green, blue, yellow: clockwise
/// from the top left), so that a turned, mirrored or cropped picture is known by its pixels.
/// </summary>
public static class TestImage
{
    /// <summary>How the stored picture must be turned so that the orientation tag brings it upright again.</summary>
    private static readonly Dictionary<int, Func<Image, Image>> Unturn = new()
    {
        [1] = image => image.Copy(),
        [2] = image => image.FlipHor(),
        [3] = image => image.Rot180(),
        [4] = image => image.FlipVer(),
        [5] = image => image.Rot90().FlipHor(),
        [6] = image => image.Rot270(),
        [7] = image => image.Rot270().FlipHor(),
        [8] = image => image.Rot90(),
    };

    /// <summary>Four quarters of colour.</summary>
    public static Image Corners(int width, int height)
    {
        Image image = Image.Black(width, height, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb);
        (int halfWidth, int halfHeight) = ((width + 1) / 2, (height + 1) / 2);
        return image.Mutate(m =>
        {
            Fill(m, Rgb.Red, 0, 0, halfWidth, halfHeight);
            Fill(m, Rgb.Green, halfWidth, 0, width - halfWidth, halfHeight);
            Fill(m, Rgb.Blue, halfWidth, halfHeight, width - halfWidth, height - halfHeight);
            Fill(m, Rgb.Yellow, 0, halfHeight, halfWidth, height - halfHeight);
        });
    }

    /// <summary>Writes the four corners; the name's extension chooses the format.</summary>
    public static string Write(string path, int width = 640, int height = 480)
    {
        if (BitmapSamples.Knows(path))
            return BitmapSamples.Write(path, width, height);
        using Image image = Corners(width, height);
        image.WriteToFile(path);
        return path;
    }

    /// <summary>A JPEG that is upright only when its EXIF orientation is heeded.</summary>
    public static string WriteOriented(string path, int orientation, int width = 640, int height = 480)
    {
        using Image upright = Corners(width, height);
        using Image stored = Unturn[orientation](upright);
        using Image tagged = stored.Mutate(m => m.Set(GValue.GIntType, "orientation", orientation));
        tagged.Jpegsave(path, q: 92);
        return path;
    }

    /// <summary>A JPEG with position, camera, thumbnail, XMP and a colour profile.</summary>
    public static string WriteWithMetadata(string path, int width = 640, int height = 480)
    {
        using Image corners = Corners(width, height);
        using Image profiled = corners.IccTransform("p3", inputProfile: "srgb");
        using Image small = profiled.ThumbnailImage(160);
        byte[] thumbnail = small.JpegsaveBuffer(q: 60, keep: Enums.ForeignKeep.None);
        const string Xmp = """
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" exif:GPSLatitude="52,31.2N" dc:source="the test"><exif:GPSLongitude>13,24.6E</exif:GPSLongitude></rdf:Description></rdf:RDF></x:xmpmeta>
            """;
        using Image tagged = profiled.Mutate(m =>
        {
            m.Set(GValue.GStrType, "exif-ifd0-Model", "Testcam 3000 (Testcam 3000, ASCII, 13 components, 13 bytes)");
            m.Set(GValue.GStrType, "exif-ifd3-GPSLatitude", "52/1 31/1 12/1 (52, 31, 12, Rational, 3 components, 24 bytes)");
            m.Set(GValue.GStrType, "exif-ifd3-GPSLatitudeRef", "N (N, ASCII, 2 components, 2 bytes)");
            m.Set(GValue.BlobType, "jpeg-thumbnail-data", thumbnail);
            m.Set(GValue.BlobType, "xmp-data", System.Text.Encoding.UTF8.GetBytes(Xmp));
        });
        tagged.Jpegsave(path, q: 92);
        return path;
    }

    /// <summary>An Ultra HDR JPEG: the four corners at four times the brightness of white paper, with a gain map.</summary>
    public static string WriteUltraHdr(string path, int width = 640, int height = 480)
    {
        using Image corners = Corners(width, height);
        using Image linear = corners.Colourspace(Enums.Interpretation.Scrgb);
        using Image bright = (linear * 4).Copy(interpretation: Enums.Interpretation.Scrgb);
        bright.Uhdrsave(path);
        return path;
    }

    /// <summary>An animation whose frames are red, green, blue, …</summary>
    public static string WriteAnimation(string path, int frames = 3, int width = 120, int height = 80)
    {
        Rgb[] colors = [Rgb.Red, Rgb.Green, Rgb.Blue, Rgb.Yellow];
        Image[] pages = [.. Enumerable.Range(0, frames).Select(i => Solid(width, height, colors[i % colors.Length]))];
        using Image roll = Image.Arrayjoin(pages, across: 1);
        using Image animation = roll.Mutate(m =>
        {
            m.Set(GValue.GIntType, "page-height", height);
            m.Set(GValue.ArrayIntType, "delay", Enumerable.Repeat(70, frames).ToArray());
        });
        animation.WriteToFile(path);
        return path;
    }

    /// <summary>The four corners, the left half wholly transparent.</summary>
    public static string WriteTransparent(string path, int width = 640, int height = 480)
    {
        using Image corners = Corners(width, height);
        using Image left = Image.Black(width / 2, height);
        using Image right = Image.Black(width - width / 2, height).Invert();
        using Image alpha = left.Join(right, Enums.Direction.Horizontal);
        using Image image = corners.Bandjoin(alpha);
        image.WriteToFile(path);
        return path;
    }

    /// <summary>A 16-bit grey ramp from left (black) to right (white).</summary>
    public static string WriteDeepRamp(string path, int width = 1024, int height = 64)
    {
        using Image ramp = Image.Identity(@ushort: true, size: width);
        using Image stretched = (ramp * (65_535.0 / (width - 1))).Cast(Enums.BandFormat.Ushort);
        using Image tall = stretched.Embed(0, 0, width, height, extend: Enums.Extend.Copy);
        using Image grey = tall.Copy(interpretation: Enums.Interpretation.Grey16);
        grey.WriteToFile(path);
        return path;
    }

    /// <summary>The four corners in grey.</summary>
    public static string WriteGrey(string path, int width = 640, int height = 480)
    {
        using Image corners = Corners(width, height);
        using Image grey = corners.Colourspace(Enums.Interpretation.Bw);
        grey.WriteToFile(path);
        return path;
    }

    /// <summary>The four corners with a palette.</summary>
    public static string WritePalette(string path, int width = 640, int height = 480)
    {
        using Image corners = Corners(width, height);
        corners.Pngsave(path, palette: true);
        return path;
    }

    /// <summary>The four corners as CMYK.</summary>
    public static string WriteCmyk(string path, int width = 640, int height = 480)
    {
        using Image corners = Corners(width, height);
        using Image cmyk = corners.IccTransform("cmyk", inputProfile: "srgb");
        cmyk.WriteToFile(path);
        return path;
    }

    /// <summary>A PNG header that promises an image of this size, with next to nothing behind it.</summary>
    public static string WriteBomb(string path, int width, int height)
    {
        using var stream = new MemoryStream();
        stream.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        PngChunk.Write(stream, "IHDR", [.. BigEndian(width), .. BigEndian(height), 8, 0, 0, 0, 0]);
        PngChunk.Write(stream, "IDAT", [0x78, 0x9C, 0x63, 0, 0, 0, 1, 0, 1]);
        PngChunk.Write(stream, "IEND", []);
        File.WriteAllBytes(path, stream.ToArray());
        return path;
    }

    private static byte[] BigEndian(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    /// <summary>An image of one colour.</summary>
    public static Image Solid(int width, int height, Rgb color) =>
        (Image.Black(width, height, bands: 3) + new double[] { color.R, color.G, color.B }).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);

    private static void Fill(MutableImage image, Rgb color, int left, int top, int width, int height)
    {
        if (width > 0 && height > 0)
            image.DrawRect([color.R, color.G, color.B], left, top, width, height, fill: true);
    }
}

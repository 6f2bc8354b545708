using System.Buffers.Binary;
using System.Text;
using ImageResize.Testing.Raw;
using NetVips;

namespace ImageResize.Testing;

/// <summary>Files of each format that show one thing each: pixels, alpha, depth, how they are turned, profile, EXIF, XMP, several pictures, and grain, which fills a file.</summary>
public static class ReadSamples
{
    private const int Width = 128, Height = 96;

    private static readonly byte[] Red = [220, 30, 30], Green = [30, 200, 30], Blue = [30, 30, 220];

    private static readonly byte[] Xmp = [.. "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" dc:source=\"the test\"/></rdf:RDF></x:xmpmeta>"u8];

    /// <summary>The samples, format by format.</summary>
    /// <param name="folder">Where to put what libvips has to write.</param>
    public static IEnumerable<(string Name, string Extension, IReadOnlyDictionary<string, byte[]> Files)> Create(TempFolder folder)
    {
        using Image corners = TestImage.Corners(Width, Height), grain = Grain(corners);
        byte[] rgb = corners.WriteToMemory<byte>(), noise = grain.WriteToMemory<byte>();
        using Image turned = Image.NewFromFile(TestImage.WriteOriented(folder["made/turned.jpg"], 6, Width, Height));
        using Image described = Described(folder);
        using Image deep = Image.NewFromFile(TestImage.WriteDeepRamp(folder["made/deep.png"], Width, Height));
        byte[] jpeg = corners.JpegsaveBuffer(keep: Enums.ForeignKeep.None), smallJpeg = Small().JpegsaveBuffer(keep: Enums.ForeignKeep.None);
        Dictionary<string, byte[]> Usual(string extension)
        {
            byte[] told = Bytes(described, extension);
            return new()
            {
                ["Pixels"] = Bytes(corners, extension),
                ["Turned"] = Bytes(turned, extension),
                ["Profile"] = told,
                ["Exif"] = told,
                ["Xmp"] = told,
                ["Grain"] = Bytes(grain, extension),
            };
        }

        yield return ("JPEG", "jpg", new Dictionary<string, byte[]>(Usual("jpg")) { ["Several"] = TwoJpegs() });
        yield return ("PNG", "png", new Dictionary<string, byte[]>(Usual("png")) { ["Alpha"] = Transparent("png"), ["Deep"] = Bytes(deep, "png"), ["Several"] = File.ReadAllBytes(AnimatedPng.Write(folder["made/frames.png"])) });
        yield return ("WebP", "webp", new Dictionary<string, byte[]>(Usual("webp")) { ["Alpha"] = Transparent("webp"), ["Several"] = Frames("webp") });
        yield return ("GIF", "gif", new Dictionary<string, byte[]> { ["Pixels"] = Bytes(corners, "gif"), ["Alpha"] = Transparent("gif"), ["Xmp"] = GifWithXmp(Bytes(corners, "gif")), ["Several"] = Frames("gif"), ["Grain"] = Bytes(grain, "gif") });
        byte[] tiff = DescribedTiff(rgb);
        yield return ("TIFF", "tif", new Dictionary<string, byte[]>
        {
            ["Pixels"] = Bytes(corners, "tif"),
            ["Alpha"] = Transparent("tif"),
            ["Deep"] = Bytes(deep, "tif"),
            ["Turned"] = new PlainTiff().Add(turned, 6).ToArray(),
            ["Profile"] = tiff,
            ["Exif"] = tiff,
            ["Xmp"] = tiff,
            ["Several"] = new PlainTiff().Add(Width, Height, Red).Add(Width, Height, Green).Add(Width, Height, Blue).ToArray(),
            ["Grain"] = Bytes(grain, "tif"),
        });
        yield return ("AVIF", "avif", new Dictionary<string, byte[]>(Usual("avif"))
        {
            ["Alpha"] = Transparent("avif"),
            ["Deep"] = deep.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, bitdepth: 10, lossless: true, effort: 0),
            ["Turned"] = TurnedAvif.Of(Bytes(corners.Rot90(), "avif"), 1),
        });
        yield return ("BMP", "bmp", new Dictionary<string, byte[]> { ["Pixels"] = BitmapSamples.Bmp(rgb, Width, Height), ["Alpha"] = BmpSamples.Alpha(HalfTransparent(rgb), Width, Height), ["Turned"] = BmpSamples.FromTop(rgb, Width, Height), ["Profile"] = BmpSamples.Profiled(rgb, Width, Height, TestProfile.Named("DisplayP3")), ["Grain"] = BitmapSamples.Bmp(noise, Width, Height) });
        yield return ("TGA", "tga", new Dictionary<string, byte[]> { ["Pixels"] = BitmapSamples.Tga(rgb, Width, Height), ["Alpha"] = AlphaTga(HalfTransparent(rgb)), ["Turned"] = MirroredTga(corners), ["Grain"] = BitmapSamples.Tga(noise, Width, Height) });
        yield return ("PNM", "ppm", new Dictionary<string, byte[]>
        {
            ["Pixels"] = Ppm(rgb),
            ["Alpha"] = Pam(HalfTransparent(rgb)),
            ["Deep"] = [.. Encoding.ASCII.GetBytes($"P5\n{Width} {Height}\n65535\n"), .. deep.WriteToMemory<ushort>().SelectMany(sample => (byte[])[(byte)(sample >> 8), (byte)sample])],
            ["Several"] = [.. Ppm(Flat(Red)), .. Ppm(Flat(Green)), .. Ppm(Flat(Blue))],
            ["Grain"] = Ppm(noise),
        });
        foreach ((string name, byte type) in ((string, byte)[])[("ICO", 1), ("CUR", 2)])
            yield return (name, name.ToLowerInvariant(), new Dictionary<string, byte[]> { ["Pixels"] = BmpSamples.Icon(type, Opaque(rgb), Width, Height), ["Alpha"] = BmpSamples.Icon(type, HalfTransparent(rgb), Width, Height), ["Several"] = BmpSamples.Icon(type, Opaque(rgb), Width, Height), ["Grain"] = BmpSamples.Icon(type, Opaque(noise), Width, Height) });
        byte[] turnedJpeg = turned.JpegsaveBuffer(keep: Enums.ForeignKeep.None);
        byte[] nef = RawSamples.Nef(jpeg, smallJpeg, 1);
        yield return ("Camera raw", "nef", new Dictionary<string, byte[]> { ["Pixels"] = nef, ["Turned"] = RawSamples.Nef(turnedJpeg, smallJpeg, 6), ["Exif"] = nef, ["Several"] = nef, ["Grain"] = RawSamples.Nef(Bytes(grain, "jpg"), smallJpeg, 1) });

        byte[] Transparent(string extension) => File.ReadAllBytes(TestImage.WriteTransparent(folder["made/alpha." + extension], Width, Height));
        byte[] Frames(string extension) => File.ReadAllBytes(TestImage.WriteAnimation(folder["made/frames." + extension]));
    }

    private static byte[] Bytes(Image image, string extension) => image.WriteToBuffer("." + extension);

    private static Image Small() => TestImage.Solid(16, 12, Rgb.Blue);

    /// <summary>The corners with grain, so that a part of the file is a part of the pixels.</summary>
    private static Image Grain(Image corners)
    {
        using Image noise = Image.Gaussnoise(Width, Height, sigma: 20, mean: 0, seed: 7);
        return (corners + noise).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static Image Described(TempFolder folder)
    {
        using Image image = Image.NewFromFile(TestImage.WriteWithMetadata(folder["made/described.jpg"], Width, Height), access: Enums.Access.Random);
        using Image memory = image.CopyMemory();
        return TestProfile.Tag(memory, TestProfile.Named("DisplayP3"));
    }

    /// <summary>Two pictures by CIPA DC-007: a red one, and a blue one behind it.</summary>
    private static byte[] TwoJpegs()
    {
        byte[] first = Bytes(TestImage.Solid(Width, Height, Rgb.Red), "jpg"), second = Bytes(TestImage.Solid(Width, Height, Rgb.Blue), "jpg");
        byte[] Index(int firstLength, int secondOffset)
        {
            byte[] entries = new byte[32];
            BinaryPrimitives.WriteInt32LittleEndian(entries, 0x030000);
            BinaryPrimitives.WriteInt32LittleEndian(entries.AsSpan(4), firstLength);
            BinaryPrimitives.WriteInt32LittleEndian(entries.AsSpan(20), second.Length);
            BinaryPrimitives.WriteInt32LittleEndian(entries.AsSpan(24), secondOffset);
            var file = new DirectoryFile();
            byte[] content = [.. "MPF\0"u8, .. file.Finish(file.Add(0, DirectoryEntry.Bytes(0xB000, [.. "0100"u8]), DirectoryEntry.Long(0xB001, 2), DirectoryEntry.Bytes(0xB002, entries)))];
            return [0xFF, 0xE2, (byte)(content.Length + 2 >> 8), (byte)(content.Length + 2), .. content];
        }

        int whole = first.Length + Index(0, 0).Length;
        return [.. first[..2], .. Index(whole, whole - 10), .. first[2..], .. second];
    }

    private static byte[] GifWithXmp(byte[] gif) =>
    [
        .. gif[..^1], 0x21, 0xFF, 11, .. "XMP DataXMP"u8, .. Xmp, 1, .. Enumerable.Range(0, 256).Select(i => (byte)(255 - i)), 0, 0x3B,
    ];

    /// <summary>One strip, with profile, EXIF and XMP.</summary>
    private static byte[] DescribedTiff(byte[] rgb)
    {
        var file = new DirectoryFile();
        long exif = file.Add(0, DirectoryEntry.Text(0x9003, "2026:05:04 03:02:01"));
        return file.Finish(file.Add(
            0, DirectoryEntry.Long(256, Width), DirectoryEntry.Long(257, Height), new DirectoryEntry(258, 3, [8, 8, 8]), DirectoryEntry.Short(259, 1), DirectoryEntry.Short(262, 2), DirectoryEntry.Text(272, "Testcam 3000"), DirectoryEntry.Long(273, file.Add(rgb)),
            DirectoryEntry.Short(277, 3), DirectoryEntry.Long(278, Height), DirectoryEntry.Long(279, rgb.Length), DirectoryEntry.Bytes(700, Xmp), DirectoryEntry.Bytes(34675, TestProfile.Named("DisplayP3")), DirectoryEntry.Long(34665, exif)));
    }

    private static byte[] Opaque(byte[] rgb) => [.. rgb.Chunk(3).SelectMany(pixel => (byte[])[.. pixel, 255])];

    private static byte[] HalfTransparent(byte[] rgb) => [.. rgb.Chunk(3).SelectMany((pixel, i) => (byte[])[.. pixel, i % Width < Width / 2 ? (byte)0 : (byte)255])];

    private static byte[] Flat(byte[] color) => [.. Enumerable.Repeat(color, Width * Height).SelectMany(one => one)];

    private static byte[] Ppm(byte[] rgb) => [.. Encoding.ASCII.GetBytes($"P6\n{Width} {Height}\n255\n"), .. rgb];

    private static byte[] Pam(byte[] rgba) => [.. Encoding.ASCII.GetBytes($"P7\nWIDTH {Width}\nHEIGHT {Height}\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n"), .. rgba];

    private static byte[] AlphaTga(byte[] rgba) => [.. TgaHead(32, 0x28), .. rgba.Chunk(4).SelectMany(pixel => (byte[])[pixel[2], pixel[1], pixel[0], pixel[3]])];

    /// <summary>Stored from the lower right corner on.</summary>
    private static byte[] MirroredTga(Image corners)
    {
        using Image mirrored = corners.Rot180();
        return [.. TgaHead(24, 0x10), .. mirrored.WriteToMemory<byte>().Chunk(3).SelectMany(pixel => pixel.Reverse())];
    }

    private static byte[] TgaHead(byte bits, byte descriptor) => [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, Width, 0, Height, 0, bits, descriptor];
}

using System.Buffers.Binary;
using NetVips;
using SixLabors.ImageSharp.PixelFormats;

namespace ImageResize.Testing;

/// <summary>Reads outputs by ImageSharp, which had no part in writing them: all of the formats that libvips does not read, and others on request.</summary>
public static class OtherReader
{
    /// <summary>Whether a file is one that libvips does not read: BMP or ICO.</summary>
    public static bool Knows(ReadOnlySpan<byte> file) => file.StartsWith("BM"u8) || IsIcon(file);

    /// <summary>The picture, of an icon the last one, as RGB or RGBA.</summary>
    public static Image Read(byte[] file) => IsIcon(file) ? ReadIcon(file) : Decode(file);

    /// <summary>The first picture of a file of any format that ImageSharp knows; with alpha where any pixel is not opaque.</summary>
    public static Image Decode(byte[] file)
    {
        using SixLabors.ImageSharp.Image<Rgba32> image = SixLabors.ImageSharp.Image.Load<Rgba32>(file);
        byte[] pixels = new byte[image.Width * image.Height * 4];
        image.Frames.RootFrame.CopyPixelDataTo(pixels);
        return FromPixels(pixels, image.Width, image.Height);
    }

    private static bool IsIcon(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0]);

    /// <summary>The last entry: a PNG, or 32 bits a pixel from below.</summary>
    private static Image ReadIcon(byte[] file)
    {
        int count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(4));
        ReadOnlySpan<byte> entry = file.AsSpan(6 + 16 * (count - 1), 16);
        byte[] picture = file.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(entry[12..]), BinaryPrimitives.ReadInt32LittleEndian(entry[8..])).ToArray();
        if (picture[0] == 0x89)
            return Decode(picture);
        int width = BinaryPrimitives.ReadInt32LittleEndian(picture.AsSpan(4)), height = BinaryPrimitives.ReadInt32LittleEndian(picture.AsSpan(8)) / 2;
        byte[] pixels = new byte[width * height * 4];
        for (int i = 0; i < width * height; i++)
        {
            ReadOnlySpan<byte> from = picture.AsSpan(40 + i * 4, 4);
            int to = ((height - 1 - i / width) * width + i % width) * 4;
            (pixels[to], pixels[to + 1], pixels[to + 2], pixels[to + 3]) = (from[2], from[1], from[0], from[3]);
        }

        return FromPixels(pixels, width, height);
    }

    private static Image FromPixels(byte[] pixels, int width, int height)
    {
        using Image all = Image.NewFromMemoryCopy(pixels, width, height, 4, Enums.BandFormat.Uchar);
        using Image rgba = all.Copy(interpretation: Enums.Interpretation.Srgb);
        return rgba[3].Min() < 255 ? rgba.Copy() : rgba.ExtractBand(0, n: 3);
    }
}

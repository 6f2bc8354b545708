using ImageResize.Bitmaps.Bmp;

namespace ImageResize.Bitmaps.Tests;

/// <summary>Makes BMP files field by field.</summary>
internal static class BmpFile
{
    /// <summary>A file with a header of 40 bytes, or of as many as the masks make of it.</summary>
    public static byte[] Make(int width, int height, int bits, byte[] pixels, int compression = 0, byte[]? palette = null, long[]? masks = null, int headerLength = 40)
    {
        palette ??= [];
        int masksBehind = headerLength == 40 ? (masks?.Length ?? 0) * 4 : 0;
        var info = new Bytes().U32(headerLength, width, height).U16(1, bits).U32(compression, 0, 2835, 2835, palette.Length / 4, 0).U32(masks ?? []);
        info.Zeros(headerLength + masksBehind - info.Count);
        int offset = 14 + info.Count + palette.Length;
        return new Bytes().Text("BM").U32(offset + pixels.Length, 0, offset).Raw(info.ToArray()).Raw(palette).Raw(pixels).ToArray();
    }

    /// <summary>Decodes; the pixels as rows of samples.</summary>
    public static (int Channels, byte[] Samples) Decode(byte[] file, bool salvages = false)
    {
        BmpHeader header = BmpHeaderReader.Read(file.AsSpan(0, Math.Min(file.Length, BmpHeaderReader.LongestHeader)), file.Length);
        using BitmapImage image = BmpReader.Decode(header, file, salvages, TestContext.Current.CancellationToken);
        return (image.Channels, Samples(image));
    }

    public static byte[] Samples(BitmapImage image) => [.. Enumerable.Range(0, image.Height).SelectMany(y => image.Row(y).ToArray())];
}

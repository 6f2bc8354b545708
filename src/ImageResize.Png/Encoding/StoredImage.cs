using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ImageResize.Pixels;

namespace ImageResize.Png.Encoding;

/// <summary>An image as a PNG file stores it: its pixels as indices, as grey, or as they are.</summary>
internal sealed unsafe class StoredImage
{
    private readonly PixelImage _image;

    /// <summary>Describes an image.</summary>
    /// <param name="image">The pixels.</param>
    /// <param name="isGray">Whether red, green and blue are the same everywhere.</param>
    /// <param name="palette">Its palette; null to store no indices.</param>
    public StoredImage(PixelImage image, bool isGray, ImagePalette? palette)
    {
        _image = image;
        Palette = palette;
        Depth = palette?.Depth ?? 8 * image.Format.BytesPerSample;
        Color = palette is not null ? PngColor.Palette
            : isGray ? image.Format.HasAlpha ? PngColor.GrayAlpha : PngColor.Gray
            : image.Format.HasAlpha ? PngColor.RgbAlpha : PngColor.Rgb;
    }

    public int Width => _image.Width;

    public int Height => _image.Height;

    public int Depth { get; }

    public PngColor Color { get; }

    public ImagePalette? Palette { get; }

    /// <summary>Bytes of a stored pixel, 1 for those of less than a byte.</summary>
    public int PixelBytes => Math.Max(1, Channels * Depth / 8);

    private int Channels => Color switch { PngColor.Rgb => 3, PngColor.GrayAlpha => 2, PngColor.RgbAlpha => 4, _ => 1 };

    /// <summary>Bytes of a stored row of so many pixels.</summary>
    public int RowBytes(int pixels) => (int)(((long)pixels * Channels * Depth + 7) / 8);

    /// <summary>Stores pixels of a row, beginning with one and going on in steps.</summary>
    public void Pack(int y, int firstX, int stepX, int count, byte* row)
    {
        PixelFormat format = _image.Format;
        byte* pixel = _image.Row(y) + (nint)firstX * format.BytesPerPixel;
        int step = stepX * format.BytesPerPixel;
        if (Palette is not null)
        {
            NativeMemory.Clear(row, (nuint)RowBytes(count));
            Palette.Pack(pixel, format, step, count, row);
        }
        else if (stepX == 1 && Channels == format.Channels && Depth == 8)
        {
            NativeMemory.Copy(pixel, row, (nuint)RowBytes(count));
        }
        else
        {
            PackSamples(pixel, step, count, row);
        }
    }

    private void PackSamples(byte* pixel, int step, int count, byte* row)
    {
        // Of grey with alpha, red and alpha.
        int channels = Channels, skipped = _image.Format.Channels - channels;
        for (int i = 0; i < count; i++, pixel += step)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                int from = channel == channels - 1 ? channel + skipped : channel;
                if (Depth == 8)
                {
                    *row++ = pixel[from];
                }
                else
                {
                    *(ushort*)row = BinaryPrimitives.ReverseEndianness(((ushort*)pixel)[from]);
                    row += sizeof(ushort);
                }
            }
        }
    }
}

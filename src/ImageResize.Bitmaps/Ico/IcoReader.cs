using ImageResize.Bitmaps.Bmp;
using ImageResize.Bitmaps.Memory;

namespace ImageResize.Bitmaps.Ico;

/// <summary>
/// A bitmap of an icon to pixels with alpha: its own where it has some, else the mask's, as Windows shows them. A PNG in an icon
/// is for others to decode. Stateless.
/// </summary>
internal static class IcoReader
{
    /// <summary>Decodes.</summary>
    /// <param name="header">The picture, which is no PNG.</param>
    /// <param name="file">The whole file.</param>
    /// <param name="salvages">Whether what is missing is filled up.</param>
    /// <param name="cancellation">Asks the decoding to end.</param>
    /// <exception cref="BitmapException">The data is truncated or corrupt.</exception>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public static BitmapImage Decode(IcoHeader header, ReadOnlyMemory<byte> file, bool salvages, CancellationToken cancellation)
    {
        BmpHeader bitmap = header.Bitmap ?? throw new ArgumentException("The picture is a PNG.", nameof(header));
        ReadOnlyMemory<byte> picture = file.Slice((int)header.Offset, header.Length);
        using BitmapImage colors = BmpReader.Decode(bitmap, picture, salvages, cancellation);
        ReadOnlySpan<byte> mask = picture.Span[(int)Math.Min(header.MaskOffset, picture.Length)..];
        bool hasOwnAlpha = colors.Channels == 4 && HasAlpha(colors);
        bool hasMask = mask.Length >= header.MaskStride * header.Height;
        if (!hasOwnAlpha && !hasMask && !salvages)
            throw BitmapException.Damaged("The mask breaks off.");

        var block = new NativeBlock<byte>((int)header.PixelBytes);
        Span<byte> target = block.GetSpan();
        for (int y = 0; y < header.Height; y++)
        {
            Span<byte> row = target.Slice(y * header.Width * 4, header.Width * 4);
            ReadOnlySpan<byte> bits = hasOwnAlpha || !hasMask ? [] : mask.Slice((int)((header.Height - 1 - y) * header.MaskStride), (int)header.MaskStride);
            Merge(colors.Row(y), colors.Channels, bits, hasOwnAlpha, row);
        }

        return BitmapImage.Of(header, header.Channels, block.Pin(), block, colors.Damage ?? (hasOwnAlpha || hasMask ? null : "The mask breaks off."));
    }

    private static bool HasAlpha(BitmapImage image)
    {
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            for (int x = 3; x < row.Length; x += 4)
                if (row[x] != 0)
                    return true;
        }

        return false;
    }

    private static void Merge(ReadOnlySpan<byte> colors, int channels, ReadOnlySpan<byte> mask, bool hasOwnAlpha, Span<byte> target)
    {
        for (int x = 0; x < target.Length / 4; x++)
        {
            ReadOnlySpan<byte> from = colors.Slice(x * channels, channels);
            Span<byte> to = target.Slice(x * 4, 4);
            to[0] = from[0];
            to[1] = from[channels == 1 ? 0 : 1];
            to[2] = from[channels == 1 ? 0 : 2];
            bool isHidden = !mask.IsEmpty && (mask[x >> 3] << (x & 7) & 0x80) != 0;
            to[3] = hasOwnAlpha ? from[3] : isHidden ? byte.MinValue : byte.MaxValue;
        }
    }
}

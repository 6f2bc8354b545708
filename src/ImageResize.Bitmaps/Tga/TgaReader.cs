using ImageResize.Bitmaps.Memory;
using SixLabors.ImageSharp.Formats.Tga;

namespace ImageResize.Bitmaps.Tga;

/// <summary>
/// TGA to pixels, by ImageSharp behind the judgement of <see cref="TgaHeader"/>. The fourth byte of a pixel is alpha where the
/// header says so, as the specification has it; other readers always take it for alpha. Stateless.
/// </summary>
internal static class TgaReader
{
    /// <summary>Decodes; rows that run from right to left stay so (<see cref="TgaHeader.IsMirrored"/>).</summary>
    /// <param name="header">The header.</param>
    /// <param name="file">The whole file.</param>
    /// <param name="salvages">Whether what is missing is filled up with black.</param>
    /// <param name="cancellation">Asks the decoding to end.</param>
    /// <exception cref="BitmapException">The data is truncated or corrupt.</exception>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public static BitmapImage Decode(TgaHeader header, ReadOnlyMemory<byte> file, bool salvages, CancellationToken cancellation)
    {
        bool isWhole = header.IsWhole(file.Span[(int)header.DataOffset..]);
        if (!isWhole && !salvages)
            throw BitmapException.Damaged("The pixels break off.");

        // Zeros are a plain pixel each, of black, where runs are wanted.
        long length = file.Length + (isWhole ? 0 : header.PixelCount * (header.BytesPerPixel + 1));

        // ImageSharp takes rows from right to left for rows from the bottom: it gets them as they lie, and whoever has the header turns them.
        byte[] head = file.Span[..TgaHeader.HeaderLength].ToArray();
        head[TgaHeader.DescriptorOffset] &= unchecked((byte)~TgaHeader.RightToLeft);
        using var stream = new StitchedStream(head, file[TgaHeader.HeaderLength..], length, default, cancellation);
        return SharpDecoding.Decode(new TgaDecoder(), stream, header, header.Channels, isWhole ? null : "The pixels break off.", cancellation);
    }
}

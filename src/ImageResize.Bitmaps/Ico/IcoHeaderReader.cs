using System.Buffers.Binary;
using ImageResize.Bitmaps.Bmp;

namespace ImageResize.Bitmaps.Ico;

/// <summary>
/// Reads the directory of an icon or cursor (Microsoft, "Icons in Win32") and chooses its largest picture, of those of a size the
/// one with the most colours. Stateless.
/// </summary>
internal static class IcoHeaderReader
{
    private const int DirectoryLength = 6, EntryLength = 16, MaxEntries = 1024;

    /// <summary>A picture may be as long as an ordinary photograph; larger ones are no icons.</summary>
    private const int MaxPictureLength = 64 << 20;

    private static ReadOnlySpan<byte> PngHead => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R'];

    /// <summary>Reads from a file's start; where the stream stands afterwards is not said.</summary>
    /// <exception cref="BitmapException">The file is truncated or corrupt.</exception>
    /// <exception cref="IOException">It could not be read.</exception>
    public static IcoHeader Read(Stream file)
    {
        Span<byte> head = stackalloc byte[DirectoryLength];
        ReadAt(file, 0, head);
        (int type, int count) = (BinaryPrimitives.ReadUInt16LittleEndian(head[2..]), BinaryPrimitives.ReadUInt16LittleEndian(head[4..]));
        if (type is not (1 or 2) || count is 0 or > MaxEntries)
            throw BitmapException.Damaged($"The directory says {count} pictures.");
        byte[] entries = new byte[count * EntryLength];
        ReadAt(file, DirectoryLength, entries);

        IcoHeader? best = null;
        int bestArea = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = entries.AsSpan(i * EntryLength, EntryLength);
            int area = Side(entry[0]) * Side(entry[1]);
            if (area < bestArea)
                continue;
            IcoHeader picture = ReadPicture(file, entry) with { Pictures = count, IsCursor = type == 2 };
            if (area > bestArea || BitsOf(picture) > BitsOf(best!))
                (best, bestArea) = (picture, area);
        }

        return best!;
    }

    /// <summary>A byte holds a side; 0 stands for 256 and more.</summary>
    private static int Side(byte side) => side == 0 ? 256 : side;

    private static int BitsOf(IcoHeader picture) => picture.Bitmap?.BitsPerPixel ?? 32;

    private static IcoHeader ReadPicture(Stream file, ReadOnlySpan<byte> entry)
    {
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]), offset = BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]);
        if (length is < 40 or > MaxPictureLength || offset < DirectoryLength + EntryLength)
            throw BitmapException.Damaged("The directory makes no sense.");
        if (offset + (long)length > file.Length)
            throw BitmapException.Damaged("The file ends within its largest picture.");
        byte[] head = new byte[Math.Min(length, BmpHeaderReader.LongestHeader)];
        ReadAt(file, offset, head);
        BmpHeader? bitmap = head.AsSpan().StartsWith(PngHead) ? null : BmpHeaderReader.ReadBitmap(head, isIcon: true);
        (uint width, uint height) = bitmap is null
            ? (BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(16)), BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(20)))
            : ((uint)bitmap.Width, (uint)bitmap.Height);
        if (width is < 1 or > int.MaxValue || height is < 1 or > int.MaxValue)
            throw BitmapException.Damaged($"The header says {width}x{height} pixels.");
        if (bitmap is { HasRuns: true })
            throw BitmapException.Unsupported("Run-length coded pictures in icons are not read.");

        // The fourth byte of 32 bits is alpha in an icon, though no mask says so.
        if (bitmap is { BitsPerPixel: 32, Coding: BmpCoding.Plain })
            bitmap = bitmap with { Coding = BmpCoding.Masked, Channels = 4, Masks = (0xFF0000, 0xFF00, 0xFF, 0xFF000000) };
        return new IcoHeader
        {
            Width = (int)width,
            Height = (int)height,
            Channels = 4,
            Pictures = 1,
            IsCursor = false,
            Offset = offset,
            Length = (int)length,
            Bitmap = bitmap,
        };
    }

    private static void ReadAt(Stream file, long offset, Span<byte> target)
    {
        file.Position = offset;
        if (file.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
            throw BitmapException.Damaged("The file ends within its directory.");
    }
}

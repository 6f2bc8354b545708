using System.Buffers.Binary;
using ImageResize.Bitmaps.Bmp;

namespace ImageResize.Bitmaps.Ico;

/// <summary>One picture of an icon that is written.</summary>
/// <param name="Width">Pixels across, 1 to 256.</param>
/// <param name="Height">Pixels down, 1 to 256.</param>
/// <param name="Content">A PNG file, or a bitmap by <see cref="IcoWriter.MakeBitmap"/>.</param>
internal sealed record IcoEntry(int Width, int Height, byte[] Content);

/// <summary>
/// Pictures to an icon file (Microsoft, "Icons in Win32"). Small ones are bitmaps of 32 bits with a mask, which everything reads;
/// one of 256 is a PNG, as Windows wants it since Vista. Stateless.
/// </summary>
internal static class IcoWriter
{
    /// <summary>The longest side of a picture.</summary>
    public const int MaxSide = 256;

    /// <summary>Whether a picture of a size had better be a PNG.</summary>
    public static bool WantsPng(int width, int height) => Math.Max(width, height) >= MaxSide;

    /// <summary>
    /// The sizes of an icon that is asked for in one: that and each usual one below it, so that small pictures are not made from the
    /// large one by whoever shows them. The aspect ratio stays.
    /// </summary>
    public static IEnumerable<(int Width, int Height)> SizesFor(int width, int height)
    {
        int longest = Math.Max(width, height);
        foreach (int side in (int[])[16, 24, 32, 48, 64, 128, MaxSide])
            if (side < longest)
                yield return (Scale(width, side, longest), Scale(height, side, longest));
        yield return (width, height);
    }

    /// <summary>Writes a file.</summary>
    public static void Write(Stream target, IReadOnlyList<IcoEntry> entries)
    {
        const int DirectoryLength = 6, EntryLength = 16;
        byte[] head = new byte[DirectoryLength + entries.Count * EntryLength];
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(2), 1);
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(4), (short)entries.Count);
        int offset = head.Length;
        for (int i = 0; i < entries.Count; i++)
        {
            Span<byte> entry = head.AsSpan(DirectoryLength + i * EntryLength, EntryLength);
            entry[0] = (byte)(entries[i].Width % MaxSide);
            entry[1] = (byte)(entries[i].Height % MaxSide);
            BinaryPrimitives.WriteInt16LittleEndian(entry[4..], 1);
            BinaryPrimitives.WriteInt16LittleEndian(entry[6..], 32);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], entries[i].Content.Length);
            BinaryPrimitives.WriteInt32LittleEndian(entry[12..], offset);
            offset += entries[i].Content.Length;
        }

        target.Write(head);
        foreach (IcoEntry entry in entries)
            target.Write(entry.Content);
    }

    /// <summary>A bitmap of 32 bits and the mask behind it, for readers that know no alpha.</summary>
    public static byte[] MakeBitmap(PixelRows pixels)
    {
        const int InfoLength = 40;
        var target = new MemoryStream();
        byte[] info = new byte[InfoLength];
        BmpWriter.WriteInfo(info, InfoLength, pixels.Width, pixels.Height * 2, bits: 32, dotsPerInch: 0);
        target.Write(info);
        BmpWriter.WriteRows(target, pixels, bits: 32, pixels.Width * 4);
        byte[] line = new byte[(pixels.Width + 31) / 32 * 4];
        for (int y = pixels.Height - 1; y >= 0; y--)
        {
            Array.Clear(line);
            ReadOnlySpan<byte> row = pixels.Row(y);
            for (int x = 0; x < pixels.Width; x++)
                if (pixels.Channels is 2 or 4 && row[x * pixels.Channels + pixels.Channels - 1] < 128)
                    line[x >> 3] |= (byte)(0x80 >> (x & 7));
            target.Write(line);
        }

        return target.ToArray();
    }

    private static int Scale(int side, int longest, int of) => Math.Max(1, (int)Math.Round((double)side * longest / of));
}

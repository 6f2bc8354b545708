using System.Buffers.Binary;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// The layers that Photoshop keeps in a TIFF file beside the picture made of them (Adobe Photoshop TIFF Technical Notes,
/// ImageSourceData): a title, then blocks of a signature, a key, a length and data, in the order of the file's bytes; the
/// data of a block of layers begin with how many there are, negative where the first alpha is that of the whole.
/// </summary>
internal static class PhotoshopLayers
{
    private const int HeaderLength = 12;
    private const int MaxBlocks = 64;

    private static ReadOnlySpan<byte> Title => "Adobe Photoshop Document Data Block\0"u8;

    /// <summary>Adds each layer of a directory; one where there is data of layers whose number cannot be told.</summary>
    public static void Read(TiffFile file, List<TiffFileEntry> directory, PartsBuilder parts)
    {
        if (directory.Find(entry => entry.Tag == TiffTag.PhotoshopLayers) is not { Count: > 0 } found)
            return;
        int layers = Count(file, found);
        for (int i = 0; i < layers; i++)
            parts.OtherPictures.Add(new OtherPicture(PictureRole.Layer, i == 0 ? Math.Min(found.ValueLength, file.Source.Length) : 0));
    }

    private static int Count(TiffFile file, TiffFileEntry entry)
    {
        Span<byte> title = stackalloc byte[Title.Length], head = stackalloc byte[HeaderLength + 2];
        long at = entry.ValueOffset, end = at + entry.ValueLength;
        if (!file.Source.TryRead(at, title) || !title.SequenceEqual(Title))
            return 1;
        at += title.Length;
        for (int i = 0; i < MaxBlocks && at + head.Length <= end && file.Source.TryRead(at, head); i++)
        {
            bool isBig = head.StartsWith("8BIM"u8);
            if (!isBig && !head.StartsWith("MIB8"u8))
                return 1;
            ReadOnlySpan<byte> key = head[4..8];
            if (key.SequenceEqual(isBig ? "Layr"u8 : "ryaL"u8) || key.SequenceEqual(isBig ? "Lr16"u8 : "61rL"u8) || key.SequenceEqual(isBig ? "Lr32"u8 : "23rL"u8))
                return Math.Max(1, Math.Abs((int)(isBig ? BinaryPrimitives.ReadInt16BigEndian(head[12..]) : BinaryPrimitives.ReadInt16LittleEndian(head[12..]))));
            long length = isBig ? BinaryPrimitives.ReadUInt32BigEndian(head[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
            at += HeaderLength + length + (-length & 3);
        }

        return 1;
    }
}

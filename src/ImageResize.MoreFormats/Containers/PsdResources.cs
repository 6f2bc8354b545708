using System.Buffers.Binary;
using ImageResize.Metadata.Sources;

namespace ImageResize.MoreFormats.Containers;

/// <summary>What the image resources of a Photoshop file tell: blocks of "8BIM", an identifier, a padded name, a length and padded data.</summary>
internal sealed class PsdResources
{
    private const ushort Resolution = 1005, Captions = 1028, Profile = 1039, Version = 1057, ExifData = 1058, XmpPacket = 1060, TransparentIndex = 1047;
    private const int MaxResources = 100_000;

    private static readonly ushort[] Wanted = [Resolution, Captions, Profile, TransparentIndex, Version, ExifData, XmpPacket];

    private PsdResources()
    {
    }

    public byte[]? Icc { get; private set; }

    public byte[]? Exif { get; private set; }

    public byte[]? Xmp { get; private set; }

    public byte[]? Iptc { get; private set; }

    public double DotsPerInch { get; private set; }

    /// <summary>Whether the picture made of all layers was saved.</summary>
    public bool HasComposite { get; private set; } = true;

    /// <summary>Whether one of an indexed picture's colours stands for transparent.</summary>
    public bool HasTransparentIndex { get; private set; }

    /// <summary>Reads them; what is broken ends the reading.</summary>
    /// <param name="source">The file.</param>
    /// <param name="position">Where they begin.</param>
    /// <param name="length">Their length together, in bytes, which lies in the file.</param>
    /// <param name="limit">What metadata may take.</param>
    public static PsdResources Read(ByteSource source, long position, long length, MetadataLimit limit)
    {
        var resources = new PsdResources();
        byte[] head = new byte[7], number = new byte[sizeof(uint)];
        long end = position + length;
        for (int count = 0; count < MaxResources && position + 12 <= end && source.TryRead(position, head) && head.AsSpan().StartsWith("8BIM"u8); count++)
        {
            long lengthAt = position + 6 + (head[6] + 2) / 2 * 2;
            if (lengthAt + 4 > end || !source.TryRead(lengthAt, number))
                break;
            uint contentLength = BinaryPrimitives.ReadUInt32BigEndian(number);
            if (contentLength > end - lengthAt - 4)
                break;
            ushort id = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(4));
            if (Array.IndexOf(Wanted, id) >= 0 && source.Take(lengthAt + 4, contentLength, limit) is { } content)
                resources.Take(id, content);
            position = lengthAt + 4 + contentLength + (contentLength & 1);
        }

        return resources;
    }

    private void Take(ushort id, byte[] content)
    {
        switch (id)
        {
            case Resolution when content.Length >= 4:
                DotsPerInch = Math.Round(BinaryPrimitives.ReadUInt32BigEndian(content) / 65_536.0, 2);
                break;
            case Version when content.Length >= 5:
                HasComposite = content[4] != 0;
                break;
            case TransparentIndex when content.Length >= 2:
                HasTransparentIndex = BinaryPrimitives.ReadUInt16BigEndian(content) < 256;
                break;
            case Profile:
                Icc ??= content;
                break;
            case ExifData when content.AsSpan().StartsWith("II"u8) || content.AsSpan().StartsWith("MM"u8):
                Exif ??= content;
                break;
            case XmpPacket:
                Xmp ??= content;
                break;
            case Captions:
                Iptc ??= content;
                break;
        }
    }
}

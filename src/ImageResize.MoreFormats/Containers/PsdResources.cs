using System.Buffers.Binary;

namespace ImageResize.MoreFormats.Containers;

/// <summary>What the image resources of a Photoshop file tell: blocks of "8BIM", an identifier, a padded name, a length and padded data.</summary>
internal sealed class PsdResources
{
    private const ushort Resolution = 1005, Captions = 1028, Profile = 1039, Version = 1057, ExifData = 1058, XmpPacket = 1060;

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

    /// <summary>Reads them; what is broken ends the reading.</summary>
    public static PsdResources Read(ReadOnlySpan<byte> data)
    {
        var resources = new PsdResources();
        while (data.Length >= 12 && data.StartsWith("8BIM"u8))
        {
            ushort id = BinaryPrimitives.ReadUInt16BigEndian(data[4..]);
            int lengthAt = 6 + (data[6] + 2) / 2 * 2;
            if (lengthAt + 4 > data.Length)
                break;
            uint length = BinaryPrimitives.ReadUInt32BigEndian(data[lengthAt..]);
            data = data[(lengthAt + 4)..];
            if (length > data.Length)
                break;
            resources.Take(id, data[..(int)length]);
            data = data[(int)Math.Min(data.Length, length + (length & 1))..];
        }

        return resources;
    }

    private void Take(ushort id, ReadOnlySpan<byte> content)
    {
        switch (id)
        {
            case Resolution when content.Length >= 4:
                DotsPerInch = Math.Round(BinaryPrimitives.ReadUInt32BigEndian(content) / 65_536.0, 2);
                break;
            case Version when content.Length >= 5:
                HasComposite = content[4] != 0;
                break;
            case Profile:
                Icc ??= content.ToArray();
                break;
            case ExifData when content.StartsWith("II"u8) || content.StartsWith("MM"u8):
                Exif ??= content.ToArray();
                break;
            case XmpPacket:
                Xmp ??= content.ToArray();
                break;
            case Captions:
                Iptc ??= content.ToArray();
                break;
        }
    }
}

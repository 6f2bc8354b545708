using System.Buffers.Binary;

namespace ImageResize.Metadata.Iptc;

/// <summary>
/// Image resources as Photoshop writes them into APP13 (Adobe Photoshop File Formats Specification, image resource blocks):
/// "8BIM", an identifier, a padded name, a length and padded data. One of them holds the IPTC data; others hold thumbnails
/// or further copies of EXIF and XMP, which would be stale or give a location away.
/// </summary>
internal static class PhotoshopResources
{
    private const ushort Iptc = 0x0404;
    private const ushort OldThumbnail = 0x0409;
    private const ushort Thumbnail = 0x040C;
    private const ushort Exif = 0x0422;
    private const ushort Exif3 = 0x0423;
    private const ushort Xmp = 0x0424;
    private const ushort CaptionDigest = 0x0425;

    /// <summary>The resources to keep, one after another; empty if there are none, null if they are broken.</summary>
    /// <param name="resources">The resources.</param>
    /// <param name="dropsLocation">Whether only IPTC data stay, and of those none that tell a position.</param>
    public static byte[]? Filter(ReadOnlySpan<byte> resources, bool dropsLocation)
    {
        var kept = new MemoryStream();
        byte[] digest = [];
        bool isChanged = false;
        while (resources.Length >= 4)
        {
            (int length, int dataAt, int dataLength) = Measure(resources);
            if (length < 0)
                return null;
            ushort identifier = BinaryPrimitives.ReadUInt16BigEndian(resources[4..]);
            if (dropsLocation && identifier == Iptc)
            {
                if (IptcDataSets.WithoutPosition(resources.Slice(dataAt, dataLength).ToArray()) is not { } sets)
                    return null;
                isChanged |= sets.Length < dataLength;
                kept.Write(Wrap(sets));
            }
            else if (!dropsLocation && identifier is not (OldThumbnail or Thumbnail or Exif or Exif3 or Xmp))
            {
                kept.Write(resources[..length]);
            }
            else if (dropsLocation && identifier == CaptionDigest)
            {
                digest = resources[..length].ToArray();
            }

            resources = resources[length..];
        }

        // A digest of other data would make readers distrust these.
        if (!isChanged)
            kept.Write(digest);
        return kept.ToArray();
    }

    /// <summary>The IPTC data sets among the resources; null where there are none.</summary>
    public static byte[]? FindIptc(ReadOnlySpan<byte> resources)
    {
        while (resources.Length >= 4)
        {
            (int length, int dataAt, int dataLength) = Measure(resources);
            if (length < 0)
                return null;
            if (BinaryPrimitives.ReadUInt16BigEndian(resources[4..]) == Iptc)
                return resources.Slice(dataAt, dataLength).ToArray();
            resources = resources[length..];
        }

        return null;
    }

    /// <summary>Data sets as the one resource of their kind.</summary>
    public static byte[] Wrap(ReadOnlySpan<byte> iptc)
    {
        byte[] resource = new byte[12 + iptc.Length + (iptc.Length & 1)];
        "8BIM"u8.CopyTo(resource);
        BinaryPrimitives.WriteUInt16BigEndian(resource.AsSpan(4), Iptc);
        BinaryPrimitives.WriteInt32BigEndian(resource.AsSpan(8), iptc.Length);
        iptc.CopyTo(resource.AsSpan(12));
        return resource;
    }

    /// <summary>The bytes of the first resource, or -1; where its data begin and how long they are.</summary>
    private static (int Length, int DataAt, int DataLength) Measure(ReadOnlySpan<byte> resources)
    {
        if (!resources.StartsWith("8BIM"u8) || resources.Length < 7)
            return (-1, 0, 0);
        int lengthAt = 6 + (resources[6] + 2) / 2 * 2;
        if (lengthAt + 4 > resources.Length)
            return (-1, 0, 0);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(resources[lengthAt..]);
        long end = lengthAt + 4 + (long)length;
        if (end > resources.Length)
            return (-1, 0, 0);
        // The padding of the last one may be missing.
        return ((int)Math.Min(end + (length & 1), resources.Length), lengthAt + 4, (int)length);
    }
}

using System.Buffers.Binary;
using System.Text;
using ImageResize.Metadata.Iptc;
using ImageResize.Metadata.Jpeg;
using ImageResize.Metadata.Sources;
using ImageResize.Metadata.Xmp;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// Puts blocks of metadata into a JPEG file, in the place of those it has. The scans are copied bit for bit. What lies
/// behind the image keeps its length, and a multi-picture index is set right for the new places.
/// </summary>
internal sealed class JpegBlockWriter
{
    private const int MaxPayload = 65_533;

    private readonly Stream _target;
    private MetadataKinds _left;

    private JpegBlockWriter(Stream target) => _target = target;

    /// <summary>Writes the file with the blocks.</summary>
    /// <param name="source">The file.</param>
    /// <param name="blocks">The blocks that it shall have.</param>
    /// <param name="target">Where to write.</param>
    /// <param name="others">What of the rest stays.</param>
    /// <returns>The kinds of which something could not be placed, or did not stay.</returns>
    /// <exception cref="MetadataFormatException">
    /// The source is no well-formed JPEG file up to its first scan; where not all of the rest stays, up to its end.
    /// </exception>
    public static MetadataKinds Write(ByteSource source, MetadataBlocks blocks, Stream target, OtherContent others)
    {
        JpegHead head = JpegHead.Read(source, others);
        long end = others == OtherContent.All ? source.Length : FindEnd(source, head.ScanOffset);
        var metadata = new MemoryStream();
        var writer = new JpegBlockWriter(metadata);
        writer.WriteBlocks(blocks);
        long shift = 2 + head.Jfif.Length + metadata.Length + head.Others.Sum(segment => (long)segment.Length) - head.ScanOffset;
        target.Write([0xFF, Marker.Soi]);
        target.Write(head.Jfif);
        metadata.WriteTo(target);
        long position = 2 + head.Jfif.Length + metadata.Length;
        foreach (byte[] segment in head.Others)
        {
            target.Write(JpegIndex.Shift(segment, position, head.IndexOffset, shift));
            position += segment.Length;
        }

        source.CopyTo(target, head.ScanOffset, end - head.ScanOffset);
        TrailingWriter.Write(source, end, target, others);
        return writer._left;
    }

    /// <summary>Where the image ends, between whose scans no metadata may hide.</summary>
    private static long FindEnd(ByteSource source, long scanOffset)
    {
        long end = JpegScanner.FindEnd(source, scanOffset + 2, out bool hasMetadata);
        return end < 0 ? throw new MetadataFormatException("The file has no end.")
            : hasMetadata ? throw new MetadataFormatException("There are metadata between the scans.")
            : end;
    }

    /// <summary>Writes the blocks alone, as marker segments.</summary>
    /// <returns>The kinds of which something could not be placed.</returns>
    public static MetadataKinds WriteSegments(MetadataBlocks blocks, Stream target)
    {
        var writer = new JpegBlockWriter(target);
        writer.WriteBlocks(blocks);
        return writer._left;
    }

    private void WriteBlocks(MetadataBlocks blocks)
    {
        foreach (byte[] exif in (byte[][])[.. blocks.Exif is { } first ? [first] : Array.Empty<byte[]>(), .. blocks.FurtherExif])
        {
            if (exif.Length <= MaxPayload - MetadataSignature.Exif.Length)
                WriteSegment(Marker.App1, MetadataSignature.Exif, exif);
            else
                _left |= MetadataKinds.Exif;
        }

        if (blocks.Xmp is { } xmp)
            WriteXmp(xmp, blocks.ExtendedXmp);
        if (blocks.Icc is { } icc)
            WriteIcc(icc);
        if ((blocks.ImageResources ?? (blocks.Iptc is { } iptc ? PhotoshopResources.Wrap(iptc) : null)) is { } resources)
        {
            foreach (byte[] piece in resources.Chunk(MaxPayload - MetadataSignature.Photoshop.Length))
                WriteSegment(Marker.App13, MetadataSignature.Photoshop, piece);
        }

        foreach (TextEntry text in blocks.Texts)
        {
            byte[] value = Encoding.UTF8.GetBytes(text.Value);
            if (text.Keyword == TextEntry.Comment && value.Length <= MaxPayload)
                WriteSegment(Marker.Com, value, default);
            else
                _left |= MetadataKinds.Texts;
        }
    }

    private void WriteXmp(byte[] packet, byte[]? extension)
    {
        int most = MaxPayload - MetadataSignature.Xmp.Length;
        string? digest = null;
        byte[] whole = extension is null ? packet : XmpExtension.Merge(packet, extension) ?? packet;
        (byte[] main, extension) = (whole, null);
        if (whole.Length > most)
        {
            if (XmpExtension.Split(whole, most) is not { } parted)
            {
                _left |= MetadataKinds.Xmp;
                return;
            }

            (main, extension, digest) = parted;
        }

        WriteSegment(Marker.App1, MetadataSignature.Xmp, main);
        if (extension is null || digest is null)
            return;
        int step = MaxPayload - MetadataSignature.ExtendedXmp.Length - digest.Length - 8;
        for (int at = 0; at < extension.Length; at += step)
        {
            byte[] head = [.. MetadataSignature.ExtendedXmp, .. Encoding.ASCII.GetBytes(digest), 0, 0, 0, 0, 0, 0, 0, 0];
            BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(head.Length - 8), extension.Length);
            BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(head.Length - 4), at);
            WriteSegment(Marker.App1, head, extension.AsSpan(at, Math.Min(step, extension.Length - at)));
        }
    }

    private void WriteIcc(byte[] profile)
    {
        byte[][] pieces = [.. profile.Chunk(MaxPayload - MetadataSignature.IccProfile.Length - 2)];
        if (pieces.Length > 255)
        {
            _left |= MetadataKinds.Icc;
            return;
        }

        for (int i = 0; i < pieces.Length; i++)
            WriteSegment(Marker.App2, [.. MetadataSignature.IccProfile, (byte)(i + 1), (byte)pieces.Length], pieces[i]);
    }

    private void WriteSegment(byte code, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        Span<byte> head = [0xFF, code, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(first.Length + second.Length + 2));
        _target.Write(head);
        _target.Write(first);
        _target.Write(second);
    }
}

using System.Buffers.Binary;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Jpeg;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// What a JPEG file holds (ITU T.81, annex B): every segment before the first scan, the multi-picture index (CIPA DC-007) and what
/// lies behind the end of the image. The entropy-coded data are passed over, not decoded.
/// </summary>
internal static class JpegPartsReader
{
    /// <summary>Sound files have a few dozen; a profile or an extended packet of the largest size a few hundred.</summary>
    private const int MaxSegments = 4096;

    /// <summary>The parts up to the first scan; null where the source is no JPEG file.</summary>
    public static ImageParts? ReadHead(ByteSource source, MetadataLimit limit)
    {
        Span<byte> start = stackalloc byte[3];
        if (!source.TryRead(0, start) || start[0] != 0xFF || start[1] != Marker.Soi || start[2] != 0xFF)
            return null;
        var builder = new PartsBuilder(source, limit);
        var segments = new JpegSegments(builder);
        var parts = new ImageParts { Format = ContainerFormat.Jpeg, BitsPerSample = 0 };
        Span<byte> head = stackalloc byte[4];
        long position = 2;
        bool isHierarchical = false;
        for (int count = 0; ; count++)
        {
            position = JpegScanner.FindMarker(source, position, out byte code);
            if (code is Marker.Eoi or Marker.Sos || count > MaxSegments)
                break;
            if (Marker.StandsAlone(code))
                continue;
            if (!source.TryRead(position, head[..2]) || BinaryPrimitives.ReadUInt16BigEndian(head) is not (>= 2 and var length) || position + length > source.Length)
            {
                builder.Problem = "The file ends inside a marker segment.";
                break;
            }

            if (Marker.IsFrame(code))
                parts = ReadFrame(parts, source, code, position + 2, length - 2);
            else if (code == Marker.Dhp)
                isHierarchical = true;
            else if (code is >= Marker.App0 and <= Marker.App0 + 15 or Marker.Com)
                segments.Add(code, position + 2, length - 2);
            position += length;
        }

        if (parts.BitsPerSample == 0)
            builder.Problem ??= "The file has no frame header before the image data.";
        if (isHierarchical)
            parts = parts with { UnusualCoding = "hierarchical" };
        segments.Finish();
        ImageParts found = builder.Build(parts, ColorOf(parts.Channels));
        return builder.Problem is null ? found with { Unread = new UnreadRest(position, segments.Index, segments.IndexOffset) } : found;
    }

    /// <summary>The parts with those that lie behind the scans, over which this passes.</summary>
    public static ImageParts ReadRest(ImageParts parts, UnreadRest rest, ByteSource source)
    {
        // The head may announce a gain map that some editor has cut off: what counts is whether it is there.
        var builder = new PartsBuilder(source, new MetadataLimit());
        long end = JpegScanner.FindEnd(source, rest.Position);
        if (end >= 0)
            JpegTrailer.Read(builder, rest.Index, rest.IndexOffset, end);
        return parts with
        {
            OtherPictures = [.. builder.OtherPictures],
            Trailing = [.. builder.Trailing],
            HasGainMap = builder.HasGainMap,
            GainMapLength = builder.GainMapLength,
            Problem = end < 0 ? "The file ends before the end of the image." : null,
            Unread = null,
        };
    }

    private static ColorDescription ColorOf(int channels) => channels switch
    {
        1 => ColorDescription.Unspecified with { Channels = ColorChannels.Gray, Matrix = null },
        4 => ColorDescription.Unspecified with { Channels = ColorChannels.Cmyk, Matrix = null, Curves = [] },
        _ => ColorDescription.Unspecified,
    };

    private static ImageParts ReadFrame(ImageParts parts, ByteSource source, byte code, long offset, int length)
    {
        Span<byte> frame = stackalloc byte[6];
        if (length < 6 || !source.TryRead(offset, frame))
            return parts;
        int bits = frame[0];
        string? unusual = code switch
        {
            0xC3 => "lossless",
            >= 0xC5 and <= 0xC7 or >= 0xCD => "hierarchical",
            >= 0xC9 => "arithmetic coding",
            _ => bits == 8 ? null : $"{bits} bits",
        };
        return parts with
        {
            BitsPerSample = bits,
            Height = BinaryPrimitives.ReadUInt16BigEndian(frame[1..]),
            Width = BinaryPrimitives.ReadUInt16BigEndian(frame[3..]),
            Channels = frame[5],
            UnusualCoding = unusual,
        };
    }
}

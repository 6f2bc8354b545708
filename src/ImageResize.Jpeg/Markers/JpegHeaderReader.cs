using System.Buffers.Binary;
using System.Collections.Immutable;
using ImageResize.Metadata.Exif;
using ImageResize.Metadata.Jpeg;

namespace ImageResize.Jpeg.Markers;

/// <summary>Walks over the markers before the first scan, and judges from them what the image is.</summary>
internal static class JpegHeaderReader
{
    /// <param name="source">The file, or an image within it, from its first byte.</param>
    /// <param name="isEmbedded">Whether the image lies within a file: then no further image is looked for behind it.</param>
    public static JpegHeader Read(ReadOnlySpan<byte> source, bool isEmbedded = false)
    {
        if (source.Length < 4 || source[0] != 0xFF || source[1] != Marker.Soi)
            throw new JpegFormatException("The file does not begin as a JPEG image does.");
        var reader = new MarkerReader(source, 2);
        ImmutableArray<MetadataSegment>.Builder segments = ImmutableArray.CreateBuilder<MetadataSegment>();
        FrameHeader? frame = null;
        while (true)
        {
            reader.Next();
            if (reader.Code == Marker.Sos)
                break;
            // An abbreviated stream of tables may come first, with its own start and end (ITU T.81, B.5).
            if (reader.Code == Marker.Eoi && (frame is not null || reader.EndIsMissing))
                throw new JpegFormatException("The file ends before the image data.");
            if (Marker.IsFrame(reader.Code))
            {
                if (frame is not null)
                    throw new JpegFormatException("The file has two frame headers.");
                frame = FrameHeader.Read(reader.Code, reader.Payload);
            }
            else if (reader.Code is >= Marker.App0 and <= Marker.App0 + 15 or Marker.Com)
            {
                MetadataSegment segment = MetadataSegment.Identify(reader.Code, reader.Payload, reader.PayloadOffset);
                if (segment.Kind != SegmentKind.Other)
                    segments.Add(segment);
            }
        }

        if (frame is null)
            throw new JpegFormatException("The file has no frame header before the image data.");
        JpegUnsupported unsupported = Judge(frame);
        if (frame.Height == 0)
            frame = frame.WithHeight(FindLineCount(source, reader.Position));
        return Describe(source, frame, segments.ToImmutable(), unsupported, reader.Payload, reader.PayloadOffset, isEmbedded);
    }

    private static JpegHeader Describe(
        ReadOnlySpan<byte> source, FrameHeader frame, ImmutableArray<MetadataSegment> segments, JpegUnsupported unsupported,
        ReadOnlySpan<byte> scan, int scanOffset, bool isEmbedded)
    {
        int? adobe = null;
        int orientation = ExifOrientation.Upright;
        bool hasJfif = false, hasExif = false, hasGainMap = false;
        foreach (MetadataSegment segment in segments)
        {
            switch (segment.Kind)
            {
                case SegmentKind.Jfif:
                    hasJfif = true;
                    break;
                case SegmentKind.Adobe:
                    adobe = segment.Of(source)[6];
                    break;
                case SegmentKind.Exif when !hasExif:
                    hasExif = true;
                    orientation = ExifOrientation.Read(segment.Of(source));
                    break;
                case SegmentKind.Xmp:
                    hasGainMap |= segment.Of(source).IndexOf("hdrgm:Version"u8) >= 0;
                    break;
                case SegmentKind.GainMapVersion:
                    hasGainMap = true;
                    break;
            }
        }

        return new JpegHeader(frame, segments)
        {
            Orientation = orientation,
            AdobeTransform = adobe,
            HasGainMap = hasGainMap,
            GainMap = hasGainMap && !isEmbedded ? EmbeddedGainMap.Find(source, segments) : null,
            Unsupported = unsupported,
            Color = JudgeColor(frame, hasJfif, adobe),
            IsSingleScan = !frame.IsProgressive && scan.Length > 0 && scan[0] == frame.Components.Length,
            FirstScanOffset = scanOffset,
        };
    }

    private static JpegUnsupported Judge(FrameHeader frame) => frame switch
    {
        { Code: 0xC3 } => JpegUnsupported.Lossless,
        { Code: >= 0xC5 and <= 0xC7 } => JpegUnsupported.Hierarchical,
        { Code: >= 0xC9 } => JpegUnsupported.ArithmeticCoding,
        { Precision: not 8 } => JpegUnsupported.Precision,
        { Components.Length: 4 } => JpegUnsupported.Cmyk,
        { Components.Length: not (1 or 3) } => JpegUnsupported.ComponentCount,
        _ => JpegUnsupported.None,
    };

    /// <summary>The rules of libjpeg: a JFIF marker, then an Adobe marker, then the names of the components decide.</summary>
    private static JpegColor JudgeColor(FrameHeader frame, bool hasJfif, int? adobe)
    {
        FrameComponent[] components = frame.Components;
        if (components.Length == 1)
            return JpegColor.Grayscale;
        if (components.Length != 3)
            return JpegColor.Other;
        if (hasJfif)
            return JpegColor.YCbCr;
        if (adobe is { } transform)
            return transform == 0 ? JpegColor.Rgb : JpegColor.YCbCr;
        return components[0].Id == 'R' && components[1].Id == 'G' && components[2].Id == 'B' ? JpegColor.Rgb : JpegColor.YCbCr;
    }

    /// <summary>The number of lines from the DNL marker (ITU T.81, B.2.5), which must follow the first scan.</summary>
    private static int FindLineCount(ReadOnlySpan<byte> source, int position)
    {
        var reader = new MarkerReader(source, position);
        do
            reader.Next();
        while (Marker.IsRestart(reader.Code));
        int height = reader.Code == Marker.Dnl && reader.Payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(reader.Payload) : 0;
        return height > 0 ? height : throw new JpegFormatException("Neither the frame header nor a DNL marker gives the image a height.");
    }
}

using System.Collections.Immutable;
using ImageResize.Metadata.Exif;
using ImageResize.Metadata.Jpeg;

namespace ImageResize.Jpeg.Markers;

/// <summary>Walks over the markers before the first scan, and judges from them what the image is.</summary>
internal static class JpegHeaderReader
{
    /// <summary>Reads the header of a file, and that of a gain map behind the image.</summary>
    /// <param name="file">The file.</param>
    /// <param name="limit">The longest header that is read, in bytes.</param>
    /// <exception cref="JpegFormatException">There is no JPEG image, its header is broken, or longer than the limit.</exception>
    public static JpegHeader Read<TFile>(TFile file, int limit)
        where TFile : IJpegFile, allows ref struct
    {
        JpegHeader header = ReadImage(file, 0, file.Length, limit, out (int Offset, int Length)[] others);
        return header.HasGainMap && EmbeddedGainMap.Find(file, others) is { } gainMap ? header.With(gainMap) : header;
    }

    /// <summary>Reads the header of one image of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">Where the image begins.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="limit">The longest header that is read, in bytes.</param>
    /// <param name="others">The further images of the file that this one's multi-picture index names.</param>
    public static JpegHeader ReadImage<TFile>(TFile file, int start, int length, int limit, out (int Offset, int Length)[] others)
        where TFile : IJpegFile, allows ref struct
    {
        ReadOnlySpan<byte> head = JpegHead.Read(file, start, length, limit);
        JpegHeader header = ReadMarkers(head, out int scanData);
        others = header.HasGainMap ? MultiPictureIndex.ReadAll(head, header.Segments, length) : [];
        return header.Height > 0 ? header : header.With(header.Frame.WithHeight(JpegHead.FindLineCount(file, start + scanData, start + length)));
    }

    private static JpegHeader ReadMarkers(ReadOnlySpan<byte> source, out int scanData)
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
            if (reader.Code == Marker.Dhp)
                throw new JpegFormatException("The file holds a hierarchy of frames.");
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
        scanData = reader.Position;
        return Describe(source, frame, segments.ToImmutable(), reader.Payload, reader.PayloadOffset);
    }

    private static JpegHeader Describe(
        ReadOnlySpan<byte> source, FrameHeader frame, ImmutableArray<MetadataSegment> segments, ReadOnlySpan<byte> scan, int scanOffset)
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
            Unsupported = Judge(frame),
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
}

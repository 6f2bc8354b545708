using System.Collections.Immutable;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Exif;
using ImageResize.Metadata.Jpeg;
using ImageResize.Metadata.Sources;

namespace ImageResize.Jpeg.Markers;

/// <summary>
/// What the markers before the first scan say. Reading it takes microseconds and decodes nothing. Immutable, so it may be
/// shared by threads. The unit of all lengths is the pixel of the stored image, before its orientation is applied.
/// </summary>
public sealed class JpegHeader
{
    internal JpegHeader(FrameHeader frame, ImmutableArray<MetadataSegment> segments)
    {
        Frame = frame;
        Segments = segments;
        Sampling = [.. frame.Components.Select(c => new JpegSampling(c.H, c.V))];
    }

    /// <summary>Width as stored, 1 to 65,535.</summary>
    public int Width => Frame.Width;

    /// <summary>Height as stored, 1 to 65,535.</summary>
    public int Height => Frame.Height;

    /// <summary>Where the first stored row and column belong, 1 to 8, from EXIF; 1, upright, where EXIF says nothing valid.</summary>
    public int Orientation { get; internal init; } = ExifOrientation.Upright;

    /// <summary>Whether the orientation swaps width and height.</summary>
    public bool IsTransposed => Orientation >= 5;

    /// <summary>Width after the orientation is applied.</summary>
    public int UprightWidth => IsTransposed ? Height : Width;

    /// <summary>Height after the orientation is applied.</summary>
    public int UprightHeight => IsTransposed ? Width : Height;

    /// <summary>The number of components.</summary>
    public int ComponentCount => Frame.Components.Length;

    /// <summary>The sampling factors of each component; 1 by 1 for a single one.</summary>
    public ImmutableArray<JpegSampling> Sampling { get; }

    /// <summary>Bits of a sample.</summary>
    public int Precision => Frame.Precision;

    /// <summary>Whether the image is coded progressively (SOF2).</summary>
    public bool IsProgressive => Frame.IsProgressive;

    /// <summary>What the components are.</summary>
    public JpegColor Color { get; internal init; }

    /// <summary>The transform that an Adobe marker names: 0 none, 1 YCbCr, 2 YCCK; null without that marker.</summary>
    public int? AdobeTransform { get; internal init; }

    /// <summary>Why the scaler refuses the image; None if it does not.</summary>
    public JpegUnsupported Unsupported { get; internal init; }

    /// <summary>Whether the file says that a gain map comes with the image (Ultra HDR or ISO 21496-1), or that it is one itself.</summary>
    public bool HasGainMap { get; internal init; }

    /// <summary>
    /// Whether the gain map was found behind the image, so that the scaler can scale it along. Otherwise the scaler drops it
    /// and warns; a caller who wants it kept uses another engine.
    /// </summary>
    public bool CanKeepGainMap => GainMap is not null;

    /// <summary>Whether there is an ICC profile.</summary>
    public bool HasIccProfile => Has(SegmentKind.IccProfile);

    /// <summary>Whether there is an EXIF block.</summary>
    public bool HasExif => Has(SegmentKind.Exif);

    /// <summary>Whether there is an XMP packet.</summary>
    public bool HasXmp => Has(SegmentKind.Xmp);

    /// <summary>Whether there are Photoshop resources, where IPTC data are kept.</summary>
    public bool HasIptc => Has(SegmentKind.Photoshop);

    internal FrameHeader Frame { get; }

    internal EmbeddedGainMap? GainMap { get; init; }

    internal ImmutableArray<MetadataSegment> Segments { get; }

    /// <summary>Whether one scan codes all components sequentially, so that nothing need be stored.</summary>
    internal bool IsSingleScan { get; init; }

    /// <summary>The offset of the parameters of the first scan header.</summary>
    internal int FirstScanOffset { get; init; }

    /// <summary>Reads the header of a JPEG image.</summary>
    /// <param name="source">The file from its first byte. All up to the first scan must be there; for the rare image whose height a DNL marker gives, all of the first scan.</param>
    /// <exception cref="JpegFormatException">These bytes are not a JPEG image, or its header is broken.</exception>
    public static JpegHeader Read(ReadOnlySpan<byte> source) => JpegHeaderReader.Read(new JpegBytes(source), int.MaxValue);

    /// <summary>Reads the header of a file, and no more of the file than that takes.</summary>
    /// <param name="file">The file.</param>
    /// <param name="limit">The longest header that is read, in bytes; a scan that must be looked through for the height (DNL) is not counted.</param>
    /// <exception cref="JpegFormatException">The file is not a JPEG image, its header is broken, or longer than the limit.</exception>
    public static JpegHeader Read(IJpegFile file, int limit)
    {
        ArgumentNullException.ThrowIfNull(file);
        return JpegHeaderReader.Read(file, limit);
    }

    /// <summary>The ICC profile, put together from its segments, or null if there is none or a segment is missing.</summary>
    /// <param name="source">The bytes that the header was read from.</param>
    public byte[]? ReadIccProfile(ReadOnlySpan<byte> source)
    {
        var found = new PartsBuilder(new MemorySource(default), new MetadataLimit());
        var pieces = new JpegSegments(found);
        foreach (MetadataSegment segment in Segments)
        {
            if (segment.Kind == SegmentKind.IccProfile)
                pieces.Add(segment.Kind, segment.Of(source).ToArray(), segment.Offset);
        }

        pieces.Finish();
        return found.Icc;
    }

    /// <summary>The same header, with the gain map that was found behind the image.</summary>
    internal JpegHeader With(EmbeddedGainMap gainMap) => Copy(Frame, gainMap);

    /// <summary>The same header, with a frame whose height was found behind the first scan.</summary>
    internal JpegHeader With(FrameHeader frame) => Copy(frame, GainMap);

    private JpegHeader Copy(FrameHeader frame, EmbeddedGainMap? gainMap) => new(frame, Segments)
    {
        Orientation = Orientation,
        Color = Color,
        AdobeTransform = AdobeTransform,
        Unsupported = Unsupported,
        HasGainMap = HasGainMap,
        GainMap = gainMap,
        IsSingleScan = IsSingleScan,
        FirstScanOffset = FirstScanOffset,
    };

    private bool Has(SegmentKind kind) => Segments.Any(s => s.Kind == kind);
}

/// <summary>What the components of a JPEG image are.</summary>
public enum JpegColor
{
    /// <summary>A kind that this codec does not decode.</summary>
    Other,

    /// <summary>One component: luminance.</summary>
    Grayscale,

    /// <summary>Luminance and two colour differences (JFIF).</summary>
    YCbCr,

    /// <summary>Red, green and blue, as the Adobe marker or the component names say.</summary>
    Rgb,
}

/// <summary>The sampling factors of a component, each 1 to 4, relative to the largest of all components.</summary>
/// <param name="Horizontal">The horizontal factor H.</param>
/// <param name="Vertical">The vertical factor V.</param>
public readonly record struct JpegSampling(int Horizontal, int Vertical);

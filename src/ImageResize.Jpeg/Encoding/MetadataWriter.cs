using System.Buffers;
using System.Collections.Immutable;
using ImageResize.Jpeg.Entropy;
using ImageResize.Jpeg.Markers;
using ImageResize.Metadata;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Jpeg;
using ImageResize.Metadata.Rewriting;
using ImageResize.Metadata.Sources;

namespace ImageResize.Jpeg.Encoding;

/// <summary>
/// Writes the application and comment segments of an output: always a JFIF marker, because the output is greyscale or YCbCr
/// as JFIF defines them (and so never an Adobe marker), then what the policy carries over. Multi-picture indexes are never
/// carried, and what is said of a gain map only where the output has one or is one.
/// </summary>
internal readonly ref struct MetadataWriter
{
    private readonly ReadOnlySpan<byte> _source;
    private readonly ImmutableArray<MetadataSegment> _segments;
    private readonly JpegScaleOptions _options;
    private readonly MarkerWriter _markers;
    private readonly DecodingReport _report;
    private readonly GainMapRole _role;
    private readonly bool _losesGainMap;

    private MetadataWriter(
        ReadOnlySpan<byte> source, JpegHeader header, JpegScaleOptions options, GainMapRole role, MarkerWriter markers, DecodingReport report)
    {
        _source = source;
        _segments = header.Segments;
        _role = role;
        _losesGainMap = header.HasGainMap && !role.KeepsMetadata;
        _options = options;
        _markers = markers;
        _report = report;
    }

    public static void Write(
        ReadOnlySpan<byte> source, JpegHeader header, JpegScaleOptions options, GainMapRole role, MarkerWriter markers, DecodingReport report) =>
        new MetadataWriter(source, header, options, role, markers, report).Write();

    private void Write()
    {
        bool isFull = _options.Metadata is MetadataPolicy.All or MetadataPolicy.NoLocation;
        WriteJfif(isFull);
        if (_options is { Metadata: MetadataPolicy.None, Artist: null, Copyright: null })
            return;
        WriteBlocks();
        if (!isFull)
            return;
        WriteGainMapVersion();
        if (_options.Metadata == MetadataPolicy.All)
            WriteComments();
    }

    private void WriteBlocks()
    {
        var found = new PartsBuilder(new MemorySource(default), new MetadataLimit());
        var segments = new JpegSegments(found);
        foreach (MetadataSegment segment in _segments)
        {
            if (segment.Kind is not (SegmentKind.MultiPicture or SegmentKind.GainMapVersion) && found.Limit.TryTake(segment.Length))
                segments.Add(segment.Kind, segment.Of(_source).ToArray(), segment.Offset);
        }

        segments.Finish();
        MetadataBlocks blocks = MetadataRewriter.Rewrite(found.Blocks(), Changes, out MetadataKinds lost);
        if (_options.Metadata == MetadataPolicy.All)
            blocks = blocks with { Texts = [] };
        var encoded = new MemoryStream();
        lost |= JpegBlockWriter.WriteSegments(blocks, encoded);
        _markers.Target.Write(encoded.GetBuffer().AsSpan(0, (int)encoded.Length));
        if (lost != MetadataKinds.None || found.BrokenBlocks + found.Limit.Refused > 0)
            _report.Warn(JpegWarnings.MetadataDropped);
    }

    private MetadataChanges Changes => new()
    {
        Policy = _options.Metadata,
        Width = _options.Width,
        Height = _options.Height,
        Density = _options.Density,
        KeepsGainMap = !_losesGainMap,
        GainMapLength = _role.Length,
        Artist = _options.Artist,
        Copyright = _options.Copyright,
    };

    /// <summary>As they are: what encoding they are in is known to nobody.</summary>
    private void WriteComments()
    {
        foreach (MetadataSegment segment in _segments)
        {
            if (segment.Kind == SegmentKind.Comment)
                _markers.Write(Marker.Com, segment.Of(_source));
        }
    }

    /// <summary>The source's resolution is kept, its thumbnail is not.</summary>
    private void WriteJfif(bool keepsResolution)
    {
        bool isKept = keepsResolution && _options.Density is null;
        if (isKept && Find(SegmentKind.Jfif) is { Length: >= 7 } segment && segment.Of(_source)[2] <= 2)
            _markers.WriteJfif(segment.Of(_source).Slice(2, 5));
        else
            _markers.WriteJfif(_options.Density);
    }

    /// <summary>The version of ISO 21496-1 alone in a primary image, all parameters in a gain map.</summary>
    private void WriteGainMapVersion()
    {
        if (_role.KeepsMetadata && Find(SegmentKind.GainMapVersion) is { } segment)
            _markers.Write(Marker.App2, MetadataSignature.GainMapVersion, segment.Of(_source));
    }

    private MetadataSegment? Find(SegmentKind kind)
    {
        foreach (MetadataSegment segment in _segments)
        {
            if (segment.Kind == kind)
                return segment;
        }

        return null;
    }
}

/// <summary>What an output has to do with a gain map, for its metadata: it has none, has one behind it, or is one.</summary>
/// <param name="KeepsMetadata">Whether what the metadata say of a gain map is true of the output, too.</param>
/// <param name="Length">The length, in bytes, of the gain map behind the output; null without one.</param>
internal readonly record struct GainMapRole(bool KeepsMetadata, int? Length)
{
    public static GainMapRole None => default;

    public static GainMapRole GainMap => new(true, null);

    public static GainMapRole PrimaryOf(int gainMapLength) => new(true, gainMapLength);
}

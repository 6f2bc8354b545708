using System.Collections.Immutable;
using ImageResize.Jpeg.Entropy;
using ImageResize.Jpeg.Markers;
using ImageResize.Metadata;
using ImageResize.Metadata.Exif;
using ImageResize.Metadata.Iptc;
using ImageResize.Metadata.Jpeg;
using ImageResize.Metadata.Xmp;

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

    private XmpChanges Changes => new()
    {
        Width = _options.Width,
        Height = _options.Height,
        DropsLocation = DropsLocation,
        DropsMotionPhoto = true,
        DropsGainMap = _losesGainMap,
    };

    private bool DropsLocation => _options.Metadata == MetadataPolicy.NoLocation;

    public static void Write(
        ReadOnlySpan<byte> source, JpegHeader header, JpegScaleOptions options, GainMapRole role, MarkerWriter markers, DecodingReport report) =>
        new MetadataWriter(source, header, options, role, markers, report).Write();

    private void Write()
    {
        bool isFull = _options.Metadata is MetadataPolicy.All or MetadataPolicy.NoLocation;
        WriteJfif(isFull);
        if (isFull)
        {
            WriteExif();
            WriteXmp();
        }

        if (isFull || _options.Metadata == MetadataPolicy.ColorProfile)
            WriteIccProfile();
        if (!isFull)
            return;
        WriteGainMapVersion();
        WritePhotoshop();
        foreach (MetadataSegment segment in _segments)
        {
            if (segment.Kind == SegmentKind.Comment)
                _markers.Write(Marker.Com, segment.Of(_source));
        }
    }

    /// <summary>The source's resolution is kept, its thumbnail is not.</summary>
    private void WriteJfif(bool keepsResolution)
    {
        Span<byte> jfif = [(byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];
        MetadataSegment? source = Find(SegmentKind.Jfif);
        if (keepsResolution && source is { Length: >= 7 } segment && segment.Of(_source)[2] <= 2)
            segment.Of(_source).Slice(2, 5).CopyTo(jfif[7..]);
        _markers.Write(Marker.App0, jfif);
    }

    private void WriteExif()
    {
        if (Find(SegmentKind.Exif) is not { } segment)
            return;
        byte[] exif = segment.Of(_source).ToArray();
        int length = ExifRewriter.Rewrite(exif, _options.Width, _options.Height, DropsLocation);
        if (length == 0)
            _report.Warn(JpegWarnings.MetadataDropped);
        else
            _markers.Write(Marker.App1, MetadataSignature.Exif, exif.AsSpan(0, length));
    }

    private void WriteXmp()
    {
        if (Find(SegmentKind.Xmp) is not { } segment)
            return;
        // Neither the rest of a motion photo nor a gain map that is lost may be announced.
        bool keepsExtension = KeepsExtendedXmp();
        byte[]? packet = XmpPacket.Rewrite(segment.Of(_source), Changes with { DropsExtension = !keepsExtension, GainMapLength = _role.Length });
        if (packet is null || packet.Length > MarkerWriter.MaxPayload - MetadataSignature.Xmp.Length)
        {
            _report.Warn(JpegWarnings.MetadataDropped);
            return;
        }

        _markers.Write(Marker.App1, MetadataSignature.Xmp, packet);
        if (!keepsExtension)
            return;
        foreach (MetadataSegment extension in _segments)
        {
            if (extension.Kind == SegmentKind.ExtendedXmp)
                _markers.Write(Marker.App1, MetadataSignature.ExtendedXmp, extension.Of(_source));
        }
    }

    /// <summary>The rest of a large packet is carried as it is, or where it holds a location not at all: a digest seals it.</summary>
    private bool KeepsExtendedXmp()
    {
        const int DigestAndOffsets = 40;
        var whole = new MemoryStream();
        foreach (MetadataSegment segment in _segments)
        {
            if (segment.Kind == SegmentKind.ExtendedXmp && segment.Length >= DigestAndOffsets)
                whole.Write(segment.Of(_source)[DigestAndOffsets..]);
        }

        if (whole.Length == 0 || (!DropsLocation && !_losesGainMap))
            return true;
        byte[] extension = whole.ToArray();
        bool isClean = XmpPacket.Rewrite(extension, new XmpChanges { DropsLocation = DropsLocation, DropsGainMap = _losesGainMap }) is { } rewritten
            && rewritten.AsSpan().SequenceEqual(extension);
        if (!isClean)
            _report.Warn(JpegWarnings.MetadataDropped);
        return isClean;
    }

    private void WriteIccProfile()
    {
        ImmutableArray<MetadataSegment> ordered = IccSegments.Order(_source, _segments);
        if (ordered.IsEmpty && Find(SegmentKind.IccProfile) is not null)
            _report.Warn(JpegWarnings.MetadataDropped);
        foreach (MetadataSegment segment in ordered)
            _markers.Write(Marker.App2, MetadataSignature.IccProfile, segment.Of(_source));
    }

    /// <summary>The version of ISO 21496-1 alone in a primary image, all parameters in a gain map.</summary>
    private void WriteGainMapVersion()
    {
        if (_role.KeepsMetadata && Find(SegmentKind.GainMapVersion) is { } segment)
            _markers.Write(Marker.App2, MetadataSignature.GainMapVersion, segment.Of(_source));
    }

    private void WritePhotoshop()
    {
        if (Find(SegmentKind.Photoshop) is null)
            return;
        // Resources may run over from one segment to the next.
        var whole = new MemoryStream();
        foreach (MetadataSegment segment in _segments)
        {
            if (segment.Kind == SegmentKind.Photoshop)
                whole.Write(segment.Of(_source));
        }

        byte[]? kept = PhotoshopResources.Filter(whole.ToArray(), DropsLocation);
        if (kept is null)
            _report.Warn(JpegWarnings.MetadataDropped);
        ReadOnlySpan<byte> rest = kept;
        while (!rest.IsEmpty)
        {
            int length = Math.Min(rest.Length, MarkerWriter.MaxPayload - MetadataSignature.Photoshop.Length);
            _markers.Write(Marker.App13, MetadataSignature.Photoshop, rest[..length]);
            rest = rest[length..];
        }
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


namespace ImageResize.Metadata.Jpeg;

/// <summary>A metadata segment of the source: what it is, and where its content is, behind the identifying bytes.</summary>
internal readonly record struct MetadataSegment(SegmentKind Kind, int Offset, int Length)
{
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> source) => source.Slice(Offset, Length);

    /// <summary>Tells what a segment is by its marker and first bytes.</summary>
    public static MetadataSegment Identify(byte code, ReadOnlySpan<byte> payload, int offset)
    {
        (SegmentKind kind, int skip) = code switch
        {
            Marker.App0 when payload.StartsWith("JFIF\0"u8) => (SegmentKind.Jfif, 5),
            Marker.App1 when payload.StartsWith("Exif\0"u8) && payload.Length >= 6 => (SegmentKind.Exif, 6),
            Marker.App1 when payload.StartsWith(MetadataSignature.Xmp) => (SegmentKind.Xmp, MetadataSignature.Xmp.Length),
            Marker.App1 when payload.StartsWith(MetadataSignature.ExtendedXmp) => (SegmentKind.ExtendedXmp, MetadataSignature.ExtendedXmp.Length),
            Marker.App2 when payload.StartsWith(MetadataSignature.IccProfile) => (SegmentKind.IccProfile, MetadataSignature.IccProfile.Length),
            Marker.App2 when payload.StartsWith(MetadataSignature.MultiPicture) => (SegmentKind.MultiPicture, MetadataSignature.MultiPicture.Length),
            Marker.App2 when payload.StartsWith(MetadataSignature.GainMapVersion) => (SegmentKind.GainMapVersion, MetadataSignature.GainMapVersion.Length),
            Marker.App13 when payload.StartsWith(MetadataSignature.Photoshop) => (SegmentKind.Photoshop, MetadataSignature.Photoshop.Length),
            Marker.App14 when payload.StartsWith("Adobe"u8) && payload.Length >= 12 => (SegmentKind.Adobe, 5),
            Marker.Com => (SegmentKind.Comment, 0),
            _ => (SegmentKind.Other, 0),
        };
        return new MetadataSegment(kind, offset + skip, payload.Length - skip);
    }
}

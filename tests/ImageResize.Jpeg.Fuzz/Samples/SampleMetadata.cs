namespace ImageResize.Jpeg.Samples;

/// <summary>Metadata segments for made-up images.</summary>
internal static class SampleMetadata
{
    /// <summary>A packet that has a location as attributes and as elements, and an orientation.</summary>
    public const string Xmp =
        """
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
          tiff:Orientation="6" exif:GPSLatitude="60,16.04N" exif:PixelXDimension="4000" dc:format="image/jpeg">
        <exif:GPSLongitude>8,46.27E</exif:GPSLongitude><tiff:ImageLength>3000</tiff:ImageLength><dc:title>A title</dc:title>
        </rdf:Description></rdf:RDF></x:xmpmeta>
        """;

    /// <summary>One of each.</summary>
    public static byte[] All { get; } =
    [
        .. Segment(0xE0, [.. "JFIF\0"u8, 1, 2, 1, 0, 72, 0, 72, 0, 0]),
        .. Segment(0xE1, [.. "Exif\0\0"u8, .. SampleExif.Create(isBigEndian: false)]),
        .. Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. System.Text.Encoding.UTF8.GetBytes(Xmp)]),
        .. Segment(0xE2, [.. "ICC_PROFILE\0"u8, 2, 2, 3, 4]),
        .. Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 2, 1, 2]),
        .. Segment(0xED, [.. "Photoshop 3.0\0"u8, .. Resource(0x0404, [0x1C, 2, 90, 0, 4, .. "city"u8]), .. Resource(0x040C, "thumbnail"u8)]),
        .. Segment(0xFE, "A comment"u8),
    ];

    public static byte[] Segment(byte code, ReadOnlySpan<byte> content) =>
        [0xFF, code, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    /// <summary>A Photoshop resource without a name.</summary>
    public static byte[] Resource(ushort identifier, ReadOnlySpan<byte> data) =>
    [
        .. "8BIM"u8, (byte)(identifier >> 8), (byte)identifier, 0, 0, 0, 0, (byte)(data.Length >> 8), (byte)data.Length, .. data,
        .. data.Length % 2 == 0 ? default : "\0"u8,
    ];
}

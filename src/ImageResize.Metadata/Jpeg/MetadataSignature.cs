namespace ImageResize.Metadata.Jpeg;

/// <summary>The bytes that application segments begin with.</summary>
internal static class MetadataSignature
{
    /// <summary>No signature is longer.</summary>
    public const int MaxLength = 40;

    public static ReadOnlySpan<byte> Exif => "Exif\0\0"u8;

    public static ReadOnlySpan<byte> Xmp => "http://ns.adobe.com/xap/1.0/\0"u8;

    public static ReadOnlySpan<byte> ExtendedXmp => "http://ns.adobe.com/xmp/extension/\0"u8;

    public static ReadOnlySpan<byte> IccProfile => "ICC_PROFILE\0"u8;

    public static ReadOnlySpan<byte> MultiPicture => "MPF\0"u8;

    public static ReadOnlySpan<byte> GainMapVersion => "urn:iso:std:iso:ts:21496:-1\0"u8;

    public static ReadOnlySpan<byte> Photoshop => "Photoshop 3.0\0"u8;
}

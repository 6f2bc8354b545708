namespace ImageResize.Metadata.Exif;

/// <summary>The EXIF tags that scaling an image concerns (CIPA DC-008, 4.6).</summary>
internal static class ExifTag
{
    public const ushort ImageWidth = 0x0100;
    public const ushort ImageLength = 0x0101;
    public const ushort Orientation = 0x0112;
    public const ushort ThumbnailOffset = 0x0201;
    public const ushort ThumbnailLength = 0x0202;
    public const ushort StripOffsets = 0x0111;
    public const ushort StripByteCounts = 0x0117;
    public const ushort ExifDirectory = 0x8769;
    public const ushort GpsDirectory = 0x8825;
    public const ushort PixelXDimension = 0xA002;
    public const ushort PixelYDimension = 0xA003;
    public const ushort InteroperabilityDirectory = 0xA005;
}

namespace ImageResize.Metadata.Exif;

/// <summary>The EXIF tags that are read or changed (CIPA DC-008, 4.6): of structure, of the picture, of the camera, of the position.</summary>
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

    public const ushort ExposureTime = 0x829A;
    public const ushort FNumber = 0x829D;
    public const ushort PhotographicSensitivity = 0x8827;
    public const ushort RecommendedExposureIndex = 0x8832;
    public const ushort IsoSpeed = 0x8833;
    public const ushort DateTimeOriginal = 0x9003;
    public const ushort DateTimeDigitized = 0x9004;
    public const ushort OffsetTimeOriginal = 0x9011;
    public const ushort OffsetTimeDigitized = 0x9012;
    public const ushort FocalLength = 0x920A;
    public const ushort SubSecTimeOriginal = 0x9291;
    public const ushort SubSecTimeDigitized = 0x9292;
    public const ushort LensModel = 0xA434;

    public const ushort GpsLatitudeRef = 0x0001;
    public const ushort GpsLatitude = 0x0002;
    public const ushort GpsLongitudeRef = 0x0003;
    public const ushort GpsLongitude = 0x0004;
    public const ushort GpsAltitudeRef = 0x0005;
    public const ushort GpsAltitude = 0x0006;
}

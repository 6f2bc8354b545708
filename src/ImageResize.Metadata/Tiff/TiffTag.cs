namespace ImageResize.Metadata.Tiff;

/// <summary>The tags of TIFF that tell what a directory holds (TIFF 6.0, its supplements; TIFF/EP; DNG).</summary>
internal static class TiffTag
{
    public const ushort NewSubfileType = 0x00FE;
    public const ushort SubfileType = 0x00FF;
    public const ushort ImageWidth = 0x0100;
    public const ushort ImageLength = 0x0101;
    public const ushort BitsPerSample = 0x0102;
    public const ushort Compression = 0x0103;
    public const ushort Photometric = 0x0106;
    public const ushort FillOrder = 0x010A;
    public const ushort ImageDescription = 0x010E;
    public const ushort Make = 0x010F;
    public const ushort Model = 0x0110;
    public const ushort StripOffsets = 0x0111;
    public const ushort Orientation = 0x0112;
    public const ushort SamplesPerPixel = 0x0115;
    public const ushort RowsPerStrip = 0x0116;
    public const ushort StripByteCounts = 0x0117;
    public const ushort XResolution = 0x011A;
    public const ushort YResolution = 0x011B;
    public const ushort PlanarConfiguration = 0x011C;
    public const ushort ResolutionUnit = 0x0128;
    public const ushort Software = 0x0131;
    public const ushort DateTime = 0x0132;
    public const ushort Artist = 0x013B;
    public const ushort HostComputer = 0x013C;
    public const ushort Predictor = 0x013D;
    public const ushort TileWidth = 0x0142;
    public const ushort TileLength = 0x0143;
    public const ushort TileOffsets = 0x0144;
    public const ushort TileByteCounts = 0x0145;
    public const ushort SubDirectories = 0x014A;
    public const ushort ExtraSamples = 0x0152;
    public const ushort SampleFormat = 0x0153;
    public const ushort JpegTables = 0x015B;
    public const ushort JpegOffset = 0x0201;
    public const ushort Xmp = 0x02BC;
    public const ushort Rating = 0x4746;
    public const ushort RatingPercent = 0x4749;
    public const ushort Matteing = 0x80E3;
    public const ushort DataType = 0x80E4;
    public const ushort ImageDepth = 0x80E5;
    public const ushort TileDepth = 0x80E6;
    public const ushort CfaPattern = 0x828E;
    public const ushort Copyright = 0x8298;
    public const ushort Iptc = 0x83BB;
    public const ushort ImageResources = 0x8649;
    public const ushort ExifDirectory = 0x8769;
    public const ushort IccProfile = 0x8773;
    public const ushort GpsDirectory = 0x8825;
    public const ushort PhotoshopLayers = 0x935C;
    public const ushort MakerNote = 0x927C;
    public const ushort InteroperabilityDirectory = 0xA005;
    public const ushort DngVersion = 0xC612;
    public const ushort DngPrivateData = 0xC634;
}

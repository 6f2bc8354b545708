using System.Buffers.Binary;

namespace ImageResize.Jpeg.Samples;

/// <summary>
/// An EXIF block with everything that scaling touches: orientation, dimensions, a GPS directory, a maker note, and a thumbnail
/// directory. All numbers are at fixed places, so that tests can look for them.
/// </summary>
internal static class SampleExif
{
    public const int MakerNoteOffset = 200;
    public const int ThumbnailOffset = 300;
    public const int GpsDirectoryOffset = 130;
    public const int Length = 340;

    public static ReadOnlySpan<byte> MakerNote => "maker note"u8;

    public static ReadOnlySpan<byte> Thumbnail => "the embedded thumbnail, as bytes"u8;

    public static byte[] Create(bool isBigEndian, ushort orientation = 6)
    {
        var exif = new byte[Length];
        (isBigEndian ? "MM"u8 : "II"u8).CopyTo(exif);
        void Short(int at, int value) => Put16(exif, at, value, isBigEndian);
        void Long(int at, long value) => Put32(exif, at, value, isBigEndian);
        void Entry(int at, int tag, int type, int count, long value)
        {
            Short(at, tag);
            Short(at + 2, type);
            Long(at + 4, count);
            if (type == 3)
                Short(at + 8, (int)value);
            else
                Long(at + 8, value);
        }

        Short(2, 42);
        Long(4, 8);
        Short(8, 3);
        Entry(10, 0x0112, 3, 1, orientation);
        Entry(22, 0x8769, 4, 1, 60);
        Entry(34, 0x8825, 4, 1, GpsDirectoryOffset);
        Long(46, 240);
        Short(60, 3);
        Entry(62, 0xA002, 4, 1, 4000);
        Entry(74, 0xA003, 3, 1, 3000);
        Entry(86, 0x927C, 7, MakerNote.Length, MakerNoteOffset);
        Short(GpsDirectoryOffset, 2);
        Entry(GpsDirectoryOffset + 2, 0x0001, 2, 2, isBigEndian ? 'N' << 24 : 'N');
        Entry(GpsDirectoryOffset + 14, 0x0002, 5, 3, 165);
        "60 degrees and 16.04 min"u8.CopyTo(exif.AsSpan(165));
        MakerNote.CopyTo(exif.AsSpan(MakerNoteOffset));
        Short(240, 2);
        Entry(242, 0x0201, 4, 1, ThumbnailOffset);
        Entry(254, 0x0202, 4, 1, Thumbnail.Length);
        Thumbnail.CopyTo(exif.AsSpan(ThumbnailOffset));
        return exif;
    }

    private static void Put16(byte[] data, int at, int value, bool isBigEndian)
    {
        if (isBigEndian)
            BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(at), (ushort)value);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(at), (ushort)value);
    }

    private static void Put32(byte[] data, int at, long value, bool isBigEndian)
    {
        if (isBigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(at), (uint)value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(at), (uint)value);
    }
}

using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ImageResize.Metadata.Tiff;
using NetVips;

namespace ImageResize.Metadata.Tests;

/// <summary>Images and blocks of metadata made up for tests.</summary>
internal static class Samples
{
    public const string Latitude = "48,51.5022N";

    public const string Xmp = """
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/" tiff:Orientation="6" exif:PixelXDimension="4000" exif:GPSLatitude="48,51.5022N" drone-dji:GpsLatitude="+48.858370"><dc:rights>Me</dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>
        """;

    public static byte[] XmpBytes => Encoding.UTF8.GetBytes(Xmp);

    public static ReadOnlySpan<byte> MakerNote => "a maker note with offsets of its own"u8;

    /// <summary>An EXIF block: camera, artist, orientation, dimensions, a maker note, a position, a thumbnail.</summary>
    public static byte[] Exif(bool isBigEndian = false, ushort orientation = 6)
    {
        var numbers = new Numbers(isBigEndian);
        var gps = new TiffContent();
        gps.Set(0x0000, TiffType.Byte, [2, 3, 0, 0]);
        gps.Set(0x0001, TiffType.Ascii, "N\0"u8.ToArray());
        gps.Set(0x0002, TiffType.Rational, [.. numbers.Long(48), .. numbers.Long(1), .. numbers.Long(51), .. numbers.Long(1), .. numbers.Long(3013), .. numbers.Long(100)]);
        var exif = new TiffContent();
        exif.Set(0x829A, TiffType.Rational, [.. numbers.Long(1), .. numbers.Long(250)]);
        exif.Set(0x9003, TiffType.Ascii, "2026:05:04 03:02:01\0"u8.ToArray());
        exif.Set(0x927C, TiffType.Undefined, MakerNote.ToArray());
        exif.Set(0xA002, TiffType.Long, numbers.Long(4000));
        exif.Set(0xA003, TiffType.Long, numbers.Long(3000));
        var main = new TiffContent();
        main.Set(0x010F, TiffType.Ascii, "Testmaker\0"u8.ToArray());
        main.Set(0x0112, TiffType.Short, numbers.Short(orientation));
        main.Set(0x013B, TiffType.Ascii, "An artist\0"u8.ToArray());
        main.Set(0x8769, exif);
        main.Set(0x8825, gps);
        return TiffBuilder.Build(main, isBigEndian, 65_000);
    }

    /// <summary>IPTC data sets: a keyword and a city.</summary>
    public static byte[] Iptc => [0x1C, 2, 25, 0, 7, .. "keyword"u8, 0x1C, 2, 90, 0, 5, .. "Paris"u8];

    public static Image Picture(int width = 64, int height = 48, int bands = 3)
    {
        using Image xy = Image.Xyz(width, height);
        using Image ramp = (xy[0] * 4).Cast(Enums.BandFormat.Uchar);
        using Image other = (xy[1] * 5).Cast(Enums.BandFormat.Uchar);
        Image[] channels = [ramp, other, ramp, other];
        return (bands == 1 ? ramp.Copy() : ramp.Bandjoin(channels[1..bands])).Copy(interpretation: bands == 1 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
    }

    public static byte[] Encode(string extension, int width = 64, int height = 48, int bands = 3)
    {
        using Image picture = Picture(width, height, bands);
        return extension switch
        {
            ".jpg" => picture.JpegsaveBuffer(keep: Enums.ForeignKeep.None),
            ".png" => picture.PngsaveBuffer(keep: Enums.ForeignKeep.None),
            ".webp" => picture.WebpsaveBuffer(keep: Enums.ForeignKeep.None),
            ".gif" => picture.GifsaveBuffer(keep: Enums.ForeignKeep.None),
            ".tif" => picture.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw, keep: Enums.ForeignKeep.None),
            ".avif" => picture.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 0, keep: Enums.ForeignKeep.None),
            _ => throw new ArgumentOutOfRangeException(nameof(extension)),
        };
    }

    /// <summary>A JPEG marker segment.</summary>
    public static byte[] Segment(byte code, params ReadOnlySpan<byte> content)
    {
        byte[] head = [0xFF, code, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)(content.Length + 2));
        return [.. head, .. content];
    }

    /// <summary>A JPEG file with segments put in behind its start.</summary>
    public static byte[] Jpeg(params byte[][] segments)
    {
        byte[] plain = Encode(".jpg");
        return [.. plain[..2], .. segments.SelectMany(s => s), .. plain[2..]];
    }

    public static byte[] Chunk(string type, ReadOnlySpan<byte> content)
    {
        byte[] chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.Latin1.GetBytes(type, chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc(chunk.AsSpan(4, 4 + content.Length)));
        return chunk;
    }

    /// <summary>A PNG file with chunks put in behind its header.</summary>
    public static byte[] Png(params byte[][] chunks)
    {
        byte[] plain = Encode(".png");
        const int HeaderEnd = 8 + 25;
        return [.. plain[..HeaderEnd], .. chunks.SelectMany(c => c), .. plain[HeaderEnd..]];
    }

    public static byte[] Deflate(ReadOnlySpan<byte> content)
    {
        var target = new MemoryStream();
        using (var stream = new ZLibStream(target, CompressionLevel.Optimal, leaveOpen: true))
            stream.Write(content);
        return target.ToArray();
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte b in data)
        {
            crc ^= b;
            for (int i = 0; i < 8; i++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    /// <summary>Numbers as bytes in one of the orders.</summary>
    public sealed class Numbers(bool isBigEndian)
    {
        public byte[] Short(int value) => Order([(byte)value, (byte)(value >> 8)]);

        public byte[] Long(uint value) => Order([(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)]);

        private byte[] Order(byte[] bytes) => isBigEndian ? [.. bytes.Reverse()] : bytes;
    }
}

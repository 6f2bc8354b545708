using System.Buffers.Binary;

namespace ImageResize.Jpeg.Samples;

/// <summary>A file of a primary image and a gain map, as Ultra HDR and ISO 21496-1 have them, written without any code of the product.</summary>
internal static class SampleGainMap
{
    /// <summary>What the parameters of the gain map say, in its XMP packet.</summary>
    public const string Parameters = "hdrgm:GainMapMax=\"2.5\"";

    public const string PrimaryXmp =
        """
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
        xmlns:C="http://ns.google.com/photos/1.0/container/" xmlns:Item="http://ns.google.com/photos/1.0/container/item/"
        xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" hdrgm:Version="1.0" dc:format="image/jpeg">
        <C:Directory><rdf:Seq><rdf:li rdf:parseType="Resource"><C:Item Item:Semantic="Primary" Item:Mime="image/jpeg"/></rdf:li>
        <rdf:li rdf:parseType="Resource"><C:Item Item:Semantic="GainMap" Item:Mime="image/jpeg" Item:Length="987654"/></rdf:li></rdf:Seq></C:Directory>
        </rdf:Description></rdf:RDF></x:xmpmeta>
        """;

    private const int IndexLength = 4 + 4 + 82;

    /// <summary>The version of ISO 21496-1, as the primary image has it.</summary>
    public static byte[] IsoVersion => [.. "urn:iso:std:iso:ts:21496:-1\0"u8, 0, 0, 0, 0];

    /// <summary>Writes the two images.</summary>
    /// <param name="primary">The primary image.</param>
    /// <param name="map">The gain map.</param>
    /// <param name="isBigEndian">The byte order of the index.</param>
    /// <param name="prefix">Further segments of the primary image.</param>
    /// <param name="isProgressive">Whether the primary image is progressive.</param>
    public static byte[] Write(SampleImage primary, SampleImage map, bool isBigEndian = true, byte[]? prefix = null, bool isProgressive = false)
    {
        byte[] xmp = SampleMetadata.Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. System.Text.Encoding.UTF8.GetBytes(PrimaryXmp)]);
        byte[] before = [.. prefix ?? [], .. xmp, .. SampleMetadata.Segment(0xE2, IsoVersion)];
        byte[] second = SampleWriter.Write(map, new SampleFormat { Prefix = MapPrefix() });
        byte[] first = SampleWriter.Write(primary, new SampleFormat { IsProgressive = isProgressive, Prefix = [.. before, .. new byte[IndexLength]] });
        SampleMetadata.Segment(0xE2, [.. "MPF\0"u8, .. Index(first.Length, 2 + before.Length + 8, second.Length, isBigEndian)]).CopyTo(first, 2 + before.Length);
        return [.. first, .. second];
    }

    private static byte[] MapPrefix() =>
    [
        .. SampleMetadata.Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0<rdf:Description hdrgm:Version=\"1.0\" "u8, .. System.Text.Encoding.UTF8.GetBytes(Parameters), .. "/>"u8]),
        .. SampleMetadata.Segment(0xE2, [.. IsoVersion, .. "parameters"u8]),
    ];

    private static byte[] Index(int firstLength, int offset, int secondLength, bool isBigEndian)
    {
        var index = new List<byte>();
        void Short(int value) => index.AddRange(isBigEndian ? [(byte)(value >> 8), (byte)value] : (byte[])[(byte)value, (byte)(value >> 8)]);
        void Long(int value)
        {
            Span<byte> bytes = stackalloc byte[4];
            if (isBigEndian)
                BinaryPrimitives.WriteInt32BigEndian(bytes, value);
            else
                BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
            index.AddRange(bytes);
        }

        index.AddRange(isBigEndian ? "MM"u8 : "II"u8);
        Short(42);
        Long(8);
        Short(3);
        Short(0xB000);
        Short(7);
        Long(4);
        index.AddRange("0100"u8);
        Short(0xB001);
        Short(4);
        Long(1);
        Long(2);
        Short(0xB002);
        Short(7);
        Long(32);
        Long(50);
        Long(0);
        Long(0x030000);
        Long(firstLength);
        Long(0);
        Long(0);
        Long(0);
        Long(secondLength);
        Long(firstLength - offset);
        Long(0);
        return [.. index];
    }
}

namespace ImageResize.Testing.Hostile;

/// <summary>
/// Small files of the second module's formats: the four corners in 16x16 pixels, coded by cjxl and opj_compress, and around them boxes of
/// metadata; Photoshop files are written here whole.
/// </summary>
public static class FurtherSamples
{
    private const string JxlStream = "/wpDQEJxIQGsASl4CwCACpVRxg1ezvV8+aHDYtrGdYa22rawhLHZXhgkJMU1IXZ2JCJ69yvaY7PPWPNUt/3X4r1Z7pVsbjgcKAZUSIGza/F48Y4xxnh8YRFHRkDt08C8jopzugcI0gw9VFeQ6+JY8zWVQFAB";

    private const string Jp2 = "AAAADGpQICANCocKAAAAFGZ0eXBqcDIgAAAAAGpwMiAAAAAtanAyaAAAABZpaGRyAAAAEAAAABAAAwcHAAAAAAAPY29scgEAAAAAABAAAAClanAyY/9P/1EALwAAAAAAEAAAABAAAAAAAAAAAAAAABAAAAAQAAAAAAAAAAAAAwcBAQcBAQcBAf9SAAwAAAABAQEEBAAB/1wAB0BASEhQ/2QAJQABQ3JlYXRlZCBieSBPcGVuSlBFRyB2ZXJzaW9uIDIuNS4w/5AACgAAAAAAKgAB/5OA1SAmiQhGO0AH3w78WCQfieNsCgUuSg+MgICA/9k=";

    private const string TiledStream = "/0//UQAvAAAAAAAQAAAAEAAAAAAAAAAAAAAACAAAAAgAAAAAAAAAAAADBwEBBwEBBwEB/1IADAAAAAEBAQQEAAH/XAAHQEBISFD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAAAqAAH/k8fMIBFQU6PYADCPgN94UBQAUn26cAAC/3+AgID/kAAKAAEAAAAqAAH/k8HwCBFQSn/feEARUEpmdyEhL98AgBFQSmaAgID/kAAKAAIAAAArAAH/k8fMFBQAW7E/3zCAEVBKcsTgGBDBwgAUAFJmgICA/5AACgADAAAAKgAB/5PHzBQRUEmGI994QBQAUmZ3ISEvw4QRUEpmgICA/9k=";

    /// <summary>An EXIF block that tells of nothing but the orientation 6.</summary>
    private static readonly byte[] Exif = [.. "MM\0*\0\0\0\u0008"u8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];

    private static readonly byte[] Xmp = [.. "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/></x:xmpmeta>"u8];

    /// <summary>The files by name; the extension tells the format.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Create()
    {
        byte[] stream = Convert.FromBase64String(JxlStream), jp2 = Convert.FromBase64String(Jp2);
        byte[] jxlHead = [0, 0, 0, 12, .. "JXL "u8, 0x0D, 0x0A, 0x87, 0x0A, .. Box("ftyp", [.. "jxl \0\0\0\0jxl "u8])];
        return
        [
            ("stream.jxl", stream),
            ("boxes.jxl", [.. jxlHead, .. Box("Exif", [0, 0, 0, 0, .. Exif]), .. Box("xml ", Xmp), .. Box("jxlc", stream)]),
            ("parts.jxl", [.. jxlHead, .. Box("jxlp", [0, 0, 0, 0, .. stream[..40]]), .. Box("Exif", [0, 0, 0, 0, .. Exif]), .. Box("jxlp", [0x80, 0, 0, 1, .. stream[40..]])]),
            ("picture.jp2", jp2),
            ("described.jp2", [.. jp2, .. Box("xml ", Xmp), .. Box("uuid", [.. "JpgTiffExif->JP2"u8, .. Exif])]),
            ("tiles.j2k", Convert.FromBase64String(TiledStream)),
            ("runs.psd", Photoshop(isLarge: false, isInRuns: true, depth: 8)),
            ("plain.psd", Photoshop(isLarge: false, isInRuns: false, depth: 16)),
            ("large.psb", Photoshop(isLarge: true, isInRuns: true, depth: 8)),
            ("plain.heic", HeicSamples.Plain),
            ("deep.heic", HeicSamples.Deep),
            ("alpha.heic", HeicSamples.Transparent),
            ("cut.heic", HeicSamples.Cut),
            ("grid.heic", HeicSamples.Grid),
        ];
    }

    /// <summary>Grey with an alpha channel, one empty layer, and all the resources that are read.</summary>
    private static byte[] Photoshop(bool isLarge, bool isInRuns, byte depth)
    {
        const int Side = 16;
        byte[] row = isInRuns ? [Side - 1, .. Enumerable.Range(0, Side).Select(x => (byte)(9 * x))] : [.. Enumerable.Range(0, Side * depth / 8).Select(x => (byte)x)];
        byte[] length = [.. isLarge ? [0, 0] : (byte[])[], .. Short(row.Length)];
        byte[] rows = [.. Enumerable.Repeat(row, 2 * Side).SelectMany(one => one)];
        byte[] lengths = isInRuns ? [.. Enumerable.Repeat(length, 2 * Side).SelectMany(one => one)] : [];
        byte[] wide = isLarge ? new byte[8] : new byte[4];
        byte[] layer = [.. new byte[16], .. Short(1), .. Short(0), .. wide, .. "8BIMnorm"u8, 255, 0, 0, 0, .. Number(12), .. new byte[12]];
        byte[] layerInfo = [.. Short(-1), .. layer, .. Short(0)];
        byte[] layers = [.. Wide(layerInfo.Length), .. layerInfo, 0, 0, 0, 0];
        return
        [
            .. "8BPS"u8, 0, (byte)(isLarge ? 2 : 1), 0, 0, 0, 0, 0, 0, .. Short(2), .. Number(Side), .. Number(Side), .. Short(depth), .. Short(1),
            .. Number(0),
            .. Section([.. Resource(0x03ED, [0, 72, 0, 0, 0, 1, 0, 1, 0, 72, 0, 0, 0, 1, 0, 1]), .. Resource(0x0404, [0x1C, 2, 5, 0, 4, .. "Name"u8]), .. Resource(0x0422, Exif), .. Resource(0x0424, Xmp)]),
            .. Wide(layers.Length), .. layers,
            .. Short(isInRuns ? 1 : 0), .. lengths, .. rows,
        ];

        byte[] Wide(int value) => [.. isLarge ? new byte[4] : [], .. Number(value)];
    }

    private static byte[] Resource(int id, byte[] content) => [.. "8BIM"u8, .. Short(id), 0, 0, .. Section(content), .. new byte[content.Length % 2]];

    private static byte[] Section(byte[] content) => [.. Number(content.Length), .. content];

    private static byte[] Box(string type, byte[] content) => [.. Number(content.Length + 8), .. type.Select(letter => (byte)letter), .. content];

    private static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Number(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}

using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// Tells camera raw in a TIFF container from a TIFF file. The first directory of a raw file often holds a small preview, which
/// must never pass for the image. By version numbers, DNGVersion, and directories whose samples are a colour filter array or
/// linear raw; by makers' own marks where those are hidden.
/// </summary>
internal static class CameraRaw
{
    private const int CfaPhotometric = 32_803;
    private const int LinearRawPhotometric = 34_892;

    /// <summary>Makers whose raw files are TIFF files whose first directory shows nothing odd but a preview.</summary>
    private static readonly (string Maker, string Format)[] Makers =
    [
        ("NIKON", "NEF"), ("SONY", "ARW"), ("PENTAX", "PEF"), ("RICOH", "PEF"), ("SAMSUNG", "SRW"), ("EASTMAN KODAK", "DCR"), ("KODAK", "DCR"), ("MAMIYA", "MEF"),
        ("HASSELBLAD", "3FR"), ("PHASE ONE", "IIQ"), ("LEAF", "MOS"), ("EPSON", "ERF"), ("LEICA", "RWL"), ("CANON", "CR2"), ("OLYMPUS", "ORF"), ("PANASONIC", "RW2"),
    ];

    /// <summary>The name of the raw format; null for none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="first">Its first directory.</param>
    /// <param name="others">Those that it leads to.</param>
    public static string? Tell(TiffFile file, List<TiffFileEntry> first, IReadOnlyList<List<TiffFileEntry>> others)
    {
        if (file.Version is 0x4F52 or 0x5352)
            return "ORF";
        if (file.Version == 0x55)
            return "RW2";
        Span<byte> mark = stackalloc byte[8];
        if (file.Source.TryRead(8, mark) && mark.StartsWith("CR"u8))
            return "CR2";
        if ((mark.StartsWith("IIII"u8) && mark.EndsWith("waR"u8)) || mark.StartsWith("MMMMRaw"u8))
            return "IIQ";
        if (first.Exists(entry => entry.Tag == TiffTag.DngVersion))
            return "DNG";
        bool hasRaw = IsRaw(file, first) || others.Any(directory => IsRaw(file, directory));
        string make = file.Text(first, TiffTag.Make)?.ToUpperInvariant() ?? "";
        string? byMaker = Array.Find(Makers, maker => make.StartsWith(maker.Maker, StringComparison.Ordinal)).Format;
        if (hasRaw)
            return byMaker ?? "TIFF/EP";
        // A reduced image in front of another directory, by a camera: the picture itself is somewhere only the maker knows.
        bool isPreview = (file.FirstNumber(first, TiffTag.NewSubfileType, 0) & 1) != 0;
        return byMaker is not null && isPreview && others.Count > 0 ? byMaker : null;
    }

    private static bool IsRaw(TiffFile file, List<TiffFileEntry> directory) =>
        file.FirstNumber(directory, TiffTag.Photometric) is CfaPhotometric or LinearRawPhotometric || directory.Exists(entry => entry.Tag == TiffTag.CfaPattern);
}

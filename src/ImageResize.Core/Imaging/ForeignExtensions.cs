using System.Collections.Frozen;

namespace ImageResize.Imaging;

/// <summary>
/// Extensions of image files that are not looked for in folders, because their format is not read or hardly anyone has it. Who has such
/// files must hear that they were passed over. Stateless, thread safe.
/// </summary>
internal static class ForeignExtensions
{
    private static readonly FrozenSet<string> All = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ".heic", ".heif", ".hif", ".avifs", ".apng", ".mpo", ".jps", ".jxl", ".jp2", ".j2k", ".jpf", ".jpx", ".jxr", ".wdp", ".hdp", ".psd", ".psb", ".xcf", ".kra", ".ora",
        ".exr", ".hdr", ".dds", ".pcx", ".svg", ".svgz", ".eps", ".wmf", ".emf", ".qoi", ".pfm", ".sgi", ".djvu",
        ".crw", ".srw", ".srf", ".x3f", ".mrw", ".3fr", ".fff", ".iiq", ".erf", ".kdc", ".dcr", ".mef", ".mos", ".gpr", ".raw");

    /// <summary>Whether an extension (with its dot, any case) is one of an image that is not looked for.</summary>
    public static bool Contains(string extension) => All.Contains(extension);
}

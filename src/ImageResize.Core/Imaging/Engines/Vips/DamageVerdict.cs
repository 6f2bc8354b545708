using System.Text.RegularExpressions;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// Tells damage from the oddities of real files in what the decoders log, on the thread that decodes the image. libtiff calls
/// lost data a warning and goes on, whatever it was told of failing: those texts are listed as losses; others, which lose no
/// pixel, as harmless. libjpeg counts both with one counter ("read gave 3 warnings"), and its texts come by way of libvips' one
/// buffer for the process, so that they may be another image's: they count for nothing. Our own decoder tells of a JPEG what is lost; of
/// the few that it does not know, every complaint means damage.
/// </summary>
internal static partial class DamageVerdict
{
    /// <summary>Whether libvips said that its decoder had something to complain about.</summary>
    public static bool IsComplaint(string message) => ComplaintPattern().IsMatch(message);

    /// <summary>Whether a message speaks of a harmless oddity.</summary>
    public static bool IsHarmless(string message) => HarmlessPattern().IsMatch(message) && !LossPattern().IsMatch(message);

    /// <summary>Whether a message, a warning to its decoder, tells of data that is not there or makes no sense.</summary>
    public static bool IsLoss(string message) => LossPattern().IsMatch(message);

    [GeneratedRegex(@"^read gave \d+ warnings$", RegexOptions.CultureInvariant)]
    private static partial Regex ComplaintPattern();

    // libtiff's warnings: tif_dirread.c, tif_packbits.c, tif_fax3.c; what libjpeg says of the JPEGs in a TIFF: jerror.h.
    [GeneratedRegex(@"IO error during reading|lack of data|avoid buffer overrun|Premature EO|premature end of data segment|bad Huffman code|Line length mismatch|Bad code word", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LossPattern();

    // libtiff's tif_dirread.c.
    [GeneratedRegex(@"ICC profile|Unknown field with tag|tags are not sorted|incorrect count for field|tag ignored|exif", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HarmlessPattern();
}

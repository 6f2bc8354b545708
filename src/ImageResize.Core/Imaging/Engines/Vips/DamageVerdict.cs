using System.Text.RegularExpressions;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// Tells damage from the oddities of real files in what the decoders say. libjpeg counts both with one counter ("read
/// gave 3 warnings"), so the texts decide; those listed as harmless lose no pixel. libtiff calls lost data a warning
/// and goes on, whatever it was told of failing; those texts are listed as losses.
/// </summary>
internal static partial class DamageVerdict
{
    /// <summary>Whether libvips said that its decoder had something to complain about.</summary>
    public static bool IsComplaint(string message) => ComplaintPattern().IsMatch(message);

    /// <summary>Whether every line of a text of libvips' error buffer speaks of a harmless oddity.</summary>
    public static bool IsHarmless(string text) => text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .All(line => HarmlessPattern().IsMatch(line) && !LossPattern().IsMatch(line));

    /// <summary>Whether a message, a warning to its decoder, tells of data that is not there or makes no sense.</summary>
    public static bool IsLoss(string message) => LossPattern().IsMatch(message);

    [GeneratedRegex(@"^read gave \d+ warnings$", RegexOptions.CultureInvariant)]
    private static partial Regex ComplaintPattern();

    // libtiff's warnings: tif_dirread.c, tif_packbits.c, tif_fax3.c.
    [GeneratedRegex(@"IO error during reading|lack of data|avoid buffer overrun|Premature EO|Line length mismatch|Bad code word", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LossPattern();

    // libjpeg's jerror.h: JWRN_EXTRANEOUS_DATA (but not before a restart marker: then the segment before it ended too early), JWRN_JFIF_MAJOR, JWRN_ADOBE_XFORM, JWRN_BOGUS_ICC. libtiff's tif_dirread.c.
    [GeneratedRegex(@"extraneous bytes before marker 0x(?!d[0-7])|Unknown JFIF revision|Unknown Adobe color transform|ICC profile|Unknown field with tag|tags are not sorted|incorrect count for field|tag ignored|exif", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HarmlessPattern();
}

using System.Text.RegularExpressions;

namespace ImageResize.Imaging.Vips;

/// <summary>
/// Tells damage from the oddities of real cameras in what libjpeg says of a file. The same counter counts both
/// ("read gave 3 warnings"), so the texts decide; those listed here lose no pixel.
/// </summary>
internal static partial class DamageVerdict
{
    /// <summary>Whether libvips said that its decoder had something to complain about.</summary>
    public static bool IsComplaint(string message) => ComplaintPattern().IsMatch(message);

    /// <summary>Whether every line of a text of libvips' error buffer speaks of a harmless oddity.</summary>
    public static bool IsHarmless(string text) => text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .All(line => HarmlessPattern().IsMatch(line));

    [GeneratedRegex(@"^read gave \d+ warnings$", RegexOptions.CultureInvariant)]
    private static partial Regex ComplaintPattern();

    // libjpeg's jerror.h: JWRN_EXTRANEOUS_DATA, JWRN_JFIF_MAJOR, JWRN_ADOBE_XFORM, JWRN_BOGUS_ICC.
    [GeneratedRegex(@"extraneous bytes before marker|Unknown JFIF revision|Unknown Adobe color transform|ICC profile", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HarmlessPattern();
}

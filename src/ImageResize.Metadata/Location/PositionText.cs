using System.Text.RegularExpressions;

namespace ImageResize.Metadata.Location;

/// <summary>
/// Whether a text tells a position on earth: captions, comments, keywords and properties of makers' own hold some that no name
/// gives away. Only what looks like latitude and longitude in one of the usual ways counts; names of places are words, and stay.
/// Linear in the length of the text, whatever it is.
/// </summary>
internal static partial class PositionText
{
    /// <summary>Whether there is a position in it.</summary>
    /// <param name="text">UTF-16, or UTF-8 with a character for each byte.</param>
    public static bool Tells(string text) =>
        PairPattern().IsMatch(text) || LabelPattern().IsMatch(text) || SexagesimalPattern().IsMatch(text) || CompactPattern().IsMatch(text);

    // 48.8582, 2.2945; 48.8582°N 2.2945°E; geo:48.8582,2.2945. At least three decimals: a hundred metres.
    [GeneratedRegex(@"(?<![\w.])[+-]?\d{1,2}\.\d{3,}\s?(?:\u00C2?\u00B0)?\s?[NS]?\s?[,;/|\s]\s?[+-]?\d{1,3}\.\d{3,}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex PairPattern();

    // lat=48.8582; "longitude": 2.29; geo:lon=2.2945; GPS 48.8; GPSLatitude: 48/1.
    [GeneratedRegex(@"(?<![a-z])(?:lat|lon|lng|latitude|longitude|latlng|gps(?:latitude|longitude|position|coordinates)?)[""']?\s?[:=\s]\s?[""'\[(]?[+-]?\d{1,3}(?:[.,/]\d|\s?\u00C2?\u00B0)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LabelPattern();

    // 48° 51' 29.61" N; 48 deg 51' 29"; XMP's 48,51.4935N.
    [GeneratedRegex(@"(?<![\w.])\d{1,3}\s?(?:\u00C2?\u00B0|deg)\s?\d{1,2}(?:\.\d+)?\s?(?:['\u2032]|\u00E2\u0080\u00B2|&apos;)|(?<![\w.])\d{1,3},\d{1,2}(?:\.\d+|,\d{1,2})[NSEW](?!\w)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex SexagesimalPattern();

    // ISO 6709, as films have it: +48.8582+002.2945/.
    [GeneratedRegex(@"[+-]\d{2}(?:\d{2}){0,2}\.\d+[+-]\d{3}(?:\d{2}){0,2}\.\d", RegexOptions.CultureInvariant)]
    private static partial Regex CompactPattern();
}

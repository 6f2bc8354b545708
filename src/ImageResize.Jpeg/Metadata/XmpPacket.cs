using System.Text.RegularExpressions;
using ImageResize.Jpeg.GainMaps;

namespace ImageResize.Jpeg.Metadata;

/// <summary>
/// Brings an XMP packet (ISO 16684-1) in line with a scaled image, as text: properties are attributes or elements. Only what
/// it recognises is changed; what still looks like a location afterwards makes the packet unfit to keep.
/// </summary>
internal static partial class XmpPacket
{
    // Maps every byte to a character and back, so what is not touched is not changed.
    private static readonly System.Text.Encoding Latin1 = System.Text.Encoding.Latin1;

    /// <summary>The rewritten packet, or null if it must be dropped.</summary>
    /// <param name="packet">The packet of the source.</param>
    /// <param name="width">The output's width in pixels.</param>
    /// <param name="height">The output's height in pixels.</param>
    /// <param name="dropsLocation">Whether GPS properties go.</param>
    /// <param name="dropsExtension">Whether the mention of an extended packet goes.</param>
    /// <param name="gainMapLength">The length in bytes of the gain map behind the image; null without one.</param>
    public static byte[]? Rewrite(ReadOnlySpan<byte> packet, int width, int height, bool dropsLocation, bool dropsExtension, int? gainMapLength = null)
    {
        // Packets in UTF-16 or 32 are legal and hardly ever seen in JPEG files.
        if (packet.IndexOf((byte)0) >= 0)
            return null;
        string text = Latin1.GetString(packet);
        text = OrientationProperty().Replace(text, m => SetValue(m, "1"));
        text = WidthProperty().Replace(text, m => SetValue(m, $"{width}"));
        text = HeightProperty().Replace(text, m => SetValue(m, $"{height}"));
        if (gainMapLength is { } length)
            text = GainMapDirectory.Replace(text, length);
        if (dropsExtension)
            text = ExtensionProperty().Replace(text, "");
        if (dropsLocation)
        {
            text = LocationElement().Replace(LocationAttribute().Replace(text, ""), "");
            if (MentionsLocation(text))
                return null;
        }

        return Latin1.GetBytes(text);
    }

    /// <summary>Whether any GPS property is in the text of a packet.</summary>
    public static bool MentionsLocation(ReadOnlySpan<byte> packet) =>
        packet.IndexOf((byte)0) >= 0 || MentionsLocation(Latin1.GetString(packet));

    private static bool MentionsLocation(string text) => text.Contains(":GPS", StringComparison.Ordinal);

    private static string SetValue(Match match, string value)
    {
        Group old = match.Groups["value"];
        int start = old.Index - match.Index;
        return string.Concat(match.Value.AsSpan(0, start), value, match.Value.AsSpan(start + old.Length));
    }

    // Compiled ahead of time, and linear on any input: what repeats is atomic, or ends at a character that it cannot hold.
    [GeneratedRegex("""\btiff:Orientation(?:=["'](?<value>\d+)|>\s*(?<value>\d+))""")]
    private static partial Regex OrientationProperty();

    [GeneratedRegex("""\b(?:tiff:ImageWidth|exif:PixelXDimension)(?:=["'](?<value>\d+)|>\s*(?<value>\d+))""")]
    private static partial Regex WidthProperty();

    [GeneratedRegex("""\b(?:tiff:ImageLength|exif:PixelYDimension)(?:=["'](?<value>\d+)|>\s*(?<value>\d+))""")]
    private static partial Regex HeightProperty();

    [GeneratedRegex("""\s(?>[\w.-]+):GPS(?>\w*)(?>\s*)=(?>\s*)(?:"[^"]*"|'[^']*')""")]
    private static partial Regex LocationAttribute();

    /// <summary>An element that closes itself, or one with text in it.</summary>
    [GeneratedRegex("""<(?>[\w.-]+):GPS(?>[^<>]*)>(?:(?<=/>)|(?>[^<>]*)</(?>[\w.-]+):GPS(?>\w*)(?>\s*)>)""")]
    private static partial Regex LocationElement();

    [GeneratedRegex("""\s(?>[\w.-]+):HasExtendedXMP(?>\s*)=(?>\s*)(?:"[^"]*"|'[^']*')|<(?>[\w.-]+):HasExtendedXMP(?>[^<>]*)>(?>[^<>]*)</(?>[\w.-]+):HasExtendedXMP(?>\s*)>""")]
    private static partial Regex ExtensionProperty();
}

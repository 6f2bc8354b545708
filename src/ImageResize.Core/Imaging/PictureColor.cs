using System.Drawing;
using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace ImageResize.Imaging;

/// <summary>A colour of sRGB with alpha, 8 bits each, as CSS writes it. Immutable; its text form is what <see cref="Parse"/> reads.</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
/// <param name="Alpha">0 for transparent to 255 for opaque.</param>
[JsonConverter(typeof(PictureColorJson))]
public readonly partial record struct PictureColor(byte Red, byte Green, byte Blue, byte Alpha = 255)
{
    /// <summary>White.</summary>
    public static PictureColor White { get; } = new(255, 255, 255);

    /// <summary>Nothing at all; white where something must be shown after all.</summary>
    public static PictureColor Transparent { get; } = new(255, 255, 255, 0);

    /// <summary>The names of CSS Color Module Level 4 that are read, for completion.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<KnownColor>().Where(IsOfCss).Select(color => color.ToString()).Order(StringComparer.Ordinal)];

    /// <summary>Whether nothing shines through.</summary>
    public bool IsOpaque => Alpha == 255;

    /// <summary>Whether it is a grey, white and black among them.</summary>
    public bool IsGray => Red == Green && Green == Blue;

    /// <summary>Whether it is white or black, which mean the same in every colour space.</summary>
    public bool IsExtreme => IsGray && Red is 0 or 255;

    /// <summary>The colour that it makes on white.</summary>
    public PictureColor OnWhite => new(OverWhite(Red), OverWhite(Green), OverWhite(Blue));

    /// <summary>Reads a name of CSS (<c>navy</c>, <c>transparent</c>) or <c>#rgb</c>, <c>#rgba</c>, <c>#rrggbb</c>, <c>#rrggbbaa</c>.</summary>
    /// <exception cref="FormatException">The text is none of these; the message says what is accepted.</exception>
    public static PictureColor Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string name = text.Trim();
        if (HexPattern().IsMatch(name))
            return OfHex(name[1..]);
        name = name.Replace("grey", "gray", StringComparison.OrdinalIgnoreCase);
        if (name.Equals(nameof(Transparent), StringComparison.OrdinalIgnoreCase))
            return Transparent;
        if (NamePattern().IsMatch(name) && Enum.TryParse(name, ignoreCase: true, out KnownColor known) && IsOfCss(known))
        {
            Color color = Color.FromKnownColor(known);
            return new PictureColor(color.R, color.G, color.B);
        }

        throw new FormatException($"'{text}' is not a colour. Give a name of CSS (white, navy, transparent) or hexadecimal digits ('#fff', '#1a2b3c', with alpha '#1a2b3c80').");
    }

    /// <summary><c>#rrggbb</c>, with alpha where it is not opaque.</summary>
    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}{(IsOpaque ? string.Empty : Alpha.ToString("x2", CultureInfo.InvariantCulture))}";

    private static PictureColor OfHex(string digits)
    {
        if (digits.Length < 6)
            digits = string.Concat(digits.Select(digit => new string(digit, 2)));
        byte At(int index) => byte.Parse(digits.AsSpan(2 * index, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new PictureColor(At(0), At(1), At(2), digits.Length == 8 ? At(3) : (byte)255);
    }

    /// <summary>The colours of a desktop are no names of CSS.</summary>
    private static bool IsOfCss(KnownColor color) => color != 0 && !Color.FromKnownColor(color).IsSystemColor;

    private byte OverWhite(byte sample) => (byte)Math.Round(255 + (sample - 255) * Alpha / 255.0);

    [GeneratedRegex("^#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$", RegexOptions.CultureInvariant)]
    private static partial Regex HexPattern();

    [GeneratedRegex("^[A-Za-z]+$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}

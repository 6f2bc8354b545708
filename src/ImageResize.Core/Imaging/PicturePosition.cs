using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace ImageResize.Imaging;

/// <summary>
/// Which part of a picture counts most where some of it must go, and where it stands in what is wider than it is: a point of the
/// upright picture, or a rule by which that point is found in its pixels. An edge or a corner is a point as any other. Immutable;
/// its text form is what <see cref="Parse"/> reads.
/// </summary>
[JsonConverter(typeof(PicturePositionJson))]
public readonly partial record struct PicturePosition
{
    private static readonly (string Name, double Across, double Down)[] Named =
    [
        ("Center", 0.5, 0.5), ("Top", 0.5, 0), ("TopRight", 1, 0), ("Right", 1, 0.5), ("BottomRight", 1, 1),
        ("Bottom", 0.5, 1), ("BottomLeft", 0, 1), ("Left", 0, 0.5), ("TopLeft", 0, 0),
    ];

    private readonly double _fromCenterAcross;
    private readonly double _fromCenterDown;

    private PicturePosition(double across, double down, PositionRule rule)
    {
        _fromCenterAcross = across - 0.5;
        _fromCenterDown = down - 0.5;
        Rule = rule;
    }

    /// <summary>The middle, which is the default.</summary>
    public static PicturePosition Center => default;

    /// <summary>Where the eye goes: bright colours, edges, skin (libvips' rule).</summary>
    public static PicturePosition Attention => new(0.5, 0.5, PositionRule.Attention);

    /// <summary>Where the most differs.</summary>
    public static PicturePosition Entropy => new(0.5, 0.5, PositionRule.Entropy);

    /// <summary>The names that are read, for completion.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Named.Select(place => place.Name), nameof(Attention), nameof(Entropy)];

    /// <summary>How far the point is from the left edge, 0 to 1 of the width.</summary>
    public double Across => 0.5 + _fromCenterAcross;

    /// <summary>How far the point is from the upper edge, 0 to 1 of the height.</summary>
    public double Down => 0.5 + _fromCenterDown;

    /// <summary>How the point is found.</summary>
    public PositionRule Rule { get; }

    /// <summary>A point, by its fractions of width and height.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A fraction is not from 0 to 1.</exception>
    public static PicturePosition At(double across, double down) => across is >= 0 and <= 1 && down is >= 0 and <= 1
        ? new PicturePosition(across, down, PositionRule.Point)
        : throw new ArgumentOutOfRangeException(nameof(across), "A point is told by two fractions from 0 to 1.");

    /// <summary>Reads a name such as <c>Top</c> or <c>Attention</c>, or a point such as <c>0.3,0.6</c>.</summary>
    /// <exception cref="FormatException">The text is neither; the message says what is accepted.</exception>
    public static PicturePosition Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string name = text.Trim();
        if (name.Equals(nameof(Attention), StringComparison.OrdinalIgnoreCase))
            return Attention;
        if (name.Equals(nameof(Entropy), StringComparison.OrdinalIgnoreCase))
            return Entropy;
        foreach ((string known, double across, double down) in Named)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
                return At(across, down);
        }

        Match point = PointPattern().Match(name);
        if (point.Success)
        {
            double across = double.Parse(point.Groups[1].ValueSpan, CultureInfo.InvariantCulture), down = double.Parse(point.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            if (across <= 1 && down <= 1)
                return At(across, down);
        }

        throw new FormatException($"'{text}' is not a position. Give one of {string.Join(", ", Names)}, or a point as fractions of width and height from the upper left corner, such as '0.3,0.6'.");
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString()
    {
        if (Rule != PositionRule.Point)
            return Rule.ToString();
        foreach ((string name, double across, double down) in Named)
        {
            if (across == Across && down == Down)
                return name;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Across},{Down}");
    }

    [GeneratedRegex(@"^([0-9]*\.?[0-9]+)\s*,\s*([0-9]*\.?[0-9]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex PointPattern();
}

/// <summary>How the point of a <see cref="PicturePosition"/> is found.</summary>
public enum PositionRule
{
    /// <summary>It is given.</summary>
    Point,

    /// <summary>It is where the eye goes: bright colours, edges, skin.</summary>
    Attention,

    /// <summary>It is where the most differs.</summary>
    Entropy,
}

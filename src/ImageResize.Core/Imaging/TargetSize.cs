using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace ImageResize.Imaging;

/// <summary>
/// A size asked for: a box (<c>800x600</c>), one side (<c>800x</c>, <c>x600</c>), an edge whichever side it is (<c>1920 longest</c>,
/// <c>800 shortest</c>), each in pixels or in a length on paper (<c>10cmx15cm</c>), or a share of the original (<c>50%</c>).
/// Immutable; its text form is what <see cref="Parse"/> reads.
/// </summary>
[JsonConverter(typeof(TargetSizeJson))]
public readonly partial record struct TargetSize
{
    /// <summary>The longest side that can be asked for, in pixels.</summary>
    public const int MaxSide = 100_000;

    private const double MillimetresPerInch = 25.4;

    private const string Forms = "Give a box ('800x600', or 800,600), a square box (800), a width ('800x'), a height ('x600'), an edge ('1920 longest', '800 shortest') or a share ('50%'); sides are 1 to 100000 pixels, or lengths in mm, cm or in ('10cmx15cm') with -Density.";

    /// <summary>Sides in the unit; 0 for one that follows from the other.</summary>
    private readonly double _width, _height;

    private TargetSize(double width, double height, double percent, SizeEdge edge = SizeEdge.None, LengthUnit unit = LengthUnit.Pixel)
    {
        (_width, _height) = (width, height);
        Percent = percent;
        Edge = edge;
        Unit = unit;
    }

    /// <summary>The box's width in pixels, or 0 where the width follows from the height, or is a length on paper.</summary>
    public int Width => Unit == LengthUnit.Pixel ? (int)_width : 0;

    /// <summary>The box's height in pixels, or 0 where the height follows from the width, or is a length on paper.</summary>
    public int Height => Unit == LengthUnit.Pixel ? (int)_height : 0;

    /// <summary>The share of the original's sides in percent, or 0 where a box is given.</summary>
    public double Percent { get; }

    /// <summary>Whether width and height, which are equal then, are that of one edge and the other follows.</summary>
    public SizeEdge Edge { get; }

    /// <summary>What the sides are in; of all but pixels a density makes pixels.</summary>
    public LengthUnit Unit { get; }

    /// <summary>A box to fit in; 0 for a side that follows from the other.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is negative or above <see cref="MaxSide"/>, or both are 0.</exception>
    public static TargetSize Box(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        ArgumentOutOfRangeException.ThrowIfNegative(height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxSide);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaxSide);
        if (width == 0 && height == 0)
            throw new ArgumentOutOfRangeException(nameof(width), "A width or a height is needed.");
        return new TargetSize(width, height, 0);
    }

    /// <summary>A share of the original's sides, above 0 and at most 10,000 percent.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of that range.</exception>
    public static TargetSize Share(double percent) => percent is > 0 and <= 10_000
        ? new TargetSize(0, 0, percent)
        : throw new ArgumentOutOfRangeException(nameof(percent), "A percentage above 0 and at most 10000 is needed.");

    /// <summary>
    /// Reads <c>800x600</c> (or <c>800,600</c>, as a script's caller or a settings file gives it), <c>800</c> (a square box), <c>800x</c>,
    /// <c>x600</c>, <c>1920 longest</c>, <c>800 shortest</c> or <c>50%</c>; sides may be lengths such as <c>10cm</c>, <c>4in</c>, <c>90mm</c>.
    /// </summary>
    /// <exception cref="FormatException">The text is none of these; the message says what is accepted.</exception>
    public static TargetSize Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Match box = BoxPattern().Match(text), edge = EdgePattern().Match(text), share = SharePattern().Match(text);
        TargetSize? read = null;
        if (edge.Success)
            read = Of(edge.Groups["w"].Value, edge.Groups["w"].Value, edge.Groups["u"].Value, edge.Groups["u"].Value, Enum.Parse<SizeEdge>(edge.Groups["e"].Value, ignoreCase: true));
        else if (share.Success && double.Parse(share.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is > 0 and <= 10_000 and var percent)
            read = Share(percent);
        else if (box.Success && box.Groups["x"].Success)
            read = Of(box.Groups["w"].Value, box.Groups["h"].Value, box.Groups["u"].Value, box.Groups["v"].Value, SizeEdge.None);
        else if (box.Success)
            read = Of(box.Groups["w"].Value, box.Groups["w"].Value, box.Groups["u"].Value, box.Groups["u"].Value, SizeEdge.None);
        return read ?? throw new FormatException($"'{text}' is not a size. {Forms}");
    }

    /// <summary>The same in pixels.</summary>
    /// <param name="density">Pixels per inch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side has less than 1 pixel or more than <see cref="MaxSide"/>.</exception>
    public TargetSize InPixels(double density)
    {
        if (Unit == LengthUnit.Pixel)
            return this;
        double perUnit = density / (Unit switch { LengthUnit.Inch => 1, LengthUnit.Centimeter => MillimetresPerInch / 10, _ => MillimetresPerInch });
        return Scaled(perUnit, LengthUnit.Pixel);
    }

    /// <summary>The size for a screen that shows several pixels where a page has one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side has less than 1 pixel or more than <see cref="MaxSide"/>.</exception>
    public TargetSize Times(double ratio) => Percent > 0 ? new TargetSize(0, 0, Percent * ratio) : Scaled(ratio, Unit);

    /// <summary>The text that <see cref="Parse"/> reads: <c>800x600</c>, <c>800x</c>, <c>x600</c>, <c>1920 longest</c>, <c>10cmx15cm</c> or <c>50%</c>.</summary>
    public override string ToString() => Percent > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Percent:0.####}%")
        : Edge != SizeEdge.None ? $"{Side(_width)} {(Edge == SizeEdge.Longest ? "longest" : "shortest")}"
        : $"{Side(_width)}x{Side(_height)}";

    private TargetSize Scaled(double factor, LengthUnit unit)
    {
        double width = _width * factor, height = _height * factor;
        if (unit == LengthUnit.Pixel)
        {
            (width, height) = (Math.Round(width, MidpointRounding.AwayFromZero), Math.Round(height, MidpointRounding.AwayFromZero));
            if (width > MaxSide || height > MaxSide || (_width > 0 && width < 1) || (_height > 0 && height < 1))
                throw new ArgumentOutOfRangeException(nameof(factor), string.Create(CultureInfo.InvariantCulture, $"'{this}' would be {width:0} x {height:0} pixels; sides are 1 to {MaxSide}."));
        }

        return new TargetSize(width, height, 0, Edge, unit);
    }

    private string Side(double side) => side == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{side:0.####}{UnitText}");

    private string UnitText => Unit switch
    {
        LengthUnit.Millimeter => "mm",
        LengthUnit.Centimeter => "cm",
        LengthUnit.Inch => "in",
        _ => string.Empty,
    };

    /// <summary>A size by what was written; null where it is none. A unit behind one side counts for both.</summary>
    private static TargetSize? Of(string width, string height, string unit, string otherUnit, SizeEdge edge)
    {
        string named = unit.Length > 0 ? unit : otherUnit;
        bool isConsistent = unit.Length == 0 || otherUnit.Length == 0 || width.Length == 0 || height.Length == 0 || unit.Equals(otherUnit, StringComparison.OrdinalIgnoreCase);
        bool isNothing = width.Length == 0 && height.Length == 0;
        if (isNothing || !isConsistent)
            return null;
        LengthUnit length = named.ToLowerInvariant() switch { "mm" => LengthUnit.Millimeter, "cm" => LengthUnit.Centimeter, "in" => LengthUnit.Inch, _ => LengthUnit.Pixel };
        double across = width.Length == 0 ? 0 : double.Parse(width, CultureInfo.InvariantCulture), down = height.Length == 0 ? 0 : double.Parse(height, CultureInfo.InvariantCulture);
        bool isWhole = length != LengthUnit.Pixel || (across % 1 == 0 && down % 1 == 0);
        bool isInRange = across <= MaxSide && down <= MaxSide && (width.Length == 0 || across > 0) && (height.Length == 0 || down > 0);
        return isWhole && isInRange ? new TargetSize(across, down, 0, edge, length) : null;
    }

    [GeneratedRegex(@"^\s*(?:(?<w>[0-9]+(?:\.[0-9]+)?)\s*(?<u>(?:mm|cm|in|px)?)\s*(?<x>,)\s*(?<h>[0-9]+(?:\.[0-9]+)?)\s*(?<v>(?:mm|cm|in|px)?)|(?:(?<w>[0-9]+(?:\.[0-9]+)?)\s*(?<u>(?:mm|cm|in|px)?))?\s*(?:(?<x>[xX×])\s*(?:(?<h>[0-9]+(?:\.[0-9]+)?)\s*(?<v>(?:mm|cm|in|px)?))?)?)\s*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex BoxPattern();

    [GeneratedRegex(@"^\s*(?<w>[0-9]+(?:\.[0-9]+)?)\s*(?<u>(?:mm|cm|in|px)?)\s*(?<e>longest|shortest)\s*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex EdgePattern();

    [GeneratedRegex(@"^\s*([0-9]+(?:\.[0-9]+)?)\s*%\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex SharePattern();
}

/// <summary>An edge that a size is told of, whichever side it is.</summary>
public enum SizeEdge
{
    /// <summary>A size is told of width and height.</summary>
    None,

    /// <summary>The longer side.</summary>
    Longest,

    /// <summary>The shorter side.</summary>
    Shortest,
}

/// <summary>What a size is in.</summary>
public enum LengthUnit
{
    /// <summary>Pixels of the output.</summary>
    Pixel,

    /// <summary>Millimetres on paper.</summary>
    Millimeter,

    /// <summary>Centimetres on paper.</summary>
    Centimeter,

    /// <summary>Inches on paper.</summary>
    Inch,
}

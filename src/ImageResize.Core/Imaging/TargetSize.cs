using System.Globalization;
using System.Text.RegularExpressions;

namespace ImageResize.Imaging;

/// <summary>
/// A size asked for: a box (<c>800x600</c>), one side (<c>800x</c>, <c>x600</c>) or a share of the original
/// (<c>50%</c>). Immutable; its text form is what <see cref="Parse"/> reads.
/// </summary>
public readonly partial record struct TargetSize
{
    /// <summary>The longest side that can be asked for, in pixels.</summary>
    public const int MaxSide = 100_000;

    private TargetSize(int width, int height, double percent)
    {
        Width = width;
        Height = height;
        Percent = percent;
    }

    /// <summary>The box's width in pixels, or 0 where the width follows from the height.</summary>
    public int Width { get; }

    /// <summary>The box's height in pixels, or 0 where the height follows from the width.</summary>
    public int Height { get; }

    /// <summary>The share of the original's sides in percent, or 0 where a box is given.</summary>
    public double Percent { get; }

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

    /// <summary>Reads <c>800x600</c> (or <c>800,600</c>, as a script's caller or a settings file gives it), <c>800</c> (a square box), <c>800x</c>, <c>x600</c> or <c>50%</c>.</summary>
    /// <exception cref="FormatException">The text is none of these; the message says what is accepted.</exception>
    public static TargetSize Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            Match box = BoxPattern().Match(text);
            if (box.Success)
            {
                int width = Side(box.Groups["w"].Value);
                int height = box.Groups["x"].Success ? Side(box.Groups["h"].Value) : width;
                bool named = box.Groups["w"].Length > 0 && width == 0 || box.Groups["h"].Length > 0 && height == 0;
                if (!named)
                    return Box(width, height);
            }

            Match share = SharePattern().Match(text);
            if (share.Success)
                return Share(double.Parse(share.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            // Falls through to the one message that says what is accepted.
        }

        throw new FormatException(
            $"'{text}' is not a size. Give a box ('800x600', or 800,600), a square box (800), a width ('800x'), a height ('x600') or a share ('50%'); sides are 1 to {MaxSide} pixels.");
    }

    /// <summary>The text that <see cref="Parse"/> reads: <c>800x600</c>, <c>800x</c>, <c>x600</c> or <c>50%</c>.</summary>
    public override string ToString() => Percent > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Percent:0.####}%")
        : $"{(Width > 0 ? Width : null)}x{(Height > 0 ? Height : null)}";

    private static int Side(string digits) => digits.Length == 0 ? 0 : int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*(?:(?<w>[0-9]+)\s*(?<x>,)\s*(?<h>[0-9]+)|(?<w>[0-9]*)\s*(?:(?<x>[xX×])\s*(?<h>[0-9]*))?)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex BoxPattern();

    [GeneratedRegex(@"^\s*([0-9]+(?:\.[0-9]+)?)\s*%\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex SharePattern();
}

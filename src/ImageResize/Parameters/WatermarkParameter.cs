using System.Collections;
using System.Globalization;
using System.Management.Automation;
using ImageResize.Imaging;

namespace ImageResize.Parameters;

/// <summary>What -Watermark was given: a picture or a text, and how it is laid over outputs.</summary>
public sealed record WatermarkOptions
{
    /// <summary>The keys of a table that are read.</summary>
    internal static readonly string[] Keys = [nameof(Path), nameof(Text), nameof(Position), nameof(Opacity), nameof(Margin), nameof(Scale), nameof(Font), nameof(Color), nameof(Tile)];

    /// <summary>Characters of a text.</summary>
    private const int LongestText = 1000;

    /// <summary>The path of a picture; null for a text.</summary>
    public string? Path { get; init; }

    /// <summary>The text; null for a picture.</summary>
    public string? Text { get; init; }

    /// <summary>Where it stands.</summary>
    public PicturePosition Position { get; init; } = PicturePosition.At(1, 1);

    /// <summary>0 for invisible to 1; null for the default, half for a text.</summary>
    public double? Opacity { get; init; }

    /// <summary>Pixels between it and the edges, and between tiles.</summary>
    public int Margin { get; init; } = 16;

    /// <summary>Its width over that of the output, above 0 to 1.</summary>
    public double Scale { get; init; } = 0.25;

    /// <summary>The font of a text: family and style.</summary>
    public string Font { get; init; } = "sans bold";

    /// <summary>The colour of a text.</summary>
    public PictureColor Color { get; init; } = PictureColor.White;

    /// <summary>Whether it is repeated all over.</summary>
    public bool Tile { get; init; }

    /// <summary>Reads a path, or a table of keys and values.</summary>
    /// <exception cref="FormatException">A key or a value is wrong; the message says what to do.</exception>
    internal static WatermarkOptions Read(object? value)
    {
        if (value is WatermarkOptions known)
            return known;
        if (value is not IDictionary table)
            return ParameterText.Of(value) is { Length: > 0 } path ? new WatermarkOptions { Path = path } : throw new FormatException("-Watermark is empty. Give the path of a picture, or a table such as @{ Text = '© 2026'; Position = 'BottomRight' }.");
        var options = new WatermarkOptions();
        foreach (DictionaryEntry entry in table)
        {
            string key = ParameterText.Of(entry.Key);
            options = options.With(key, ParameterText.Unwrap(entry.Value));
        }

        return (options.Path is null) == (options.Text is null)
            ? throw new FormatException("-Watermark needs either Path or Text, as in @{ Path = 'logo.png'; Opacity = 0.6 } or @{ Text = '© 2026' }.")
            : options;
    }

    private WatermarkOptions With(string key, object? value) => Array.Find(Keys, name => name.Equals(key, StringComparison.OrdinalIgnoreCase)) switch
    {
        nameof(Path) => this with { Path = Words(key, value) },
        nameof(Text) => Words(key, value) is { Length: <= LongestText } text ? this with { Text = text } : throw new FormatException($"-Watermark has a Text of more than {LongestText} characters, which nobody could read on a picture. Give a shorter one."),
        nameof(Position) => PicturePositionTransformationAttribute.Read(value) is { Rule: PositionRule.Point } place ? this with { Position = place } : throw new FormatException("-Watermark takes an edge, a corner or a point such as '0.5,0.9' as Position; Attention and Entropy find what a picture keeps."),
        nameof(Opacity) => this with { Opacity = Number(key, value, 0, 1) },
        nameof(Margin) => this with { Margin = (int)Number(key, value, 0, 10_000) },
        nameof(Scale) => this with { Scale = Number(key, value, 0.001, 1) },
        nameof(Font) => this with { Font = Words(key, value) },
        nameof(Color) => this with { Color = value is PictureColor color ? color : PictureColor.Parse(ParameterText.Of(value)) },
        nameof(Tile) => this with { Tile = LanguagePrimitives.IsTrue(value) },
        _ => throw new FormatException($"-Watermark has the key '{key}', which is none. There are {string.Join(", ", Keys)}."),
    };

    private static string Words(string key, object? value) => ParameterText.Of(value) is { } text && !string.IsNullOrWhiteSpace(text)
        ? text
        : throw new FormatException($"-Watermark has an empty {key}. Give a text, or leave it out.");

    private static double Number(string key, object? value, double least, double most) =>
        double.TryParse(ParameterText.Of(value), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most
            ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"-Watermark has '{ParameterText.Of(value)}' as {key}. Give a number from {least} to {most}."));
}

/// <summary>Reads what people write after -Watermark: a path, or a table.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WatermarkTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => ParameterText.Read(inputData, WatermarkOptions.Read);
}

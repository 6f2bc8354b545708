using System.Collections;
using System.Globalization;
using System.Management.Automation;
using ImageResize.Imaging;

namespace ImageResize.Parameters;

/// <summary>A border: its width in pixels and its colour.</summary>
/// <param name="Width">0 to <see cref="Widest"/> pixels.</param>
/// <param name="Color">Its colour.</param>
public readonly record struct PictureBorder(int Width, PictureColor Color)
{
    /// <summary>The widest that can be asked for, in pixels.</summary>
    public const int Widest = 10_000;

    /// <summary>As it is given: the width, and behind a comma the colour.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width},{Color}");
}

/// <summary>Reads what people write after -Border: a width (10), or a width and a colour (10,navy or '10,#1a2b3c').</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PictureBorderTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => ParameterText.Read(inputData, Read);

    private static PictureBorder Read(object? value)
    {
        if (value is PictureBorder known)
            return known;
        string[] parts = value is IList list ? [.. list.Cast<object?>().Select(ParameterText.Of)] : ParameterText.Of(value).Split(',', 2, StringSplitOptions.TrimEntries);
        if (parts.Length is not (1 or 2) || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int width) || width > PictureBorder.Widest)
            throw new FormatException($"'{string.Join(',', parts)}' is no border. Give its width of 0 to {PictureBorder.Widest} pixels, and behind a comma its colour, such as 10, 10,navy or '10,#1a2b3c'.");
        return new PictureBorder(width, parts.Length == 2 ? PictureColor.Parse(parts[1]) : PictureColor.White);
    }
}

using System.Globalization;
using ImageResize.SideBySide.Inputs;

namespace ImageResize.SideBySide;

/// <summary>One way through a resizer: what is read, and what is made of it, into a box of pixels.</summary>
/// <param name="Input">What is read.</param>
/// <param name="Format">What is written: jpeg, png, webp, tiff, gif or avif.</param>
/// <param name="Width">The box's width in pixels.</param>
/// <param name="Height">The box's height in pixels.</param>
internal sealed record Way(InputKind Input, string Format, int Width = 800, int Height = 600)
{
    /// <summary>All ways that docs/benchmarks.md tells of, the most used first.</summary>
    public static Way[] Suite { get; } =
    [
        new(InputKind.Photo, "jpeg"),
        new(InputKind.Photo, "jpeg", 200, 200),
        new(InputKind.Photo, "jpeg", 1600, 1200),
        new(InputKind.ProgressivePhoto, "jpeg"),
        new(InputKind.Photo, "png"),
        new(InputKind.Photo, "webp"),
        new(InputKind.Photo, "avif"),
        new(InputKind.PngPhoto, "png"),
        new(InputKind.PngPhoto, "jpeg"),
        new(InputKind.PngScreenshot, "png"),
        new(InputKind.PngScreenshot, "jpeg"),
        new(InputKind.PngPalette, "png"),
        new(InputKind.WebP, "webp"),
        new(InputKind.WebP, "jpeg"),
        new(InputKind.Tiff, "tiff"),
        new(InputKind.Tiff, "jpeg"),
        new(InputKind.Avif, "avif"),
        new(InputKind.Avif, "jpeg"),
        new(InputKind.GifAnimation, "gif"),
    ];

    /// <summary>The extension of the outputs, with its dot.</summary>
    public string Extension => Format switch { "jpeg" => ".jpg", "tiff" => ".tif", _ => "." + Format };

    /// <summary>"png-screenshot to jpeg, 800x600".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Input.Name()} to {Format}, {Width}x{Height}");
}

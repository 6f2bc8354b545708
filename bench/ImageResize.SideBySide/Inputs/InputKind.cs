using NetVips;

namespace ImageResize.SideBySide.Inputs;

/// <summary>What the tools are given to read. All are made on the spot from a folder of camera photos, but for the photos themselves.</summary>
internal enum InputKind
{
    /// <summary>Camera JPEGs as they are.</summary>
    Photo,

    /// <summary>The same in passes.</summary>
    ProgressivePhoto,

    /// <summary>Photos of some 3 megapixels, 8 bits RGB.</summary>
    PngPhoto,

    /// <summary>Windows with text and shadows, 1920x1080, 8 bits RGB and alpha.</summary>
    PngScreenshot,

    /// <summary>The same with a palette of 256 colours.</summary>
    PngPalette,

    /// <summary>Photos of some 3 megapixels, lossy.</summary>
    WebP,

    /// <summary>Photos of some 3 megapixels, LZW.</summary>
    Tiff,

    /// <summary>Photos of some 3 megapixels, 8 bits.</summary>
    Avif,

    /// <summary>8 frames of 960x720.</summary>
    GifAnimation,
}

/// <summary>Makes the inputs.</summary>
internal static class InputFiles
{
    /// <summary>How many different ones are made; a long row of inputs repeats them.</summary>
    private const int Made = 12;
    private const int Frames = 8;

    /// <summary>The name in tables and on the command line.</summary>
    public static string Name(this InputKind kind) => kind switch
    {
        InputKind.Photo => "jpeg",
        InputKind.ProgressivePhoto => "progressive",
        InputKind.PngPhoto => "png-photo",
        InputKind.PngScreenshot => "png-screenshot",
        InputKind.PngPalette => "png-palette",
        InputKind.GifAnimation => "gif",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>The different inputs of a kind in a folder, made where they are not there yet.</summary>
    public static string[] Make(InputKind kind, string photos, string folder)
    {
        string[] sources = [.. Directory.GetFiles(photos, "*.jpg").Order(StringComparer.Ordinal)];
        if (kind == InputKind.Photo)
            return sources;
        string made = Path.Combine(folder, kind.Name());
        if (!Directory.Exists(made))
        {
            Directory.CreateDirectory(made);
            int count = kind == InputKind.ProgressivePhoto ? sources.Length : Math.Min(Made, sources.Length);
            for (int i = 0; i < count; i++)
                Make(kind, sources, i, Path.Combine(made, $"{i:00}"));
        }

        return [.. Directory.GetFiles(made).Order(StringComparer.Ordinal)];
    }

    private static void Make(InputKind kind, string[] photos, int index, string target)
    {
        switch (kind)
        {
            case InputKind.ProgressivePhoto:
                using (Image photo = Image.NewFromFile(photos[index], access: Enums.Access.Sequential))
                    photo.Jpegsave(target + ".jpg", q: 92, interlace: true);
                break;
            case InputKind.PngPhoto:
                using (Image photo = Photo(photos[index]))
                    photo.Pngsave(target + ".png", compression: 6, filter: Enums.ForeignPngFilter.All);
                break;
            case InputKind.PngScreenshot:
                using (Image screen = Screenshot.Make(index))
                    screen.Pngsave(target + ".png", compression: 6);
                break;
            case InputKind.PngPalette:
                using (Image screen = Screenshot.Make(index))
                    screen.Pngsave(target + ".png", compression: 6, palette: true, q: 100);
                break;
            case InputKind.WebP:
                using (Image photo = Photo(photos[index]))
                    photo.Webpsave(target + ".webp", q: 85);
                break;
            case InputKind.Tiff:
                using (Image photo = Photo(photos[index]))
                    photo.Tiffsave(target + ".tif", compression: Enums.ForeignTiffCompression.Lzw, predictor: Enums.ForeignTiffPredictor.Horizontal);
                break;
            case InputKind.Avif:
                using (Image photo = Photo(photos[index]))
                    photo.Heifsave(target + ".avif", q: 60, compression: Enums.ForeignHeifCompression.Av1, effort: 2);
                break;
            case InputKind.GifAnimation:
                MakeAnimation(photos[index], target + ".gif");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }

    private static Image Photo(string path)
    {
        using Image scaled = Image.Thumbnail(path, 2048, height: 1536, size: Enums.Size.Down);
        return scaled.CopyMemory();
    }

    /// <summary>A camera that pans over a photo.</summary>
    private static void MakeAnimation(string path, string target)
    {
        const int Width = 960, Height = 720;
        using Image photo = Image.Thumbnail(path, 1440, height: 1080, size: Enums.Size.Force);
        using Image still = photo.CopyMemory();
        Image[] frames = [.. Enumerable.Range(0, Frames).Select(i => still.ExtractArea(i * (still.Width - Width) / Frames, i * (still.Height - Height) / Frames, Width, Height))];
        using Image joined = Image.Arrayjoin(frames, across: 1);
        using Image animation = joined.Mutate(image =>
        {
            image.Set(GValue.GIntType, "page-height", Height);
            image.Set(GValue.ArrayIntType, "delay", Enumerable.Repeat(80, Frames).ToArray());
        });
        animation.Gifsave(target, effort: 3);
        foreach (Image frame in frames)
            frame.Dispose();
    }
}

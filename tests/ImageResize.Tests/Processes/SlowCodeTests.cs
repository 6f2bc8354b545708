using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests.Processes;

/// <summary>Nothing that is called often on the way of an image waits for the runtime's compiler (docs/benchmarks.md, "The start").</summary>
public sealed class SlowCodeTests : IDisposable
{
    private const int Width = 480, Height = 360, Frames = 3, Images = 20;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("photo.jpg", "jpeg")]
    [InlineData("progressive.jpg", "jpeg")]
    [InlineData("photo.jpg", "png")]
    [InlineData("photo.png", "png")]
    [InlineData("palette.png", "png")]
    [InlineData("photo.tif", "jpeg")]
    [InlineData("photo.webp", "tiff")]
    [InlineData("animation.gif", "gif")]
    public void What_is_called_often_for_an_image_is_compiled_ahead_of_time_or_optimised_at_once(string input, string format)
    {
        Assert.SkipWhen(SlowCode.WhyNot is not null, SlowCode.WhyNot ?? string.Empty);
        string path = _folder["in/" + input];
        Write(path);
        for (int i = 1; i < Images; i++)
            File.Copy(path, _folder[$"in/{i}-{input}"]);
        string[] slow = SlowCode.Find(_folder["in"], $"-Size 320 -Format {format}");
        Assert.True(slow.Length == 0, string.Join('\n', slow));
    }

    private static void Write(string path)
    {
        using Image red = Image.Perlin(Width, Height * Frames, cellSize: 64, seed: 1), green = Image.Perlin(Width, Height * Frames, cellSize: 96, seed: 2), noise = Image.Gaussnoise(Width, Height * Frames, sigma: 6, seed: 3);
        using Image roll = red.Linear([127.0], [128.0]).Bandjoin(green.Linear([127.0], [128.0]), noise.Linear([1.0], [100.0])).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        using Image photo = roll.ExtractArea(0, 0, Width, Height);
        switch (Path.GetFileName(path))
        {
            case "progressive.jpg":
                photo.Jpegsave(path, interlace: true);
                break;
            case "palette.png":
                photo.Pngsave(path, palette: true);
                break;
            case "animation.gif":
                using (Image animation = roll.Mutate(frames => frames.Set(GValue.GIntType, "page-height", Height)))
                    animation.Gifsave(path);
                break;
            case "photo.tif":
                photo.Tiffsave(path, compression: Enums.ForeignTiffCompression.Lzw);
                break;
            default:
                photo.WriteToFile(path);
                break;
        }
    }
}

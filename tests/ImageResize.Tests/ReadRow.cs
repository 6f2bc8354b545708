using System.Text;
using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>
/// A row of the table in docs/formats.md that says what of a format is read: files that show one thing each, through the cmdlet, to PNG, which holds everything.
/// </summary>
/// <param name="session">Where the module is.</param>
/// <param name="folder">A folder for the inputs and outputs.</param>
internal sealed class ReadRow(EngineSession session, TempFolder folder)
{
    /// <summary>The table's head.</summary>
    public static readonly string[] Head =
    [
        "| Input | pixels | alpha | more than 8 bits | turned | profile | EXIF | XMP | of several pictures | cut off | with `-OnDamage Salvage` |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ];

    /// <summary>Every sample is as large as this, upright, or a part of it in this proportion.</summary>
    public const int Width = 128, Height = 96;

    /// <summary>How many pictures there are in a sample of several.</summary>
    public const int Pictures = 3;

    /// <summary>Runs the samples of a format.</summary>
    /// <param name="name">What people call the format.</param>
    /// <param name="extension">The files' extension.</param>
    /// <param name="samples">Of the kinds Pixels, Alpha, Deep, Turned, Profile, Exif, Xmp, Several and Grain: files that show it. A kind that is missing is one that the format does not have.</param>
    public string Of(string name, string extension, IReadOnlyDictionary<string, byte[]> samples)
    {
        return $"| {name} | {string.Join(" | ", (string[])
        [
            Cell("Pixels", Shows), Cell("Alpha", IsHalfTransparent), Cell("Deep", IsDeepRamp), Cell("Turned", Shows),
            Cell("Profile", picture => picture.Has("icc-profile-data") && ((byte[])picture.Field("icc-profile-data")).AsSpan().SequenceEqual(TestProfile.Named("DisplayP3"))),
            Cell("Exif", picture => Begins(picture, "exif-ifd0-Model", "Testcam") || Begins(picture, "exif-ifd2-DateTimeOriginal", "2026:05:04")),
            Cell("Xmp", picture => picture.Has("xmp-data") && Encoding.UTF8.GetString((byte[])picture.Field("xmp-data")).Contains("the test", StringComparison.Ordinal)),
            samples.TryGetValue("Several", out byte[]? several) ? OfSeveral(several, extension) : "–",
            OfCut(samples["Grain"], extension), OfSalvage(samples["Grain"], extension),
        ])} |";

        string Cell(string kind, Func<Picture, bool> isRight)
        {
            if (!samples.TryGetValue(kind, out byte[]? sample))
                return "–";
            RunOutput run = Run(sample, extension, "-Size 64");
            if (run.Errors.Length > 0)
                return $"`{run.ErrorIds[0]}`";
            using Picture picture = Picture.Open(run.The<string>("Path"));
            return isRight(picture) ? "yes" : "no";
        }
    }

    private static bool Begins(Picture picture, string field, string text) => picture.Has(field) && ((string)picture.Field(field)).StartsWith(text, StringComparison.Ordinal);

    private static bool Shows(Picture picture) => (picture.Width, picture.Height) == (64, 64 * Height / Width) && picture.IsUpright(40);

    private static bool IsHalfTransparent(Picture picture) =>
        picture.HasAlpha && picture.Samples(0.1, 0.5)[^1] < 10 && picture.Samples(0.9, 0.5)[^1] > 245 && picture.At(0.8, 0.2).IsNear(Rgb.Green, 40) && picture.At(0.8, 0.8).IsNear(Rgb.Blue, 40);

    private static bool IsDeepRamp(Picture picture) =>
        picture.IsDeep && Math.Abs(picture.Samples(0.25, 0.5)[0] - 0.25 * 65_535) < 1000 && Math.Abs(picture.Samples(0.75, 0.5)[0] - 0.75 * 65_535) < 1000;

    /// <summary>Red, green and blue, or one of them with the whole size and the others smaller before it.</summary>
    private string OfSeveral(byte[] sample, string extension)
    {
        RunOutput each = Run(sample, extension, "-Page All -Size 64"), all = Run(sample, extension, "-Size 64", "webp");
        using Picture playing = Picture.Open(all.The<string>("Path"));
        string[] found =
        [
            .. playing.Frames == Pictures ? ["all"] : (string[])[],
            .. each.Objects.Length == Pictures ? ["each by `-Page`"] : (string[])[],
        ];
        if (found.Length > 0)
            return string.Join(", ", found);
        return playing.At(0.5, 0.5).IsNear(Rgb.Red, 40) ? "the first" : all.The<int>("SourceWidth") == Width && playing.IsUpright(60) ? "the largest" : "no";
    }

    private string OfCut(byte[] sample, string extension)
    {
        string[] ids = [.. ((double[])[0.1, 0.5, 0.75, 0.95, 0.99]).SelectMany(share => Run(sample[..(int)(sample.Length * share)], extension, "-Size 64").ErrorIds.DefaultIfEmpty("passes")).Distinct()];
        return string.Join(", ", ids.Select(id => $"`{id}`"));
    }

    private string OfSalvage(byte[] sample, string extension)
    {
        RunOutput run = Run(sample[..(int)(sample.Length * 0.75)], extension, "-Size 64 -OnDamage Salvage");
        if (run.Errors.Length > 0)
            return "no";
        using Picture picture = Picture.Open(run.The<string>("Path"));
        bool isTop = picture.At(0.1, 0.2).IsNear(Rgb.Red, 60) && picture.At(0.9, 0.2).IsNear(Rgb.Green, 60);
        bool isBottom = picture.At(0.1, 0.8).IsNear(Rgb.Yellow, 60) && picture.At(0.9, 0.8).IsNear(Rgb.Blue, 60);
        Assert.True((isTop || isBottom) && run.Warnings.Length > 0, $"A part of {extension} was salvaged wrongly or without a word.");
        return "yes";
    }

    private RunOutput Run(byte[] file, string extension, string parameters, string format = "png")
    {
        string path = folder["sample." + extension];
        File.WriteAllBytes(path, file);
        return session.Run($"Invoke-ImageResize $args[0] -Destination $args[1] -Format {format} -IfExists Overwrite {parameters}", path, folder["out"]);
    }
}

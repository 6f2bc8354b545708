using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>The table of docs/formats.md that says what of an image each format keeps, against what comes out.</summary>
public sealed class KeptTableTests(EngineSession session) : ModuleTest(session)
{
    private static readonly string[] Formats = ["jpeg", "png", "webp", "gif", "tiff", "avif", "bmp", "ico"];

    [Fact]
    public void The_table_in_the_docs_tells_what_comes_out() =>

        // The row of the second module is held by its tests.
        FormatsPage.AssertTells("kept", Table(), row => !row.StartsWith("| `jxl` |", StringComparison.Ordinal));

    private string[] Table()
    {
        TestImage.WriteTransparent(In("alpha.png"), 128, 128);
        TestImage.WriteDeepRamp(In("deep.png"), 128, 64);
        TestImage.WriteWithMetadata(In("camera.jpg"), 128, 96);
        TestImage.WriteAnimation(In("frames.gif"));
        return
        [
            "| Output | alpha | 16 bits | profile | EXIF | XMP | frames |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            .. Formats.Select(Row),
        ];
    }

    private string Row(string format)
    {
        RunOutput run = Resize($"-Size 64 -Format {format} -IfExists Overwrite");
        Assert.Empty(run.Errors);
        using Picture alpha = Of("alpha"), deep = Of("deep"), camera = Of("camera"), frames = Of("frames");

        // The independent reader knows no EXIF in TIFF and no frames in PNG; the module's own does.
        string[] told = [.. Session.Run("(Get-ImageInfo $args[0]).Parts | ForEach-Object { \"$($_.Kind)\" }", Path("camera")).Objects.Select(one => one.ToString())];
        int pages = Session.Run("Get-ImageInfo $args[0]", Path("frames")).The<int>("Pages");
        bool[] kept =
        [
            alpha.HasAlpha, deep.IsDeep, camera.Has("icc-profile-data"),
            camera.Has("exif-data") || told.Contains("Exif"), camera.Has("xmp-data") || told.Contains("Xmp"), Math.Max(frames.Frames, pages) == 3,
        ];
        return $"| `{format}` | {string.Join(" | ", kept.Select(one => one ? "yes" : "no"))} |";

        string Path(string name) => run.All<string>("Path").Single(path => System.IO.Path.GetFileNameWithoutExtension(path) == name);
        Picture Of(string name) => Picture.Open(Path(name));
    }
}

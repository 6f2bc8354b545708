using ImageMagick;
using ImageResize.Testing;

namespace ImageResize.MoreFormats.Tests;

/// <summary>What docs/formats.md says of this module's formats, against what comes out.</summary>
public sealed class FormatsPageTests(EngineSession session) : FurtherModuleTest(session)
{
    [Fact]
    public void The_row_of_jxl_tells_what_comes_out()
    {
        TestImage.WriteTransparent(In("alpha.png"), 128, 128);
        TestImage.WriteDeepRamp(In("deep.png"), 128, 64);
        TestImage.WriteWithMetadata(In("camera.jpg"), 128, 96);
        TestImage.WriteAnimation(In("frames.gif"));
        RunOutput run = Resize("-Size 64 -Format jxl");
        Assert.Empty(run.Errors);
        using var alpha = new MagickImage(Out("alpha.jxl"));
        using var deep = new MagickImage(Out("deep.jxl"));
        using var camera = new MagickImage(Out("camera.jxl"));
        using var source = new MagickImage(In("camera.jpg"));
        using var frames = new MagickImageCollection(Out("frames.jxl"));
        bool[] kept =
        [
            alpha.HasAlpha, deep.Depth > 8, camera.GetColorProfile()?.Description == source.GetColorProfile()!.Description,
            camera.GetExifProfile() is not null, camera.GetXmpProfile() is not null, frames.Count == 3,
        ];

        string row = $"| `jxl` | {string.Join(" | ", kept.Select(one => one ? "yes" : "no"))} |";
        Assert.Contains(row, File.ReadLines(Path.Combine(Path.GetDirectoryName(Pwsh.Manifest)!, "docs", "formats.md")));
    }
}

using ImageResize.Metadata.Sources;

namespace ImageResize.Raw.Tests;

/// <summary>Directories of real cameras, where they are beside the repository; their previews are mostly taken out.</summary>
public sealed class SampleFileTests
{
    [Theory]
    [InlineData("CanonRaw.cr2", "CR2", 0)]
    [InlineData("CanonRaw.cr3", "CR3", 0)]
    [InlineData("DNG.dng", "DNG", 0)]
    [InlineData("FujiFilm.raf", "RAF", 12_167)]
    [InlineData("Nikon.nef", "NEF", 0)]
    [InlineData("Panasonic.rw2", "RW2", 10_785)]
    public void The_picture_is_where_the_camera_put_it(string name, string format, int length)
    {
        RawFile raw = RawReader.Read(new MemorySource(File.ReadAllBytes(Path.Combine(Folder(), name))))!;

        Assert.Equal(format, raw.Format);
        Assert.Equal(length, raw.Preview?.Length ?? 0);
    }

    private static string Folder()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "ImageResize.sln")))
            root = Path.GetDirectoryName(root);
        string path = Path.Combine(root ?? ".", "..", "shared", "formats", "raw");
        Assert.SkipUnless(Directory.Exists(path), "The public test images are not here.");
        return path;
    }
}

using ImageResize.Files;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

public sealed class OutputRightsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(0x180, 0x180)] // 0600
    [InlineData(0x1A0, 0x1A0)] // 0640
    [InlineData(0x184, 0x184)] // 0604
    [InlineData(0x1A4, 0x1A4)] // 0644
    [InlineData(0x100, 0x180)] // 0400: the owner may always write what is his
    [InlineData(0x1FF, 0x1B6)] // 0777: an image is no program
    public void A_new_output_gives_nobody_else_more_than_its_image_does(int image, int most)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Permissions work otherwise here.");
            return;
        }

        File.WriteAllText(_folder["image"], "image");
        File.SetUnixFileMode(_folder["image"], (UnixFileMode)image);
        File.WriteAllText(_folder["any"], "any new file");
        UnixFileMode expected = File.GetUnixFileMode(_folder["any"]) & (UnixFileMode)most;
        Assert.Equal(expected, Written(FileStatus.Of(_folder["image"])));
        Assert.Equal(File.GetUnixFileMode(_folder["any"]), Written(null));
    }

    [Fact]
    public void In_another_group_its_members_are_others_to_the_image()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Permissions work otherwise here.");
            return;
        }

        File.WriteAllText(_folder["image"], "image");
        FileStatus image = FileStatus.Of(_folder["image"])!.Value;
        Assert.Equal((UnixFileMode)0x180, Written(image with { Mode = 0x81A0, Group = image.Group + 1 })); // 0640
        Assert.Equal((UnixFileMode)0x1A4, Written(image with { Mode = 0x81A4, Group = image.Group + 1 }) | (UnixFileMode)0x24); // 0644
    }

    [Fact]
    public void One_that_replaces_an_output_of_this_user_keeps_what_he_gave_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Permissions work otherwise here.");
            return;
        }

        File.WriteAllText(_folder["image"], "image");
        File.SetUnixFileMode(_folder["image"], (UnixFileMode)0x180);
        File.WriteAllText(_folder["output"], "old");
        File.SetUnixFileMode(_folder["output"], (UnixFileMode)0x1A4);
        AtomicFile.Write(LocalFileLayer.Instance, _folder["output"], new MemoryStream([1]), new WriteOptions(Overwrite: true) { Source = FileStatus.Of(_folder["image"]) });
        Assert.Equal((UnixFileMode)0x1A4, File.GetUnixFileMode(_folder["output"]));
    }

    [Fact]
    public void Of_many_that_want_one_free_name_at_once_one_gets_it()
    {
        for (int round = 0; round < 100; round++)
        {
            string target = _folder[$"{round}.bin"];
            int winners = 0;
            Parallel.For(0, 6, new ParallelOptions { MaxDegreeOfParallelism = 6 }, i =>
            {
                Exception? error = Record.Exception(() => AtomicFile.Write(LocalFileLayer.Instance, target, new MemoryStream([(byte)i]), new WriteOptions(Overwrite: false)));
                if (error is null)
                    Interlocked.Increment(ref winners);
                else
                    Assert.Equal(ImageErrorId.OutputExists, Assert.IsType<ImageResizeException>(error).ErrorId);
            });
            Assert.Equal(1, winners);
        }

        Assert.Equal(100, _folder.Files().Length);
    }

    public void Dispose() => _folder.Dispose();

    private UnixFileMode Written(FileStatus? source)
    {
        string path = _folder[Guid.NewGuid().ToString("N")];
        AtomicFile.Write(LocalFileLayer.Instance, path, new MemoryStream([1]), new WriteOptions(Overwrite: false) { Source = source });
        return FileStatus.Of(path)!.Value.Permissions;
    }
}

using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private static readonly byte[] Content = [1, 2, 3, 4, 5, 6];

    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_content_arrives_whole_also_into_a_new_folder(bool inMemory)
    {
        string target = Path.Combine(_folder.Path, "a", "b", "file.bin");
        using Stream source = inMemory ? new OutputBuffer() : new MemoryStream();
        source.Write(Content);
        source.Position = 0;
        AtomicFile.Write(LocalFileLayer.Instance, target, source, new WriteOptions(Overwrite: false));
        Assert.Equal(Content, File.ReadAllBytes(target));
        Assert.Equal(["a/b/file.bin"], _folder.Files());
    }

    [Theory]
    [InlineData("create", 13, ImageErrorId.IoError)]
    [InlineData("write", 28, ImageErrorId.DiskFull)]
    [InlineData("write", 5, ImageErrorId.IoError)]
    [InlineData("flush", 5, ImageErrorId.IoError)]
    [InlineData("move", 28, ImageErrorId.DiskFull)]
    [InlineData("move", 30, ImageErrorId.AccessDenied)]
    public void A_failure_at_any_step_leaves_the_old_file_and_nothing_else(string step, int errno, ImageErrorId errorId)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The error codes are Unix's.");
        File.WriteAllText(_folder["file.bin"], "old");
        var files = new FailingFiles { Fail = operation => operation == step ? new IOException("it broke", errno) : null };
        var error = Assert.Throws<ImageResizeException>(() => AtomicFile.Write(files, _folder["file.bin"], new MemoryStream(Content), new WriteOptions(Overwrite: true)));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains(_folder["file.bin"], error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_folder["file.bin"]));
        Assert.Equal(["file.bin"], _folder.Files());
    }

    [Fact]
    public void A_file_that_came_meanwhile_is_not_replaced_when_that_is_not_allowed()
    {
        File.WriteAllText(_folder["file.bin"], "came meanwhile");
        Assert.Throws<ImageResizeException>(() => AtomicFile.Write(LocalFileLayer.Instance, _folder["file.bin"], new MemoryStream(Content), new WriteOptions(Overwrite: false)));
        Assert.Equal("came meanwhile", File.ReadAllText(_folder["file.bin"]));
        Assert.Equal(["file.bin"], _folder.Files());
    }

    [Theory]
    [InlineData(typeof(DirectoryNotFoundException))]
    [InlineData(typeof(FileNotFoundException))]
    public void A_folder_that_is_missing_or_came_this_very_moment_is_no_failure(Type told)
    {
        int creates = 0;
        var files = new FailingFiles { Fail = operation => operation == "create" && creates++ == 0 ? (Exception)Activator.CreateInstance(told)! : null };
        string target = Path.Combine(_folder.Path, "new", "file.bin");
        AtomicFile.Write(files, target, new MemoryStream(Content), new WriteOptions(Overwrite: true));
        Assert.Equal(Content, File.ReadAllBytes(target));
    }

    [Fact]
    public void Many_workers_may_begin_in_a_folder_that_is_not_there_yet()
    {
        for (int round = 0; round < 50; round++)
        {
            string folder = Path.Combine(_folder.Path, $"round-{round}");
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
                AtomicFile.Write(LocalFileLayer.Instance, Path.Combine(folder, $"{i}.bin"), new MemoryStream(Content), new WriteOptions(Overwrite: false)));
            Assert.Equal(8, Directory.GetFiles(folder).Length);
        }
    }

    [Fact]
    public void A_full_disk_is_told_as_such()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full.");
        var error = Record.Exception(() => File.WriteAllBytes("/dev/full", Content));
        Assert.Equal(ImageErrorId.DiskFull, FileFault.OnWrite(error!, "/dev/full").ErrorId);
    }

    public void Dispose() => _folder.Dispose();
}

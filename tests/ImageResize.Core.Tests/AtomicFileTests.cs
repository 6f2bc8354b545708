using System.Diagnostics;
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
    internal void A_failure_at_any_step_leaves_the_old_file_and_nothing_else(string step, int errno, ImageErrorId errorId)
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
        var error = Assert.Throws<ImageResizeException>(() => AtomicFile.Write(LocalFileLayer.Instance, _folder["file.bin"], new MemoryStream(Content), new WriteOptions(Overwrite: false)));
        Assert.Equal(ImageErrorId.OutputExists, error.ErrorId);
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
    public void A_private_file_is_private_at_every_moment_and_stays_its_owner_s()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Permissions work otherwise here.");
            return;
        }

        File.WriteAllText(_folder["file.bin"], "old");
        File.SetUnixFileMode(_folder["file.bin"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        bool isRoot = Environment.UserName == "root";
        if (isRoot)
            Run("chown", "65534:65534", _folder["file.bin"]);
        UnixFileMode? whileWritten = null;
        var files = new FailingFiles
        {
            Fail = operation =>
            {
                if (operation == "write" && !OperatingSystem.IsWindows())
                    whileWritten = File.GetUnixFileMode(Directory.GetFiles(_folder.Path, TemporaryName.Prefix + "*", new EnumerationOptions { AttributesToSkip = 0 }).Single());
                return null;
            },
        };
        AtomicFile.Write(files, _folder["file.bin"], new MemoryStream(Content), new WriteOptions(Overwrite: true));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, whileWritten);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["file.bin"]));
        if (isRoot)
            Assert.Equal("65534:65534", Run("stat", "-c", "%u:%g", _folder["file.bin"]));
    }

    [Fact]
    public void A_source_that_becomes_shorter_while_it_is_copied_leaves_no_half_copy()
    {
        var source = new MemoryStream(Content);
        var files = new FailingFiles
        {
            Fail = operation =>
            {
                if (operation == "create")
                    source.SetLength(3);
                return null;
            },
        };
        long length = source.Length;
        var error = Assert.Throws<ImageResizeException>(() => AtomicFile.Write(files, _folder["file.bin"], new LyingStream(source, length), new WriteOptions(Overwrite: false)));
        Assert.Equal(ImageErrorId.IoError, error.ErrorId);
        Assert.Empty(_folder.Files());
    }

    [Fact]
    public void A_source_that_cannot_be_read_while_it_is_copied_is_not_the_target_s_fault()
    {
        int reads = 0;
        var files = new FailingFiles { Fail = operation => operation == "read" && ++reads > 1 ? new IOException("gone", 5) : null };
        File.WriteAllBytes(_folder["source.bin"], new byte[100_000]);
        using ImageInput input = ImageInput.Open(_folder["source.bin"], files, new InputBuffers());
        using Stream source = input.OpenStream();
        var error = Assert.Throws<ImageResizeException>(() => AtomicFile.Write(files, _folder["file.bin"], source, new WriteOptions(Overwrite: false)));
        Assert.Contains("could not be read", error.Message, StringComparison.Ordinal);
        Assert.Equal(["source.bin"], _folder.Files());
    }

    [Theory]
    [InlineData(23)]
    [InlineData(24)]
    public void Where_no_more_files_may_be_open_it_is_said_what_to_raise_and_tried_again(int errno)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The error codes are Unix's.");
        var error = new IOException("Too many open files", errno);
        foreach (ImageResizeException fault in (ImageResizeException[])[FileFault.OnRead(error), FileFault.OnWrite(error, "/out.jpg")])
        {
            Assert.Equal((ImageErrorId.IoError, true), (fault.ErrorId, fault.Fault.IsTransient));
            Assert.Contains("ulimit -n", fault.Message, StringComparison.Ordinal);
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

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return output;
    }

    /// <summary>Keeps the length that a file had when it was opened.</summary>
    private sealed class LyingStream(Stream source, long length) : SeekableReadStream(length)
    {
        protected override int ReadAt(Span<byte> buffer, long offset)
        {
            source.Position = offset;
            return source.Read(buffer);
        }
    }
}

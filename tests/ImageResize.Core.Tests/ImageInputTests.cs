using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

public sealed class ImageInputTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(1_000, false)]
    [InlineData(300_000, false)]
    [InlineData(300_000, true)]
    public void A_stream_over_a_file_reads_and_seeks_alike_whether_it_is_in_memory_or_on_disk(int length, bool isReadWhole)
    {
        byte[] content = Content(length);
        File.WriteAllBytes(_folder["a.bin"], content);
        using ImageInput input = Open(_folder["a.bin"], LocalFileLayer.Instance);
        if (isReadWhole)
            input.ReadWhole();
        Assert.Equal((length, isReadWhole || length <= ImageInput.HeadLength), (input.Length, input.IsWhole));
        using Stream one = input.OpenStream();
        using Stream other = input.OpenStream();
        one.Seek(-10, SeekOrigin.End);
        byte[] tail = new byte[20];
        Assert.Equal(10, one.ReadAtLeast(tail, 20, throwOnEndOfStream: false));
        Assert.Equal(content[^10..], tail[..10]);
        Assert.Equal(0, one.Read(tail));
        Assert.Throws<IOException>(() => one.Seek(-1, SeekOrigin.Begin));
        byte[] all = new byte[length];
        other.ReadExactly(all);
        Assert.Equal(content, all);
    }

    [Fact]
    public void Opening_reads_the_head_alone_and_the_rest_is_read_once()
    {
        File.WriteAllBytes(_folder["a.bin"], Content(300_000));
        var files = new FailingFiles();
        using ImageInput input = Open(_folder["a.bin"], files);
        Assert.Equal(Content(ImageInput.HeadLength), input.Head.ToArray());
        Assert.Throws<InvalidOperationException>(() => input.Bytes.Length);
        Assert.Equal(["open", "read"], files.Calls);
        input.ReadWhole();
        input.ReadWhole();
        Assert.Equal(Content(300_000), input.Bytes.ToArray());
        Assert.Equal(["open", "read", "read"], files.Calls);
    }

    [Fact]
    public void A_read_that_failed_may_be_tried_again()
    {
        File.WriteAllBytes(_folder["a.bin"], Content(300_000));
        int reads = 0;
        var files = new FailingFiles { Fail = operation => operation == "read" && ++reads is 2 or 3 ? new IOException("busy", 5) : null };
        using ImageInput input = Open(_folder["a.bin"], files);
        Assert.Throws<ImageResizeException>(input.ReadWhole);
        Assert.Throws<ImageResizeException>(input.ReadWhole);
        input.ReadWhole();
        Assert.Equal(Content(300_000), input.Bytes.ToArray());
    }

    [Fact]
    public void A_file_that_became_shorter_meanwhile_is_IoError()
    {
        File.WriteAllBytes(_folder["a.bin"], Content(300_000));
        using ImageInput input = Open(_folder["a.bin"], LocalFileLayer.Instance);
        File.WriteAllBytes(_folder["a.bin"], Content(100_000));
        Assert.Equal(ImageErrorId.IoError, Assert.Throws<ImageResizeException>(input.ReadWhole).ErrorId);
    }

    [Fact]
    public void A_buffer_that_had_a_longer_file_shows_nothing_of_it()
    {
        var buffers = new InputBuffers();
        File.WriteAllBytes(_folder["a.bin"], Content(300_000));
        File.WriteAllBytes(_folder["b.bin"], Content(500));
        using (ImageInput longer = ImageInput.Open(_folder["a.bin"], LocalFileLayer.Instance, buffers))
            longer.ReadWhole();
        using ImageInput input = ImageInput.Open(_folder["b.bin"], LocalFileLayer.Instance, buffers);
        input.AppendJpegEnd();
        Assert.Equal<byte>([.. Content(500), 0xFF, 0xD9], input.Bytes.ToArray());
    }

    [Fact]
    public void A_missing_file_is_NotFound() =>
        Assert.Equal(ImageErrorId.NotFound, Assert.Throws<ImageResizeException>(() => Open(_folder["no"], LocalFileLayer.Instance)).ErrorId);

    [Theory]
    [InlineData("open")]
    [InlineData("read")]
    public void A_disk_that_fails_is_IoError_and_never_damage(string step)
    {
        File.WriteAllBytes(_folder["a.bin"], [1]);
        var files = new FailingFiles { Fail = operation => operation == step ? new IOException("broken") : null };
        Assert.Equal(ImageErrorId.IoError, Assert.Throws<ImageResizeException>(() => Open(_folder["a.bin"], files)).ErrorId);
    }

    public void Dispose() => _folder.Dispose();

    private static ImageInput Open(string path, IFileLayer files) => ImageInput.Open(path, files, new InputBuffers());

    private static byte[] Content(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7 + i / 251))];
}

using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

public sealed class ImageInputTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(ImageInput.WholeLimit)]
    [InlineData(0)]
    public void A_stream_over_a_file_reads_and_seeks_alike_whether_it_is_in_memory_or_on_disk(int wholeLimit)
    {
        byte[] content = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
        File.WriteAllBytes(_folder["a.bin"], content);
        using ImageInput input = ImageInput.Open(_folder["a.bin"], LocalFileLayer.Instance, new ReusableBuffer(), wholeLimit);
        Assert.Equal(wholeLimit > 0, input.IsWhole);
        Assert.Equal(1000, input.Length);
        using Stream one = input.OpenStream();
        using Stream other = input.OpenStream();
        one.Seek(-10, SeekOrigin.End);
        byte[] tail = new byte[20];
        Assert.Equal(10, one.ReadAtLeast(tail, 20, throwOnEndOfStream: false));
        Assert.Equal(content[990..], tail[..10]);
        Assert.Equal(content[0], other.ReadByte());
        Assert.Equal(0, one.Read(tail));
        Assert.Throws<IOException>(() => one.Seek(-1, SeekOrigin.Begin));
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

    private static ImageInput Open(string path, IFileLayer files) => ImageInput.Open(path, files, new ReusableBuffer());
}

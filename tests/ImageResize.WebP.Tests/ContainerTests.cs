using System.Buffers.Binary;
using System.Text;
using ImageResize.WebP.Container;
using ImageResize.WebP.Fuzz;

namespace ImageResize.WebP.Tests;

public class ContainerTests
{
    private static readonly byte[] Picture = [1, 2, 3, 4, 5];

    [Fact]
    public void A_simple_file_has_its_picture_and_tells_no_size()
    {
        Assert.True(WebPContainer.TryFindPicture(File(("VP8 ", Picture)), out ReadOnlySpan<byte> found, out var canvas));
        Assert.Equal(Picture, found.ToArray());
        Assert.Null(canvas);
    }

    [Fact]
    public void An_extended_file_has_its_picture_among_other_chunks()
    {
        byte[] file = File(("VP8X", Extended(0x2C, 300, 200)), ("ICCP", [9, 9, 9]), ("VP8 ", Picture), ("EXIF", [7]), ("XMP ", [8, 8]));
        Assert.True(WebPContainer.TryFindPicture(file, out ReadOnlySpan<byte> found, out var canvas));
        Assert.Equal(Picture, found.ToArray());
        Assert.Equal((300, 200), canvas);
    }

    [Fact]
    public void What_moves_or_has_alpha_or_is_lossless_is_left_to_others()
    {
        byte[] plain = Extended(0, 3, 3);
        byte[][] files =
        [
            File(("VP8L", Picture)),
            File(("VP8X", Extended(0x10, 3, 3)), ("VP8 ", Picture)),
            File(("VP8X", Extended(0x02, 3, 3)), ("VP8 ", Picture)),
            File(("VP8X", plain), ("ALPH", [1]), ("VP8 ", Picture)),
            File(("VP8X", plain), ("ANIM", [1]), ("VP8 ", Picture)),
            File(("VP8X", plain), ("VP8 ", Picture), ("ANMF", [1])),
            File(("VP8X", plain), ("VP8 ", Picture), ("VP8 ", Picture)),
            File(("VP8 ", Picture), ("VP8X", plain)),
            File(("EXIF", [1]), ("VP8 ", Picture)),
            File(("VP8X", plain)),
        ];
        Assert.All(files, file => Assert.False(WebPContainer.TryFindPicture(file, out _, out _)));
    }

    [Fact]
    public void A_file_that_is_cut_anywhere_is_left_to_others()
    {
        byte[] file = Corpus.Read("plain");
        Assert.True(WebPContainer.TryFindPicture(file, out _, out _));
        for (int length = 0; length < file.Length; length++)
            Assert.False(WebPContainer.TryFindPicture(file.AsSpan(0, length), out _, out _));
    }

    [Fact]
    public void Lengths_that_reach_beyond_the_end_are_not_believed()
    {
        byte[] file = File(("VP8 ", Picture));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(16), uint.MaxValue);
        Assert.False(WebPContainer.TryFindPicture(file, out _, out _));
        file = File(("VP8 ", Picture));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), uint.MaxValue - 1);
        Assert.False(WebPContainer.TryFindPicture(file, out _, out _));
    }

    private static byte[] Extended(byte flags, int width, int height)
    {
        byte[] bytes = new byte[10];
        bytes[0] = flags;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), (uint)(width - 1));
        bytes[7] = (byte)(height - 1);
        bytes[8] = (byte)((height - 1) >> 8);
        return bytes;
    }

    private static byte[] File(params (string Name, byte[] Content)[] chunks)
    {
        var body = new List<byte>();
        foreach ((string name, byte[] content) in chunks)
        {
            body.AddRange(Encoding.ASCII.GetBytes(name));
            body.AddRange(BitConverter.GetBytes(content.Length));
            body.AddRange(content);
            if (content.Length % 2 != 0)
                body.Add(0);
        }

        return [.. "RIFF"u8, .. BitConverter.GetBytes(body.Count + 4), .. "WEBP"u8, .. body];
    }
}

using System.Buffers.Binary;
using ImageResize.Bitmaps.Ico;

namespace ImageResize.Bitmaps.Tests;

public sealed class IcoTests
{
    private static readonly byte[] TwoColors = [0, 0, 255, 0, 0, 255, 0, 0];

    [Fact]
    public void The_mask_says_what_is_transparent()
    {
        byte[] picture = Bitmap(2, 2, 1, [0x40, 0, 0, 0, 0x80, 0, 0, 0], TwoColors, mask: [0x80, 0, 0, 0, 0, 0, 0, 0]);

        Assert.Equal([0, 255, 0, 255, 255, 0, 0, 255, 255, 0, 0, 0, 0, 255, 0, 255], Decode(Make((2, 2, picture))));
    }

    [Fact]
    public void In_32_bits_alpha_counts_and_where_all_of_it_is_0_the_mask()
    {
        Assert.Equal([3, 2, 1, 9, 6, 5, 4, 255], Decode(Make((2, 1, Bitmap(2, 1, 32, [1, 2, 3, 9, 4, 5, 6, 255], [], mask: [0xC0, 0, 0, 0])))));
        Assert.Equal([3, 2, 1, 0, 6, 5, 4, 255], Decode(Make((2, 1, Bitmap(2, 1, 32, [1, 2, 3, 0, 4, 5, 6, 0], [], mask: [0x80, 0, 0, 0])))));
    }

    [Fact]
    public void Of_several_pictures_the_largest_is_taken_and_of_a_size_the_one_with_most_colours()
    {
        byte[] small = Bitmap(1, 1, 32, [1, 1, 1, 255], [], [0, 0, 0, 0]);
        byte[] poor = Bitmap(2, 1, 1, [0x40, 0, 0, 0], TwoColors, [0, 0, 0, 0]);
        byte[] rich = Bitmap(2, 1, 32, [5, 5, 5, 255, 6, 6, 6, 255], [], [0, 0, 0, 0]);

        IcoHeader header = IcoHeaderReader.Read(new MemoryStream(Make((2, 1, rich), (1, 1, small), (2, 1, poor))));

        Assert.Equal((3, 2, 1, 32), (header.Pictures, header.Width, header.Height, header.Bitmap!.BitsPerPixel));
    }

    [Fact]
    public void A_PNG_in_an_icon_is_found_with_its_size()
    {
        byte[] png = [0x89, .. "PNG"u8, 13, 10, 26, 10, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 1, 0, 0, 0, 1, 0, .. new byte[40]];

        IcoHeader header = IcoHeaderReader.Read(new MemoryStream(Make((16, 16, Bitmap(16, 16, 32, new byte[1024], [], new byte[64])), (0, 0, png))));

        Assert.True(header.IsPng);
        Assert.Equal((256, 256, png.Length), (header.Width, header.Height, header.Length));
    }

    [Fact]
    public void A_file_that_breaks_off_is_damaged()
    {
        byte[] file = Make((2, 2, Bitmap(2, 2, 1, [0x40, 0, 0, 0, 0x80, 0, 0, 0], TwoColors, new byte[8])));
        for (int length = 0; length < file.Length; length++)
            Assert.True(Assert.Throws<BitmapException>(() => Decode(file[..length])).IsDamage);
    }

    [Fact]
    public void A_directory_that_lies_is_damaged()
    {
        byte[] file = Make((2, 2, Bitmap(2, 2, 1, [0x40, 0, 0, 0, 0x80, 0, 0, 0], TwoColors, new byte[8])));
        foreach (int field in (int[])[14, 18])
        {
            byte[] lying = [.. file];
            BinaryPrimitives.WriteUInt32LittleEndian(lying.AsSpan(field), uint.MaxValue);
            Assert.True(Assert.Throws<BitmapException>(() => Decode(lying)).IsDamage);
        }
    }

    [Fact]
    public void An_icon_holds_the_usual_sizes_up_to_the_one_asked_for()
    {
        Assert.Equal([(16, 16), (24, 24), (32, 32), (48, 48)], IcoWriter.SizesFor(48, 48));
        Assert.Equal([(16, 8), (24, 12), (32, 16), (40, 20)], IcoWriter.SizesFor(40, 20));
        Assert.Equal([(1, 16), (1, 20)], IcoWriter.SizesFor(1, 20));
    }

    [Fact]
    public unsafe void What_is_written_is_read_as_it_was()
    {
        byte[] samples = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255];
        var target = new MemoryStream();
        fixed (byte* pointer = samples)
            IcoWriter.Write(target, [new IcoEntry(3, 1, IcoWriter.MakeBitmap(new PixelRows((nint)pointer, 3, 1, 4)))]);

        Assert.Equal(samples, Decode(target.ToArray()));
    }

    private static byte[] Decode(byte[] file)
    {
        IcoHeader header = IcoHeaderReader.Read(new MemoryStream(file));
        using BitmapImage image = IcoReader.Decode(header, file, salvages: false, TestContext.Current.CancellationToken);
        return BmpFile.Samples(image);
    }

    private static byte[] Bitmap(int width, int height, int bits, byte[] pixels, byte[] palette, byte[] mask) =>
        new Bytes().U32(40, width, height * 2).U16(1, bits).U32(0, 0, 0, 0, palette.Length / 4, 0).Raw(palette).Raw(pixels).Raw(mask).ToArray();

    private static byte[] Make(params (int Width, int Height, byte[] Content)[] pictures)
    {
        var head = new Bytes().U16(0, 1, pictures.Length);
        int offset = 6 + 16 * pictures.Length;
        foreach ((int width, int height, byte[] content) in pictures)
        {
            head.Raw((byte)width, (byte)height, 0, 0).U16(1, 32).U32(content.Length, offset);
            offset += content.Length;
        }

        return [.. head.ToArray(), .. pictures.SelectMany(picture => picture.Content)];
    }
}

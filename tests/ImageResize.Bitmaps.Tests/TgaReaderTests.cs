using ImageResize.Bitmaps.Tga;

namespace ImageResize.Bitmaps.Tests;

public sealed class TgaReaderTests
{
    [Fact]
    public void Rows_come_from_below_unless_the_header_says_otherwise()
    {
        byte[] pixels = [1, 2, 3, 4, 5, 6];

        Decoded.Equal(3, [6, 5, 4, 3, 2, 1], Decode(Make(2, 1, 2, 24, 0, pixels)));
        Decoded.Equal(3, [3, 2, 1, 6, 5, 4], Decode(Make(2, 1, 2, 24, 0x20, pixels)));
    }

    [Fact]
    public void The_fourth_byte_is_alpha_where_the_header_counts_its_bits()
    {
        Decoded.Equal(3, [3, 2, 1], Decode(Make(2, 1, 1, 32, 0, [1, 2, 3, 9])));
        Decoded.Equal(4, [3, 2, 1, 9], Decode(Make(2, 1, 1, 32, 8, [1, 2, 3, 9])));
    }

    [Fact]
    public void Grey_palettes_and_16_bits_are_read()
    {
        Decoded.Equal(1, [7, 8], Decode(Make(3, 2, 1, 8, 0, [7, 8])));
        Decoded.Equal(2, [7, 128], Decode(Make(3, 1, 1, 16, 8, [7, 128])));
        Decoded.Equal(3, [255, 0, 0], Decode(Make(2, 1, 1, 16, 0, [0x00, 0x7C])));
        byte[] file = new Bytes().Raw(0, 1, 1).U16(0, 2).Raw(24).U16(0, 0, 2, 1).Raw(8, 0).Raw(1, 2, 3, 4, 5, 6).Raw(1, 0).ToArray();
        Decoded.Equal(3, [6, 5, 4, 3, 2, 1], Decode(file));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void A_palette_may_begin_with_a_later_colour(byte type)
    {
        // Two colours, the 4th and the 5th, behind a text of two letters.
        byte[] indices = type == 9 ? [0x01, 4, 3] : [4, 3];
        byte[] file = new Bytes().Raw(2, 1, type).U16(3, 2).Raw(24).U16(0, 0, 2, 1).Raw(8, 0x20).Raw("ab"u8.ToArray()).Raw(1, 2, 3, 4, 5, 6).Raw(indices).ToArray();
        Decoded.Equal(3, [6, 5, 4, 3, 2, 1], Decode(file));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public void Pixels_that_are_colours_need_no_palette_and_may_have_one(byte type)
    {
        byte[] pixels = type == 10 ? [0x81, 1, 2, 3] : [1, 2, 3, 1, 2, 3];
        byte[] file = new Bytes().Raw(0, 1, type).U16(0, 2).Raw(24).U16(0, 0, 2, 1).Raw(24, 0x20).Raw(9, 9, 9, 9, 9, 9).Raw(pixels).ToArray();
        Decoded.Equal(3, [3, 2, 1, 3, 2, 1], Decode(file));
    }

    [Fact]
    public void Runs_are_read_and_may_break_over_rows() =>
        Decoded.Equal(3, [3, 2, 1, 3, 2, 1, 3, 2, 1, 6, 5, 4], Decode(Make(10, 2, 2, 24, 0x20, [0x82, 1, 2, 3, 0x00, 4, 5, 6])));

    [Theory]
    [InlineData(2, 11)]
    [InlineData(10, 7)]
    public void A_file_that_breaks_off_is_damaged_and_salvaged_with_black(int type, int length)
    {
        byte[] pixels = type == 2 ? new byte[12].Select(_ => (byte)9).ToArray() : [0x82, 1, 2, 3, 0x00, 4, 5, 6];
        byte[] file = Make(type, 2, 2, 24, 0x20, pixels[..length]);

        Assert.True(Assert.Throws<BitmapException>(() => Decode(file)).IsDamage);
        byte[] salvaged = Decode(file, salvages: true).Samples;
        Assert.NotEqual(0, salvaged[0]);
        Assert.Equal(0, salvaged[9]);
    }

    [Theory]
    [InlineData(2, 0, 1, 24, 0)]
    [InlineData(2, 1, 1, 24, 0xC0)]
    [InlineData(2, 1, 1, 24, 0x0F)]
    [InlineData(2, 1, 1, 7, 0)]
    [InlineData(1, 1, 1, 8, 0)]
    public void A_header_that_makes_no_sense_is_damaged(int type, int width, int height, int bits, int descriptor) =>
        Assert.True(Assert.Throws<BitmapException>(() => Decode(Make(type, width, height, bits, (byte)descriptor, new byte[64]))).IsDamage);

    [Fact]
    public void What_is_not_read_is_told_as_such()
    {
        Assert.False(Assert.Throws<BitmapException>(() => Decode(Make(32, 1, 1, 24, 0, new byte[64]))).IsDamage);
        Assert.False(Assert.Throws<BitmapException>(() => Decode(Make(2, 40_000, 1, 24, 0, new byte[64]))).IsDamage);
    }

    private static byte[] Make(int type, int width, int height, int bits, byte descriptor, byte[] pixels) =>
        new Bytes().Raw(0, 0, (byte)type, 0, 0, 0, 0, 0).U16(0, 0, width, height).Raw((byte)bits, descriptor).Raw(pixels).ToArray();

    private static (int Channels, byte[] Samples) Decode(byte[] file, bool salvages = false)
    {
        TgaHeader header = TgaHeader.Read(file, file.Length);
        using BitmapImage image = TgaReader.Decode(header, file, salvages, TestContext.Current.CancellationToken);
        return (image.Channels, BmpFile.Samples(image));
    }
}

using System.Text;
using ImageResize.Bitmaps.Pnm;

namespace ImageResize.Bitmaps.Tests;

public sealed class PnmReaderTests
{
    [Theory]
    [InlineData("P1\n4 2\n0 1 0 1\n1 1 0 0\n")]
    [InlineData("P1 # a comment\n# another\n4 2\n01011100")]
    [InlineData("P4\n4 2\n\x50\xC0")]
    public void A_set_bit_is_black(string file) =>
        Decoded.Equal(1, 1, [255, 0, 255, 0, 0, 0, 255, 255], Decode(file));

    [Theory]
    [InlineData("P2 4 1 100\n0 50\t20 # comment\n 100 ")]
    [InlineData("P5 4 1 100\n\0\x32\x14\x64")]
    public void White_is_255_whatever_the_file_calls_it(string file) =>
        Decoded.Equal(1, 1, [0, 128, 51, 255], Decode(file));

    [Fact]
    public void Samples_above_white_are_white() =>
        Decoded.Equal(1, 1, [255, 255], Decode("P5 2 1 100\n\x65\xFF"));

    [Fact]
    public void More_than_255_means_16_bits_most_significant_first()
    {
        Decoded.Equal(1, 2, Words(0x1234, 0xFFFF), Decode("P5 2 1 65535\n\x12\x34\xFF\xFF"));
        Decoded.Equal(3, 2, Words(0, 32768, 65535), Decode("P3 1 1 1000\n0 500 1000\n"));
    }

    [Fact]
    public void Colours_come_as_they_are()
    {
        Decoded.Equal(3, 1, [1, 2, 3, 255, 254, 253], Decode("P6\n2 1\n255\n\x01\x02\x03\xFF\xFE\xFD"));
        Decoded.Equal(3, 1, [1, 2, 3, 255, 254, 253], Decode("P3\n2 1\n255\n1 2 3 255 254 253"));
    }

    [Theory]
    [InlineData("GRAYSCALE_ALPHA", 2, "\x05\x80")]
    [InlineData("RGB", 3, "\x05\x06\x07")]
    [InlineData("RGB_ALPHA", 4, "\x05\x06\x07\x80")]
    public void PAM_holds_alpha(string kind, int depth, string samples) =>
        Decoded.Equal(depth, 1, Encoding.Latin1.GetBytes(samples), Decode($"P7\nWIDTH 1\nHEIGHT 1\nDEPTH {depth}\nMAXVAL 255\nTUPLTYPE {kind}\nENDHDR\n{samples}"));

    [Fact]
    public void In_PAM_a_set_bit_is_white() =>
        Decoded.Equal(1, 1, [0, 255], Decode("P7\nWIDTH 2\nHEIGHT 1\nDEPTH 1\nMAXVAL 1\nTUPLTYPE BLACKANDWHITE\nENDHDR\n\0\x01"));

    [Fact]
    public void A_further_picture_is_told()
    {
        byte[] file = Encoding.Latin1.GetBytes("P5 1 1 255\n\x01P5 1 1 255\n\x02");
        using BitmapImage image = PnmReader.Decode(PnmHeaderReader.Read(file), file, false, TestContext.Current.CancellationToken);

        Assert.True(image.HasMore);
        Assert.Equal([1], BmpFile.Samples(image));
    }

    [Theory]
    [InlineData("P6 2 2 255\n\x01\x02\x03")]
    [InlineData("P5 2 2 99\n\x01\x02\x03")]
    [InlineData("P5 2 2 999\n\x01\x02\x03")]
    [InlineData("P4 9 2\n\xFF")]
    [InlineData("P3 2 2 255\n1 2 3")]
    [InlineData("P1 2 2\n1 0 2 1")]
    public void A_file_that_breaks_off_is_damaged_and_salvaged(string file)
    {
        Assert.True(Assert.Throws<BitmapException>(() => Decode(file)).IsDamage);

        byte[] bytes = Encoding.Latin1.GetBytes(file);
        using BitmapImage image = PnmReader.Decode(PnmHeaderReader.Read(bytes), bytes, salvages: true, TestContext.Current.CancellationToken);
        Assert.NotNull(image.Damage);
        Assert.Equal(0, BmpFile.Samples(image)[^1]);
    }

    [Theory]
    [InlineData("P5 0 1 255\n")]
    [InlineData("P5 1 -1 255\n")]
    [InlineData("P5 1 1 0\n\0")]
    [InlineData("P5 1 1 65536\n\0\0")]
    [InlineData("P5 1 99999999999 255\n")]
    [InlineData("P5 #")]
    [InlineData("P7\nWIDTH 1\nWHAT 2\nENDHDR\n")]
    public void A_header_that_makes_no_sense_is_damaged(string file) =>
        Assert.True(Assert.Throws<BitmapException>(() => Decode(file)).IsDamage);

    [Fact]
    public void A_kind_of_PAM_that_is_not_read_is_named() =>
        Assert.Contains("CMYK", Assert.Throws<BitmapException>(() => Decode("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE CMYK\nENDHDR\n1234")).Message, StringComparison.Ordinal);

    private static (int Channels, int Bytes, byte[] Samples) Decode(string file)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(file);
        using BitmapImage image = PnmReader.Decode(PnmHeaderReader.Read(bytes), bytes, salvages: false, TestContext.Current.CancellationToken);
        return (image.Channels, image.BytesPerSample, BmpFile.Samples(image));
    }

    private static byte[] Words(params ushort[] words) => [.. words.SelectMany(BitConverter.GetBytes)];
}

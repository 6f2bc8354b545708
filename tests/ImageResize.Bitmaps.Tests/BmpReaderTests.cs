using System.Buffers.Binary;
using ImageResize.Bitmaps.Bmp;
using ImageResize.Bitmaps.Memory;

namespace ImageResize.Bitmaps.Tests;

public sealed class BmpReaderTests
{
    /// <summary>Blue, green, red and nothing: red, green, blue, white.</summary>
    private static readonly byte[] FourColors = [0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0];

    /// <summary>Red and green above blue and white, as RGB.</summary>
    private static readonly byte[] Square = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255];

    [Fact]
    public void Palettes_of_all_depths_give_their_colours_rows_from_below()
    {
        Decoded.Equal(3, Square, BmpFile.Decode(BmpFile.Make(2, 2, 8, [2, 3, 0, 0, 0, 1, 0, 0], palette: FourColors)));
        Decoded.Equal(3, Square, BmpFile.Decode(BmpFile.Make(2, 2, 4, [0x23, 0, 0, 0, 0x01, 0, 0, 0], palette: FourColors)));
        Decoded.Equal(3, Square, BmpFile.Decode(BmpFile.Make(2, 2, 2, [0xB0, 0, 0, 0, 0x10, 0, 0, 0], palette: FourColors)));
        Decoded.Equal(3, [0, 255, 0, 255, 0, 0], BmpFile.Decode(BmpFile.Make(2, 1, 1, [0x80, 0, 0, 0], palette: FourColors[..8])));
    }

    [Fact]
    public void A_negative_height_means_rows_from_the_top() =>
        Decoded.Equal(3, Square, BmpFile.Decode(BmpFile.Make(2, -2, 8, [0, 1, 0, 0, 2, 3, 0, 0], palette: FourColors)));

    [Fact]
    public void An_OS2_header_has_short_sides_and_a_palette_of_three_bytes()
    {
        byte[] file = new Bytes().Text("BM").U32(0, 0, 14 + 12 + 6).U32(12).U16(2, 1, 1, 1).Raw(0, 0, 255, 255, 0, 0).Raw(0x40, 0, 0, 0).ToArray();

        Decoded.Equal(3, [255, 0, 0, 0, 0, 255], BmpFile.Decode(file));
    }

    [Fact]
    public void A_palette_ends_where_the_pixels_begin()
    {
        byte[] file = new Bytes().Text("BM").U32(0, 0, 14 + 12 + 6).U32(12).U16(2, 1, 1, 8).Raw(0, 0, 255, 255, 0, 0).Raw(1, 0, 0, 0).ToArray();

        Decoded.Equal(3, [0, 0, 255, 255, 0, 0], BmpFile.Decode(file));
    }

    [Fact]
    public void A_palette_of_greys_gives_one_channel() =>
        Decoded.Equal(1, [0, 200], BmpFile.Decode(BmpFile.Make(2, 1, 8, [0, 1, 0, 0], palette: [0, 0, 0, 0, 200, 200, 200, 0])));

    [Fact]
    public void An_index_beyond_the_palette_is_black() =>
        Decoded.Equal(3, [255, 0, 0, 0, 0, 0], BmpFile.Decode(BmpFile.Make(2, 1, 8, [0, 77, 0, 0], palette: FourColors)));

    [Fact]
    public void Plain_16_24_and_32_bits_give_their_colours()
    {
        Decoded.Equal(3, [255, 0, 0, 0, 0, 255], BmpFile.Decode(BmpFile.Make(2, 1, 16, [0x00, 0x7C, 0x1F, 0x00])));
        Decoded.Equal(3, [3, 2, 1, 6, 5, 4], BmpFile.Decode(BmpFile.Make(2, 1, 24, [1, 2, 3, 4, 5, 6, 0, 0])));
    }

    [Fact]
    public void The_fourth_byte_is_no_alpha_unless_a_mask_says_so()
    {
        byte[] pixels = [1, 2, 3, 128, 4, 5, 6, 0];
        long[] masks = [0xFF0000, 0xFF00, 0xFF, 0xFF000000];

        Decoded.Equal(3, [3, 2, 1, 6, 5, 4], BmpFile.Decode(BmpFile.Make(2, 1, 32, pixels)));
        Decoded.Equal(4, [3, 2, 1, 128, 6, 5, 4, 0], BmpFile.Decode(BmpFile.Make(2, 1, 32, pixels, 3, masks: masks, headerLength: 108)));
        Decoded.Equal(4, [3, 2, 1, 128, 6, 5, 4, 0], BmpFile.Decode(BmpFile.Make(2, 1, 32, pixels, 6, masks: masks)));
    }

    [Fact]
    public void Masks_of_any_width_are_heeded()
    {
        // 5-6-5, 4-4-4-4 and 10-10-10-2.
        Decoded.Equal(3, [255, 130, 0], BmpFile.Decode(BmpFile.Make(1, 1, 16, [0x00, 0xFC, 0, 0], 3, masks: [0xF800, 0x7E0, 0x1F])));
        Decoded.Equal(4, [0x11, 0x22, 0x33, 0x88], BmpFile.Decode(BmpFile.Make(1, 1, 16, [0x23, 0x81, 0, 0], 3, masks: [0xF00, 0xF0, 0xF, 0xF000], headerLength: 56)));
        uint deep = 1023u << 20 | 512u << 10 | 1u << 30;
        Decoded.Equal(4, [255, 128, 0, 85], BmpFile.Decode(BmpFile.Make(1, 1, 32, BitConverter.GetBytes(deep), 3, masks: [0x3FF00000, 0xFFC00, 0x3FF, 0xC0000000], headerLength: 108)));
    }

    [Fact]
    public void What_runs_pass_over_is_transparent()
    {
        // Two pixels, the end of the row, one pixel right and none up, one pixel, the end.
        byte[] runs = [2, 0, 0, 0, 0, 2, 1, 0, 1, 1, 0, 1];

        (int channels, byte[] samples) = BmpFile.Decode(BmpFile.Make(2, 2, 8, runs, 1, FourColors));

        Assert.Equal(4, channels);
        Assert.Equal([0, 0, 0, 0, 0, 255, 0, 255, 255, 0, 0, 255, 255, 0, 0, 255], samples);
    }

    [Fact]
    public void Runs_that_cover_all_pixels_are_opaque()
    {
        Decoded.Equal(3, Square, BmpFile.Decode(BmpFile.Make(2, 2, 8, [1, 2, 1, 3, 0, 0, 1, 0, 1, 1, 0, 1], 1, FourColors)));
        Decoded.Equal(3, Square, BmpFile.Decode(BmpFile.Make(2, 2, 4, [2, 0x23, 0, 0, 2, 0x01, 0, 1], 2, FourColors)));
    }

    [Theory]
    [InlineData(0, 24)]
    [InlineData(0, 8)]
    [InlineData(3, 32)]
    public void A_file_that_breaks_off_is_damaged_and_salvaged_with_black(int compression, int bits)
    {
        byte[] file = BmpFile.Make(16, 8, bits, [.. Enumerable.Repeat((byte)1, 16 * 8 * bits / 8)], compression, bits == 8 ? FourColors : null, compression == 3 ? [0xFF0000, 0xFF00, 0xFF] : null);

        Assert.True(Assert.Throws<BitmapException>(() => BmpFile.Decode(file[..^40])).IsDamage);
        byte[] whole = BmpFile.Decode(file).Samples, salvaged = BmpFile.Decode(file[..^40], salvages: true).Samples;
        Assert.Equal(whole[^48..], salvaged[^48..]);
        Assert.NotEqual(whole[..48], salvaged[..48]);
    }

    [Fact]
    public void Runs_that_break_off_are_damaged_and_salvaged()
    {
        byte[] file = BmpFile.Make(2, 2, 8, [2, 1, 0, 0, 2], 1, FourColors);

        // The rows go upwards.

        Assert.True(Assert.Throws<BitmapException>(() => BmpFile.Decode(file)).IsDamage);
        Decoded.Equal(3, [0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 255, 0], BmpFile.Decode(file, salvages: true));
    }

    [Theory]
    [InlineData(1, 4, "compress")]
    [InlineData(4, 0, "JPEG")]
    [InlineData(5, 0, "PNG")]
    public void A_compression_that_is_not_read_is_named(int compression, int bits, string name)
    {
        byte[] file = BmpFile.Make(4, 4, bits, new byte[64], compression);

        BitmapException fault = Assert.Throws<BitmapException>(() => BmpFile.Decode(file));
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_palette_that_would_take_gigabytes_takes_none()
    {
        // The pixels are said to begin at two gigabytes, and the palette to fill all before them.
        byte[] file = BmpFile.Make(2, 2, 8, [2, 3, 0, 0, 0, 1, 0, 0], palette: FourColors);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(10), 2_000_000_000);
        Assert.True(Assert.Throws<BitmapException>(() => BmpFile.Decode(file)).IsDamage);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(46), uint.MaxValue);
        Assert.True(Assert.Throws<BitmapException>(() => BmpFile.Decode(file)).IsDamage);
    }

    [Fact]
    public void What_was_asked_to_end_ends_at_the_next_bytes_that_are_read()
    {
        byte[] file = BmpFile.Make(64, 64, 24, new byte[64 * 64 * 3]);
        using var stop = new CancellationTokenSource();
        OperationCanceledException end = Assert.Throws<OperationCanceledException>(() =>
        {
            using var stream = new StitchedStream([], file, file.Length, stop.Token);
            stream.ReadExactly(new byte[100]);
            stop.Cancel();
            stream.ReadExactly(new byte[100]);
        });
        Assert.Equal(stop.Token, end.CancellationToken);
        Assert.Throws<OperationCanceledException>(() => BmpReader.Decode(BmpHeaderReader.Read(file, file.Length), file, false, stop.Token));
    }

    [Fact]
    public void The_profile_of_a_version_5_header_is_found()
    {
        byte[] file = BmpFile.Make(1, 1, 24, [1, 2, 3, 0, 9, 9, 9], headerLength: 124);
        "DEBM"u8.CopyTo(file.AsSpan(14 + 56));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14 + 112), 128);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14 + 116), 3);

        Assert.Equal((142, 3), BmpHeaderReader.Read(file, file.Length).Profile);
    }

    [Fact]
    public void The_resolution_is_told_in_pixels_an_inch() =>
        Assert.Equal(72.01, BmpHeaderReader.Read(BmpFile.Make(1, 1, 24, [1, 2, 3, 0]), 58).DotsPerInch);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public unsafe void What_is_written_is_read_as_it_was(int channels)
    {
        byte[] samples = [.. Enumerable.Range(0, 5 * 3 * channels).Select(i => (byte)(i * 7))];
        var target = new MemoryStream();
        fixed (byte* pointer = samples)
            BmpWriter.Write(target, new PixelRows((nint)pointer, 5, 3, channels), dotsPerInch: 300);

        (int read, byte[] decoded) = BmpFile.Decode(target.ToArray());

        Assert.Equal(channels == 2 ? 4 : channels, read);
        Assert.Equal(channels == 2 ? [.. samples.Chunk(2).SelectMany(pixel => (byte[])[pixel[0], pixel[0], pixel[0], pixel[1]])] : samples, decoded);
        Assert.Equal(300, BmpHeaderReader.Read(target.ToArray(), target.Length).DotsPerInch);
    }

    [Fact]
    public void Runs_of_grey_are_grey() =>
        Decoded.Equal(1, [7, 7, 9, 9], BmpFile.Decode(BmpFile.Make(2, 2, 8, [2, 1, 0, 0, 2, 0, 0, 1], 1, [7, 7, 7, 0, 9, 9, 9, 0])));

    [Theory]
    [InlineData(8, 1)]
    [InlineData(4, 2)]
    public void Runs_end_with_their_rows(int bits, int compression)
    {
        // Rows of three pixels that are filled up to four, the upper one as indices and the lower one as runs.
        byte[] runs = bits == 8
            ? [2, 1, 2, 2, 0, 0, 0, 4, 0, 1, 2, 3, 0, 0, 0, 1]
            : [4, 0x12, 0, 0, 0, 4, 0x01, 0x23, 0, 0, 0, 1];
        byte[] palette = [.. FourColors, .. new byte[bits == 4 ? 12 * 4 : 0]];
        byte[] expected = bits == 8 ? [0, 1, 2, 1, 1, 2] : [0, 1, 2, 1, 2, 1];

        (int channels, byte[] samples) = BmpFile.Decode(BmpFile.Make(3, 2, bits, runs, compression, palette));

        Assert.Equal(3, channels);
        Assert.Equal(expected.SelectMany(index => (byte[])[palette[index * 4 + 2], palette[index * 4 + 1], palette[index * 4]]), samples);
    }
}

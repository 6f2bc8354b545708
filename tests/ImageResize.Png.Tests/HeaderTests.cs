using System.Buffers.Binary;

namespace ImageResize.Png.Tests;

public class HeaderTests
{
    [Fact]
    public void The_header_says_what_the_file_is()
    {
        PngHeader header = PngHeader.Read(new SamplePng(33, 21, PngColor.Palette, 4) { IsInterlaced = true, PaletteSize = 11, Transparency = [1, 2] }.Write());
        Assert.Equal((33, 21, PngColor.Palette, 4), (header.Width, header.Height, header.Color, header.Depth));
        Assert.Equal((true, 11, true, false), (header.IsInterlaced, header.PaletteSize, header.HasAlpha, header.IsAnimated));
    }

    [Fact]
    public void Nothing_behind_the_first_image_data_is_needed()
    {
        byte[] file = new SamplePng(33, 21, PngColor.Rgb, 8).Write();
        Assert.Equal(33, PngHeader.Read(file.AsSpan(0, 8 + 25 + 8)).Width);
        for (int length = 0; length < 8 + 25 + 8; length++)
            Assert.Throws<PngFormatException>(() => PngHeader.Read(file.AsSpan(0, length)));
    }

    [Theory]
    [InlineData(0, 8, 0)]
    [InlineData(1_000_001, 8, 0)]
    [InlineData(10, 3, 0)]
    [InlineData(10, 16, 3)]
    [InlineData(10, 4, 2)]
    [InlineData(10, 8, 5)]
    public void A_size_depth_or_color_that_does_not_exist_is_refused(int width, int depth, int color) =>
        Assert.Throws<PngFormatException>(() => PngHeader.Read(Patch(file =>
        {
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
            (file[24], file[25]) = ((byte)depth, (byte)color);
        })));

    [Fact]
    public void A_wrong_checksum_of_the_header_is_refused()
    {
        byte[] file = new SamplePng(10, 10, PngColor.Gray, 8).Write();
        file[29] ^= 1;
        Assert.Throws<PngFormatException>(() => PngHeader.Read(file));
    }

    [Fact]
    public void An_unknown_critical_chunk_is_refused_and_an_unknown_ancillary_one_listed()
    {
        Assert.Throws<PngFormatException>(() => PngHeader.Read(new SamplePng(4, 4, PngColor.Gray, 8) { Chunks = [("ABCD", [1])] }.Write()));
        PngHeader header = PngHeader.Read(new SamplePng(4, 4, PngColor.Gray, 8) { Chunks = [("abCd", [1])] }.Write());
        Assert.Equal(["abCd"], header.Chunks.Select(c => c.Name));
    }

    [Fact]
    public void A_palette_image_without_a_palette_is_refused() =>
        Assert.Throws<PngFormatException>(() => PngHeader.Read(Patch(file => file[25] = 3)));

    [Fact]
    public void A_broken_ancillary_chunk_is_left_out_and_the_image_is_read()
    {
        byte[] file = new SamplePng(4, 4, PngColor.Gray, 8) { Chunks = [("tEXt", [65, 0, 66]), ("gAMA", [0, 0, 1, 0])] }.Write();
        file[file.AsSpan().IndexOf("tEXt"u8) + 5] ^= 1;
        PngHeader header = PngHeader.Read(file);
        Assert.Equal((true, "gAMA"), (header.DroppedChunks, Assert.Single(header.Chunks).Name));
        Assert.Equal(0, Decoded.ByVips(file).Differs(Decoded.ByUs(file)));
    }

    [Fact]
    public void More_chunks_than_the_limit_are_left_out()
    {
        var chunks = Enumerable.Range(0, PngHeader.MaxChunks + 10).Select(_ => ("tEXt", new byte[] { 65, 0 }));
        PngHeader header = PngHeader.Read(new SamplePng(4, 4, PngColor.Gray, 8) { Chunks = [.. chunks] }.Write());
        Assert.Equal((PngHeader.MaxChunks, true), (header.Chunks.Length, header.DroppedChunks));
    }

    /// <summary>A file whose header chunk is changed and has a sound checksum.</summary>
    private static byte[] Patch(Action<byte[]> change)
    {
        byte[] file = new SamplePng(10, 10, PngColor.Gray, 8).Write();
        change(file);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(29), SamplePng.Crc(file.AsSpan(12, 17)));
        return file;
    }
}

using System.Buffers;
using ImageResize.Png.Scaling;

namespace ImageResize.Png.Tests;

/// <summary>What the writer writes is read alike by libvips and by us.</summary>
public class EncodingTests
{
    [Theory, MemberData(nameof(DecodingTests.Kinds), MemberType = typeof(DecodingTests))]
    public void Pixels_survive_exactly(int color, int depth)
    {
        foreach (bool isProgressive in (bool[])[false, true])
        {
            foreach ((int width, int height) in ((int, int)[])[(1, 1), (3, 2), (5, 9), (64, 33), (201, 120)])
            {
                byte[] source = new SamplePng(width, height, (PngColor)color, depth).Write();
                byte[] output = Scale(source, new PngScaleOptions { Width = width, Height = height, Progressive = isProgressive });
                Decoded expected = Decoded.ByVips(source);
                Assert.Equal(0, expected.Differs(Decoded.ByVips(output)));
                Assert.Equal(0, expected.Differs(Decoded.ByUs(output)));
                Assert.Equal(isProgressive, PngHeader.Read(output).IsInterlaced);
            }
        }
    }

    [Fact]
    public void The_depth_and_the_kind_of_the_source_stay()
    {
        foreach ((PngColor color, int depth) in ((PngColor, int)[])[(PngColor.Gray, 16), (PngColor.GrayAlpha, 8), (PngColor.GrayAlpha, 16), (PngColor.Rgb, 16), (PngColor.RgbAlpha, 16), (PngColor.Gray, 8)])
        {
            byte[] output = Scale(new SamplePng(90, 60, color, depth).Write(), new PngScaleOptions { Width = 45, Height = 30 });
            PngHeader header = PngHeader.Read(output);
            Assert.Equal((color, depth), (header.Color, header.Depth));
        }
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(4, 2)]
    [InlineData(16, 4)]
    [InlineData(200, 8)]
    public void Few_colors_are_written_with_a_palette(int colors, int depth)
    {
        byte[] source = new SamplePng(160, 120, PngColor.Rgb, 8) { Sample = (x, y, channel) => (x * 7 + y * 13) % colors * (channel + 1) & 255 }.Write();
        byte[] output = Scale(source, new PngScaleOptions { Width = 160, Height = 120 });
        PngHeader header = PngHeader.Read(output);
        Assert.Equal((PngColor.Palette, depth), (header.Color, header.Depth));
        Assert.Equal(0, Decoded.ByVips(source).Differs(Decoded.ByVips(output)));
    }

    [Fact]
    public void Chunks_are_written_where_they_belong()
    {
        var chunks = new PngRawChunk[] { new("tEXt", "Title\0a"u8.ToArray()), new("eXIf", "MM\0*"u8.ToArray()), new("gAMA", new byte[] { 0, 0, 0xB1, 0x8F }), new("iCCP", new byte[9]) };
        byte[] source = new SamplePng(80, 60, PngColor.Palette, 4).Write();
        byte[] output = Scale(source, new PngScaleOptions { Width = 80, Height = 60, Chunks = chunks });
        Assert.Equal(["IHDR", "gAMA", "iCCP", "PLTE", "tEXt", "eXIf", "IDAT", "IEND"], NamesOf(output));
        Assert.Equal(["gAMA", "iCCP", "tEXt", "eXIf"], PngHeader.Read(output).Chunks.Select(c => c.Name));
    }

    [Theory]
    [InlineData("IDAT")]
    [InlineData("tRNS")]
    [InlineData("acTL")]
    [InlineData("tex")]
    [InlineData("tExt")]
    public void A_chunk_that_is_the_writers_own_is_refused(string name)
    {
        byte[] source = new SamplePng(8, 6, PngColor.Rgb, 8).Write();
        var options = new PngScaleOptions { Width = 8, Height = 6, Chunks = [new PngRawChunk(name, new byte[3])] };
        Assert.Throws<ArgumentException>(() => Scale(source, options));
    }

    private static byte[] Scale(byte[] source, PngScaleOptions options)
    {
        using var scaler = new PngScaler();
        var target = new ArrayBufferWriter<byte>();
        scaler.Scale(source, PngHeader.Read(source), [new PngOutput(options, target)]);
        return target.WrittenSpan.ToArray();
    }

    private static List<string> NamesOf(byte[] file)
    {
        var names = new List<string>();
        for (int at = 8; at < file.Length;)
        {
            names.Add(System.Text.Encoding.ASCII.GetString(file, at + 4, 4));
            at += 12 + (file[at] << 24 | file[at + 1] << 16 | file[at + 2] << 8 | file[at + 3]);
        }

        return names;
    }
}

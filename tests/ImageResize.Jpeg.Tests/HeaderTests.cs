using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Samples;
using ImageResize.Jpeg.Scaling;

namespace ImageResize.Jpeg.Tests;

/// <summary>What the header says, and that what is not supported is said before any work.</summary>
public sealed class HeaderTests
{
    [Fact]
    public void The_header_tells_what_the_image_is()
    {
        JpegHeader header = JpegHeader.Read(Encoded.Sample(161, 119, new SampleFormat { IsProgressive = true, Prefix = SampleMetadata.All }));
        Assert.Equal((161, 119, 6), (header.Width, header.Height, header.Orientation));
        Assert.Equal((119, 161), (header.UprightWidth, header.UprightHeight));
        Assert.Equal([new JpegSampling(2, 2), new JpegSampling(1, 1), new JpegSampling(1, 1)], header.Sampling);
        Assert.True(header.IsProgressive && header.HasExif && header.HasXmp && header.HasIccProfile && header.HasIptc);
        Assert.False(header.HasGainMap);
        Assert.Equal((JpegColor.YCbCr, JpegUnsupported.None), (header.Color, header.Unsupported));
    }

    [Theory]
    [InlineData(0xC3, JpegUnsupported.Lossless)]
    [InlineData(0xC5, JpegUnsupported.Hierarchical)]
    [InlineData(0xC9, JpegUnsupported.ArithmeticCoding)]
    [InlineData(0xCA, JpegUnsupported.ArithmeticCoding)]
    public void Other_processes_are_refused_by_the_header(byte marker, JpegUnsupported reason)
    {
        byte[] source = Encoded.Sample(format: new SampleFormat { FrameMarker = marker });
        Assert.Equal(reason, JpegHeader.Read(source).Unsupported);
        JpegUnsupportedException exception = Assert.Throws<JpegUnsupportedException>(() => Encoded.Scale(source, new JpegScaleOptions { Width = 1, Height = 1 }));
        Assert.Equal(reason, exception.Reason);
    }

    [Fact]
    public void Twelve_bits_are_refused_by_the_header()
    {
        byte[] source = Encoded.Sample();
        source[Find(source, 0xC0) + 4] = 12;
        Assert.Equal(JpegUnsupported.Precision, JpegHeader.Read(source).Unsupported);
    }

    [Fact]
    public void Four_components_are_refused_by_the_header()
    {
        byte[] source = SampleWriter.Write(
            new SampleImage(16, 16, 1, (1, 1), (1, 1), (1, 1), (1, 1)), new SampleFormat { ComponentIds = [1, 2, 3, 4] });
        Assert.Equal(JpegUnsupported.Cmyk, JpegHeader.Read(source).Unsupported);
    }

    [Theory]
    [InlineData(null, null, JpegColor.YCbCr)]
    [InlineData(0, null, JpegColor.Rgb)]
    [InlineData(1, null, JpegColor.YCbCr)]
    [InlineData(0, "JFIF", JpegColor.YCbCr)]
    public void The_Adobe_marker_decides_about_colour_unless_there_is_a_JFIF_marker(int? transform, string? jfif, JpegColor color)
    {
        byte[] adobe = transform is { } value ? Encoded.Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, (byte)value]) : [];
        byte[] app0 = jfif is null ? [] : Encoded.Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        JpegHeader header = JpegHeader.Read(Encoded.Sample(format: new SampleFormat { Prefix = [.. app0, .. adobe] }));
        Assert.Equal((color, transform), (header.Color, header.AdobeTransform));
    }

    [Fact]
    public void Gain_maps_are_reported()
    {
        byte[] xmp = Encoded.Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0<x hdrgm:Version=\"1.0\"/>"u8]);
        byte[] iso = Encoded.Segment(0xE2, [.. "urn:iso:std:iso:ts:21496:-1\0"u8, 0, 0, 0, 0]);
        Assert.True(JpegHeader.Read(Encoded.Sample(format: new SampleFormat { Prefix = xmp })).HasGainMap);
        Assert.True(JpegHeader.Read(Encoded.Sample(format: new SampleFormat { Prefix = iso })).HasGainMap);
        Encoded.Scale(Encoded.Sample(format: new SampleFormat { Prefix = xmp }), new JpegScaleOptions { Width = 9, Height = 9 }, out JpegScaleResult result);
        Assert.True(result.Warnings.HasFlag(JpegWarnings.GainMapDropped));
    }

    [Fact]
    public void The_ICC_profile_is_put_together_in_the_order_of_its_numbers()
    {
        byte[] source = Encoded.Sample(format: new SampleFormat { Prefix = SampleMetadata.All });
        Assert.Equal([1, 2, 3, 4], JpegHeader.Read(source).ReadIccProfile(source));
    }

    [Fact]
    public void What_is_no_JPEG_image_is_refused()
    {
        byte[] sample = Encoded.Sample();
        byte[][] wrong = [[], [0xFF], [0xFF, 0xD8], "GIF89a......"u8.ToArray(), [0xFF, 0xD8, 0xFF, 0xD9], sample[..40]];
        Assert.All(wrong, bytes => Assert.Throws<JpegFormatException>(() => JpegHeader.Read(bytes)));
    }

    [Fact]
    public void An_image_without_width_or_height_is_refused()
    {
        byte[] noWidth = Encoded.Sample(), noHeight = Encoded.Sample();
        int at = Find(noWidth, 0xC0);
        noWidth[at + 7] = noWidth[at + 8] = 0;
        noHeight[at + 5] = noHeight[at + 6] = 0;
        Assert.Throws<JpegFormatException>(() => JpegHeader.Read(noWidth));
        Assert.Throws<JpegFormatException>(() => JpegHeader.Read(noHeight));
    }

    [Fact]
    public void A_Huffman_table_that_swallows_the_next_marker_is_refused()
    {
        byte[] source = Encoded.Sample();
        source[Find(source, 0xC4) + 3]++;
        Assert.Throws<JpegFormatException>(() => Encoded.Scale(source, new JpegScaleOptions { Width = 9, Height = 9 }, out _));
    }

    [Fact]
    public void Every_cut_of_a_file_is_read_or_refused()
    {
        byte[] source = Encoded.Sample(32, 32, new SampleFormat { Prefix = SampleMetadata.All });
        int scan = JpegHeader.Read(source).FirstScanOffset;
        int needed = scan - 2 + (source[scan - 2] << 8 | source[scan - 1]);
        for (int length = 0; length < needed; length++)
            Assert.Throws<JpegFormatException>(() => JpegHeader.Read(source.AsSpan(0, length)));
        for (int length = needed; length <= source.Length; length++)
        {
            JpegHeader header = JpegHeader.Read(source.AsSpan(0, length));
            Assert.Equal((32, 32, 6), (header.Width, header.Height, header.Orientation));
        }
    }

    private static int Find(byte[] source, byte code)
    {
        int at = 2;
        while (source[at + 1] != code)
            at += 2 + (source[at + 2] << 8 | source[at + 3]);
        return at;
    }
}

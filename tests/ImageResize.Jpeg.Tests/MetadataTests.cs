using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Samples;
using ImageResize.Jpeg.Scaling;
using ImageResize.Metadata;
using ImageResize.Metadata.Exif;
using ImageResize.Metadata.Tiff;
using ImageResize.Metadata.Xmp;
using Text = System.Text.Encoding;

namespace ImageResize.Jpeg.Tests;

/// <summary>What the output carries of the source's metadata under each policy.</summary>
public sealed class MetadataTests
{
    private const string ExifSignature = "Exif\0\0", XmpSignature = "http://ns.adobe.com/xap/1.0/\0";

    [Fact]
    public void Everything_is_carried_over_under_All()
    {
        byte[] output = Scale(MetadataPolicy.All);
        Assert.Contains(Encoded.Segments(output, 0xE1), s => StartsWith(s, ExifSignature));
        Assert.Contains(Encoded.Segments(output, 0xE1), s => StartsWith(s, XmpSignature));
        Assert.Equal([1, 2, 3, 4], JpegHeader.Read(output).ReadIccProfile(output));
        Assert.Contains("city", Text.Latin1.GetString(Encoded.Segments(output, 0xED).Single()), StringComparison.Ordinal);
        Assert.DoesNotContain("thumbnail", Text.Latin1.GetString(output), StringComparison.Ordinal);
        Assert.Equal("A comment"u8.ToArray(), Encoded.Segments(output, 0xFE).Single());
        Assert.Equal([1, 0, 72, 0, 72], Encoded.Segments(output, 0xE0).Single()[7..12]);
    }

    [Fact]
    public void Only_the_profile_is_carried_over_under_ColorProfile()
    {
        byte[] output = Scale(MetadataPolicy.ColorProfile);
        Assert.Equal([1, 2, 3, 4], JpegHeader.Read(output).ReadIccProfile(output));
        Assert.Empty((byte[][])[.. Encoded.Segments(output, 0xE1), .. Encoded.Segments(output, 0xED), .. Encoded.Segments(output, 0xFE)]);
    }

    [Fact]
    public void Nothing_is_carried_over_under_None()
    {
        byte[] output = Scale(MetadataPolicy.None);
        Assert.Single(Encoded.Segments(output, 0xE0));
        Assert.Empty((byte[][])[.. Encoded.Segments(output, 0xE1), .. Encoded.Segments(output, 0xE2), .. Encoded.Segments(output, 0xED), .. Encoded.Segments(output, 0xFE)]);
    }

    [Fact]
    public void No_location_is_left_under_NoLocation()
    {
        byte[] output = Scale(MetadataPolicy.NoLocation);
        string text = Text.Latin1.GetString(output);
        Assert.DoesNotContain("GPS", text, StringComparison.Ordinal);
        Assert.DoesNotContain("60 degrees", text, StringComparison.Ordinal);
        Assert.DoesNotContain("60,16", text, StringComparison.Ordinal);
        Assert.DoesNotContain("8,46", text, StringComparison.Ordinal);
        Assert.Contains("A title", text, StringComparison.Ordinal);
    }

    [Fact]
    public void XMP_says_what_the_output_is()
    {
        byte[]? packet = XmpPacket.Rewrite(Text.UTF8.GetBytes(SampleMetadata.Xmp), new XmpChanges { Width = 80, Height = 60 });
        string text = Text.UTF8.GetString(packet!);
        Assert.Contains("tiff:Orientation=\"1\"", text, StringComparison.Ordinal);
        Assert.Contains("exif:PixelXDimension=\"80\"", text, StringComparison.Ordinal);
        Assert.Contains("<tiff:ImageLength>60</tiff:ImageLength>", text, StringComparison.Ordinal);
        Assert.Contains("exif:GPSLatitude", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EXIF_is_rewritten_in_place_in_either_byte_order(bool isBigEndian)
    {
        byte[] exif = SampleExif.Create(isBigEndian);
        int length = ExifRewriter.Rewrite(exif, 80, 60, dropsLocation: false);
        Assert.True(TiffReader.TryOpen(exif, out TiffReader tiff));
        Assert.Equal(1u, tiff.ReadNumber(tiff.ReadEntry(8, 0)));
        Assert.Equal(80u, tiff.ReadNumber(tiff.ReadEntry(60, 0)));
        Assert.Equal(60u, tiff.ReadNumber(tiff.ReadEntry(60, 1)));
        Assert.Equal(0u, tiff.ReadUInt32(46));
        Assert.Equal(SampleExif.MakerNote, exif.AsSpan(SampleExif.MakerNoteOffset, SampleExif.MakerNote.Length));
        Assert.True(length <= 240);
        Assert.Equal(-1, exif.AsSpan().IndexOf(SampleExif.Thumbnail));
        Assert.NotEqual(-1, exif.AsSpan().IndexOf("60 degrees"u8));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_GPS_directory_goes_with_all_its_values(bool isBigEndian)
    {
        byte[] exif = SampleExif.Create(isBigEndian);
        ExifRewriter.Rewrite(exif, 80, 60, dropsLocation: true);
        Assert.True(TiffReader.TryOpen(exif, out TiffReader tiff));
        Assert.Equal(2, tiff.CountEntries(8));
        Assert.Equal(ExifTag.ExifDirectory, tiff.ReadEntry(8, 1).Tag);
        Assert.Equal(0u, tiff.ReadUInt32(34));
        Assert.Equal(-1, exif.AsSpan().IndexOf("60 degrees"u8));
        Assert.Equal(-1, exif.AsSpan(SampleExif.GpsDirectoryOffset, 30).IndexOfAnyExcept((byte)0));
        Assert.Equal(SampleExif.MakerNote, exif.AsSpan(SampleExif.MakerNoteOffset, SampleExif.MakerNote.Length));
    }

    [Fact]
    public void Directories_that_form_loops_or_point_anywhere_end()
    {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] exif = SampleExif.Create(i % 2 == 0);
            for (int change = random.Next(1, 8); change > 0; change--)
                exif[random.Next(8, exif.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)random.Next(64);
            Assert.InRange(ExifRewriter.Rewrite(exif, 80, 60, i % 3 == 0), 0, exif.Length);
        }

        byte[] loop = SampleExif.Create(false);
        loop[46] = 8;
        Assert.NotEqual(0, ExifRewriter.Rewrite(loop, 1, 1, true));
    }

    [Fact]
    public void Broken_blocks_are_dropped_with_a_warning()
    {
        byte[] prefix = [.. Encoded.Segment(0xE1, [.. "Exif\0\0XX*"u8, 0, 8, 0, 0, 0]), .. Encoded.Segment(0xED, [.. "Photoshop 3.0\08BIM"u8, 4, 4, 0, 0, 255, 255, 0, 0])];
        byte[] output = Encoded.Scale(
            Encoded.Sample(format: new SampleFormat { Prefix = prefix }), new JpegScaleOptions { Width = 80, Height = 60 }, out JpegScaleResult result);
        Assert.Equal(JpegWarnings.MetadataDropped, result.Warnings);
        Assert.Empty((byte[][])[.. Encoded.Segments(output, 0xE1), .. Encoded.Segments(output, 0xED)]);
    }

    [Fact]
    public void A_profile_that_lacks_a_segment_is_dropped_with_a_warning()
    {
        byte[] prefix = Encoded.Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 2, 1, 2]);
        byte[] output = Encoded.Scale(
            Encoded.Sample(format: new SampleFormat { Prefix = prefix }), new JpegScaleOptions { Width = 80, Height = 60 }, out JpegScaleResult result);
        Assert.Equal(JpegWarnings.MetadataDropped, result.Warnings);
        Assert.Empty(Encoded.Segments(output, 0xE2));
    }

    [Fact]
    public void Extended_XMP_is_carried_without_the_location_that_it_may_hold()
    {
        const string Digest = "0123456789ABCDEF0123456789ABCDEF";
        string Packet(string properties) => $"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' {properties}/></rdf:RDF></x:xmpmeta>";
        byte[] rest = Text.Latin1.GetBytes(Packet("e:GPSX='12' e:title='A title'"));
        byte[] main = Encoded.Segment(0xE1, [.. Text.Latin1.GetBytes(XmpSignature), .. Text.Latin1.GetBytes(Packet($"xmpNote:HasExtendedXMP='{Digest}'"))]);
        byte[] extension = Encoded.Segment(0xE1, [.. Text.Latin1.GetBytes($"http://ns.adobe.com/xmp/extension/\0{Digest}"), 0, 0, 0, (byte)rest.Length, 0, 0, 0, 0, .. rest]);
        byte[] source = Encoded.Sample(format: new SampleFormat { Prefix = [.. main, .. extension] });
        var options = new JpegScaleOptions { Width = 80, Height = 60 };
        Assert.Contains("e:GPSX='12'", Text.Latin1.GetString(Encoded.Scale(source, options)), StringComparison.Ordinal);
        string clean = Text.Latin1.GetString(Encoded.Scale(source, options with { Metadata = MetadataPolicy.NoLocation }));
        Assert.Contains("e:title='A title'", clean, StringComparison.Ordinal);
        Assert.DoesNotContain("GPS", clean, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_EXIF_segment_is_kept_and_true_of_the_output()
    {
        byte[] Segment(bool isBigEndian) => Encoded.Segment(0xE1, [.. Text.Latin1.GetBytes(ExifSignature), .. SampleExif.Create(isBigEndian)]);
        byte[] output = Encoded.Scale(Encoded.Sample(format: new SampleFormat { Prefix = [.. Segment(true), .. Segment(false)] }), new JpegScaleOptions { Width = 60, Height = 80 });
        List<byte[]> segments = [.. Encoded.Segments(output, 0xE1)];
        Assert.Equal(2, segments.Count);
        Assert.All(segments, segment => Assert.Equal(1, ExifOrientation.Read(segment.AsSpan(6))));
    }

    private static byte[] Scale(MetadataPolicy policy)
    {
        byte[] source = Encoded.Sample(format: new SampleFormat { Prefix = SampleMetadata.All });
        byte[] output = Encoded.Scale(source, new JpegScaleOptions { Width = 60, Height = 80, Metadata = policy }, out JpegScaleResult result);
        Assert.Equal(JpegWarnings.None, result.Warnings);
        Assert.Equal(1, JpegHeader.Read(output).Orientation);
        return output;
    }

    private static bool StartsWith(byte[] segment, string text) => segment.AsSpan().StartsWith(Text.Latin1.GetBytes(text));
}

using System.Text;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Rewriting;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Tests;

/// <summary>Positions in bytes that stay where they are: pictures and videos behind a picture, thumbnails.</summary>
public sealed class HiddenPositionTests
{
    [Theory]
    [InlineData("+48.8577+002.2950/")]
    [InlineData("-33.85-151.21+012.5CRSWGS_84/")]
    [InlineData("+4851.46+00217.70/")]
    public void The_digits_of_a_position_become_zeros(string position)
    {
        byte[] data = Encoding.Latin1.GetBytes($"\u00A9xyz\0\u0012{position} and more");
        Assert.True(HiddenPosition.TryErase(data));
        string text = Encoding.Latin1.GetString(data);
        Assert.DoesNotContain(text.Take(12 + 6), c => c is >= '1' and <= '9');
        Assert.EndsWith(" and more", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-05-04T03:02:01+02:00")]
    [InlineData("+1.5-2.25")]
    [InlineData("a+b-c 12.5-100.25")]
    public void Other_texts_stay(string text)
    {
        byte[] data = Encoding.ASCII.GetBytes(text);
        Assert.True(HiddenPosition.TryErase(data));
        Assert.Equal(text, Encoding.ASCII.GetString(data));
    }

    [Fact]
    public void The_location_box_of_3GPP_becomes_free_space()
    {
        byte[] box = [0, 0, 0, 40, .. "loci"u8, 0, 0, 0, 0, 0x15, 0xC7, .. "Home\0"u8, 0, 0, 2, 0x4B, 0, 0, 48, 0xDB, 0, 0, 0, 0, 0, .. "earth\0"u8, 0, 0];
        Assert.True(HiddenPosition.TryErase(box));
        Assert.Equal([0, 0, 0, 40, .. "free"u8, .. new byte[32]], box);
    }

    [Theory]
    [InlineData("camm")]
    [InlineData("gpmd")]
    public void A_track_of_positions_is_not_taken_for_harmless(string type)
    {
        byte[] box = [0, 0, 0, 32, .. "stsd"u8, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 16, .. Encoding.ASCII.GetBytes(type), .. new byte[8]];
        Assert.False(HiddenPosition.TryErase(box));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_picture_loses_its_position_and_nothing_else(bool isBigEndian)
    {
        byte[] picture = Samples.Jpeg(Samples.Segment(0xE1, [.. "Exif\0\0"u8, .. Samples.Exif(isBigEndian)]), Samples.Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Samples.XmpBytes]));
        byte[] data = [1, 2, 3, .. picture, 4, 5];
        Assert.True(HiddenPosition.TryErase(data));
        Assert.Equal(picture.Length + 5, data.Length);
        ImageParts parts = PartsReader.Read(new MemorySource(data.AsMemory(3, picture.Length)))!;
        string exif = Encoding.Latin1.GetString(parts.Metadata.Exif!), xmp = Encoding.UTF8.GetString(parts.Metadata.Xmp!);
        Assert.Contains("Testmaker", exif, StringComparison.Ordinal);
        Assert.DoesNotContain(Samples.Latitude, xmp, StringComparison.Ordinal);
        Assert.DoesNotContain("GpsLatitude", xmp, StringComparison.Ordinal);
        Assert.Contains("<dc:rights>Me</dc:rights>", xmp, StringComparison.Ordinal);
        Assert.False(Metadata.Exif.ExifSummary.Read(parts.Metadata.Exif!).HasLocation);
    }

    [Fact]
    public void No_bytes_make_it_throw_or_take_long()
    {
        var random = new Random(11);
        byte[] picture = Samples.Jpeg(Samples.Segment(0xE1, [.. "Exif\0\0"u8, .. Samples.Exif()]), Samples.Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Samples.XmpBytes]));
        for (int i = 0; i < 1500; i++)
            HiddenPosition.TryErase(HostileTests.Mutate(picture, random));
        byte[] many = [.. Enumerable.Repeat("Exif\0\0II*\0\b\0\0\0"u8.ToArray(), 100_000).SelectMany(block => block)];
        Assert.False(HiddenPosition.TryErase(many));
    }
}

using System.Text;
using ImageResize.Metadata.Iptc;
using ImageResize.Metadata.Location;
using ImageResize.Metadata.Rewriting;
using ImageResize.Metadata.Tiff;
using ImageResize.Metadata.Xmp;

namespace ImageResize.Metadata.Tests;

/// <summary>Positions that no name gives away: in captions, comments, keywords and makers' own properties.</summary>
public sealed class PositionTests
{
    private static readonly MetadataChanges NoLocation = new() { Policy = MetadataPolicy.NoLocation, Width = 80, Height = 60 };

    public static TheoryData<string> Positions =>
    [
        "48.8582, 2.2945", "Home 48.8582;2.2945!", "-33.8568 151.2153", "geo:48.8582,2.2945", "48.8582°N, 2.2945°E", "https://maps.example/@48.8582,2.2945,17z",
        "lat=48.86", "geo:lon=2.29", "{\"latitude\": 48.8}", "GPSLatitude: 48/1, 51/1", "Lat 48.8", "longitude:[-122.4]",
        "48° 51' 29.61\" N", "48 deg 51' 29.61\"", "48,51.4935N", "48,51,29N", "+48.8582+002.2945/", "+485129.6-0021740.1+035/",
    ];

    public static TheoryData<string> Words =>
    [
        "Paris, Tour Eiffel", "f/2.8 1/250 s", "2026-11-27 10:20:30", "Version 12.345", "plate 12.5", "flat 3.5 mm", "1.5, 2.25", "ISO 100, 50.0 mm", "latex 2.5", "+1.5-2.5", "Long exposure 30 s", "1,2", "v1.234.567",
    ];

    [Theory]
    [MemberData(nameof(Positions))]
    public void A_position_is_known_however_it_is_written(string text)
    {
        Assert.True(PositionText.Tells(text));
        Assert.True(PositionText.Tells(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text))));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void Other_words_and_numbers_are_no_position(string text) => Assert.False(PositionText.Tells(text));

    [Fact]
    public void A_long_text_takes_no_longer_than_its_length()
    {
        string[] texts = [new string('1', 1_000_000), "1." + new string('1', 1_000_000), string.Concat(Enumerable.Repeat("1.111,", 200_000)).Replace("1,", "1x,", StringComparison.Ordinal), string.Concat(Enumerable.Repeat("lat ", 250_000)), new string('+', 1_000_000), "+12." + new string('1', 1_000_000)];
        foreach (string text in texts)
            Assert.False(PositionText.Tells(text));
    }

    [Fact]
    public void Keywords_of_IPTC_that_tell_a_position_go_and_the_others_stay()
    {
        byte[] sets = [.. Set(25, "geo:lat=48.8582"), .. Set(25, "Eiffel"), .. Set(90, "Paris"), .. Set(120, "Seen from 48.8582, 2.2945")];
        byte[] expected = [.. Set(25, "Eiffel"), .. Set(90, "Paris")];
        Assert.Equal(expected, IptcDataSets.WithoutPosition(sets)!);
        Assert.Same(expected, IptcDataSets.WithoutPosition(expected));
        byte[] padded = [.. expected, 0];
        Assert.Same(padded, IptcDataSets.WithoutPosition(padded));
        Assert.Null(IptcDataSets.WithoutPosition([.. expected, .. "48.8582"u8]));
        Assert.Null(IptcDataSets.WithoutPosition(expected[..^3]));

        // An extended data set has the length of its length first.
        byte[] extended = [0x1C, 2, 120, 0x80, 4, 0, 0, 0, 15, .. "48.8582, 2.2945"u8];
        Assert.Equal([], IptcDataSets.WithoutPosition(extended)!);
        Assert.Null(IptcDataSets.WithoutPosition(extended[..^1]));

        // The digest is one of other data then.
        byte[] resources = [.. PhotoshopResources.Wrap(sets), .. "8BIM"u8, 4, 0x25, 0, 0, 0, 0, 0, 2, 7, 7];
        Assert.Equal(PhotoshopResources.Wrap(expected), PhotoshopResources.Filter(resources, dropsLocation: true));
        Assert.Equal(resources, PhotoshopResources.Filter(resources, dropsLocation: false)!);
        MetadataBlocks kept = MetadataRewriter.Rewrite(new MetadataBlocks { Iptc = sets }, NoLocation, out MetadataKinds lost);
        Assert.Equal(expected, kept.Iptc);
        Assert.Equal(MetadataKinds.None, lost);

        static byte[] Set(byte number, string text) => [0x1C, 2, number, 0, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
    }

    [Theory]
    [InlineData(" p:TakeoffPosition='48.8582,2.2945'")]
    [InlineData("><dc:description><rdf:Alt><rdf:li>At 48.8582, 2.2945</rdf:li></rdf:Alt></dc:description")]
    [InlineData("><a:Coordinates>1</a:Coordinates><!-- 48.8582 --")]
    [InlineData(" a:Geo='48.8582'")]
    public void A_property_goes_whose_value_tells_a_position(string position)
    {
        byte[]? packet = XmpPacket.Rewrite(Encoding.UTF8.GetBytes($"<rdf:Description a:before=\"x\"{position}><b:after>1.5</b:after></rdf:Description>"), new XmpChanges { DropsLocation = true });
        Assert.NotNull(packet);
        string text = Encoding.UTF8.GetString(packet);
        Assert.DoesNotContain("48.8582", text, StringComparison.Ordinal);
        Assert.Contains("a:before=\"x\"", text, StringComparison.Ordinal);
        Assert.Contains("<b:after>1.5</b:after>", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_of_a_raw_developer_stay()
    {
        const string Packet = "<r xmlns:crs='http://ns.adobe.com/camera-raw-settings/1.0/'><crs:Dabs>0.123456 0.234567</crs:Dabs></r>";
        Assert.Equal(Packet, Encoding.UTF8.GetString(XmpPacket.Rewrite(Encoding.UTF8.GetBytes(Packet), new XmpChanges { DropsLocation = true })!));
    }

    [Theory]
    [InlineData(0x010E, false)]
    [InlineData(0x9C9C, true)]
    [InlineData(0x9286, false)]
    [InlineData(0x9286, true)]
    public void A_text_of_EXIF_that_tells_a_position_is_cleared_and_another_stays(int tag, bool isWide)
    {
        byte[] Block(string text)
        {
            byte[] value = isWide ? Encoding.Unicode.GetBytes(text) : Encoding.ASCII.GetBytes(text);
            var exif = new TiffContent();
            exif.Set(0x9000, TiffType.Undefined, "0232"u8.ToArray());
            var main = new TiffContent();
            (tag == 0x9286 ? exif : main).Set((ushort)tag, TiffType.Undefined, value);
            main.Set(0x8769, exif);
            return TiffBuilder.Build(main, false, 65_000);
        }

        byte[] told = Block("Seen at 48.8582, 2.29451"), plain = Block("Seen at noon, in Paris");
        byte[] kept = MetadataRewriter.Rewrite(new MetadataBlocks { Exif = told }, NoLocation, out _).Exif!;
        Assert.DoesNotContain("48", Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        Assert.Equal(plain, MetadataRewriter.Rewrite(new MetadataBlocks { Exif = plain }, NoLocation, out _).Exif);
        Assert.Equal(told, MetadataRewriter.Rewrite(new MetadataBlocks { Exif = told }, NoLocation with { Policy = MetadataPolicy.All }, out _).Exif);
    }
}

using System.Text;
using ImageResize.Metadata.Xmp;

namespace ImageResize.Metadata.Tests;

/// <summary>What becomes of the properties of an XMP packet.</summary>
public sealed class XmpPacketTests
{
    private static readonly XmpChanges NoLocation = new() { Width = 80, Height = 60, DropsLocation = true };

    [Fact]
    public void A_packet_that_is_no_xml_is_given_up_where_a_position_could_hide_in_it()
    {
        Assert.Null(XmpPacket.Rewrite("<x:xmpmeta"u8, NoLocation));
        Assert.Null(XmpPacket.Rewrite("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"u8, NoLocation));
        Assert.Null(XmpPacket.Rewrite("no xml at all"u8, NoLocation));
    }

    [Fact]
    public void A_packet_that_is_no_xml_is_kept_where_no_position_is_to_go()
    {
        Assert.Equal("<a tiff:Orientation=\"1\"><b>"u8.ToArray(), XmpPacket.Rewrite("<a tiff:Orientation=\"8\"><b>"u8, new XmpChanges { Width = 1, Height = 1 }));
    }

    [Theory]
    [InlineData(" exif:GPSLatitude=\"1\"")]
    [InlineData(" exif:GPSLatitude = '1'")]
    [InlineData(" drone-dji:GpsLatitude='+1.0'")]
    [InlineData(" drone-dji:GpsLongtitude='+1.0' drone-dji:AbsoluteAltitude='+1.0'")]
    [InlineData(" x:LATITUDE='1'")]
    [InlineData(" geo:lat='1' geo:long='1'")]
    [InlineData("><exif:GPSLatitude>1</exif:GPSLatitude")]
    [InlineData("><exif:GPSLatitude rdf:parseType=\"Literal\">1</exif:GPSLatitude")]
    [InlineData("><exif:GPSLatitude/")]
    [InlineData("><exif:GPSLatitude rdf:value=\"1\" /")]
    [InlineData("><exif:GPSLatitude><rdf:Alt><rdf:li>1</rdf:li></rdf:Alt></exif:GPSLatitude")]
    [InlineData("><I:LocationShown><rdf:Bag><rdf:li><rdf:Description exif:GPSLatitude='1'><exif:GPSLongitude>1</exif:GPSLongitude></rdf:Description></rdf:li></rdf:Bag></I:LocationShown")]
    public void A_position_goes_in_every_form_and_nothing_else(string position)
    {
        byte[]? packet = XmpPacket.Rewrite(Encoding.UTF8.GetBytes($"<rdf:Description a:before=\"x\"{position}><b:after>y</b:after></rdf:Description>"), NoLocation);
        Assert.NotNull(packet);
        string text = Encoding.UTF8.GetString(packet);
        Assert.DoesNotContain("1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("GPS", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("a:before=\"x\"", text, StringComparison.Ordinal);
        Assert.Contains("<b:after>y</b:after>", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_whose_namespace_has_an_unusual_prefix_is_known_by_the_namespace()
    {
        const string Packet = "<r xmlns:t='http://ns.adobe.com/tiff/1.0/' xmlns:tiff='other' t:Orientation='6' tiff:Orientation='6'/>";
        string text = Rewrite(Packet, new XmpChanges { Width = 1, Height = 1 });
        Assert.Equal("<r xmlns:t='http://ns.adobe.com/tiff/1.0/' xmlns:tiff='other' t:Orientation='1' tiff:Orientation='6'/>", text);
    }

    [Fact]
    public void Every_byte_that_is_not_concerned_stays()
    {
        const string Packet = "<?xpacket begin='\uFEFF'?>\r\n<!-- tiff:Orientation=\"6\" --><a><t><![CDATA[<b>]]></t>\n <tiff:Orientation> 6\n</tiff:Orientation>ü&amp;</a>   <?xpacket end='w'?>";
        string text = Rewrite(Packet, new XmpChanges { Width = 1, Height = 1 });
        Assert.Equal(Packet.Replace("<tiff:Orientation> 6\n<", "<tiff:Orientation>1<", StringComparison.Ordinal), text);
    }

    [Fact]
    public void The_dimensions_are_those_of_the_output()
    {
        string text = Rewrite("<a tiff:ImageWidth='4000' exif:PixelYDimension='3000'><exif:PixelXDimension>4000</exif:PixelXDimension><tiff:ImageLength rdf:value='3000'/></a>", new XmpChanges { Width = 80, Height = 60 });
        Assert.Equal("<a tiff:ImageWidth='80' exif:PixelYDimension='60'><exif:PixelXDimension>80</exif:PixelXDimension><tiff:ImageLength rdf:value='60'/></a>", text);
    }

    [Fact]
    public void Dimensions_and_orientation_stay_where_the_pixels_do()
    {
        const string Packet = "<a tiff:Orientation='6' tiff:ImageWidth='4000'><xmp:Thumbnails>1</xmp:Thumbnails></a>";
        Assert.Equal(Packet, Rewrite(Packet, new XmpChanges()));
    }

    [Fact]
    public void The_embedded_thumbnail_of_other_pixels_goes() =>
        Assert.Equal("<a></a>", Rewrite("<a><xmp:Thumbnails><rdf:Alt><rdf:li>x</rdf:li></rdf:Alt></xmp:Thumbnails></a>", new XmpChanges { Width = 1, Height = 1 }));

    [Fact]
    public void A_video_that_is_gone_is_not_announced()
    {
        const string Packet = "<a GCamera:MotionPhoto='1' GCamera:MicroVideoOffset='22' b='c'><Container:Directory><rdf:Seq>x</rdf:Seq></Container:Directory></a>";
        Assert.Equal("<a b='c'></a>", Rewrite(Packet, new XmpChanges { DropsMotionPhoto = true }));
        Assert.Equal(Packet, Rewrite(Packet, new XmpChanges()));
    }

    [Fact]
    public void A_gain_map_is_announced_with_its_new_length_or_not_at_all()
    {
        const string Packet = "<a hdrgm:Version='1.0'><Container:Directory><rdf:Seq>Item:Length='9876'</rdf:Seq></Container:Directory></a>";
        string kept = Rewrite(Packet, new XmpChanges { GainMapLength = 1234, DropsMotionPhoto = true });
        Assert.Contains("Item:Length=\"1234\"", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("9876", kept, StringComparison.Ordinal);
        Assert.Equal("<a></a>", Rewrite(Packet, new XmpChanges { DropsGainMap = true }));
    }

    [Fact]
    public void A_packet_in_UTF_16_is_read_as_well()
    {
        byte[]? packet = XmpPacket.Rewrite(Encoding.Unicode.GetBytes("<a exif:GPSLatitude='1' b='ü'/>"), NoLocation);
        Assert.Equal("<a b='ü'/>", Encoding.UTF8.GetString(packet!));
    }

    [Theory]
    [InlineData(" ", "a:GPS=\"")]
    [InlineData("", " a:GPS")]
    [InlineData("<a:GPS", "a")]
    [InlineData("<a:GPS>", " ")]
    [InlineData("", "<a:GPS")]
    [InlineData("", "<a:GPS>")]
    [InlineData("", "<a:GPS></a:GPS>")]
    [InlineData("", "<a:GPS></a:GPS")]
    [InlineData("", "<![CDATA[")]
    [InlineData("<a ", "xmlns:b='c' ")]
    [InlineData("<a ", "xmlns:b='c")]
    [InlineData("<a xmlns:", "b")]
    [InlineData("<!--", "<!--")]
    [InlineData("tiff:Orientation>", " ")]
    public void A_packet_made_to_keep_the_scanner_busy_is_done_at_once(string first, string repeated)
    {
        // Quadratic time would be minutes here, and a test run without an end.
        byte[] packet = Encoding.UTF8.GetBytes(first + string.Concat(Enumerable.Repeat(repeated, 2_000_000 / repeated.Length)));
        byte[]? rewritten = XmpPacket.Rewrite(packet, NoLocation with { DropsExtension = true });

        // Only the elements that are whole can be taken out; all else is given up, since a position could hide in it.
        Assert.Equal(repeated == "<a:GPS></a:GPS>" ? 0 : null, rewritten?.Length);
    }

    private static string Rewrite(string packet, XmpChanges changes) =>
        Encoding.UTF8.GetString(XmpPacket.Rewrite(Encoding.UTF8.GetBytes(packet), changes)!);
}

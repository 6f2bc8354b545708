using System.Text;
using ImageResize.Imaging;

namespace ImageResize.Core.Tests;

public sealed class XmpLocationTests
{
    [Fact]
    public void A_packet_that_is_no_xml_is_given_up() => Assert.Null(XmpLocation.Remove("<x:xmpmeta"u8));

    [Fact]
    public void A_document_type_is_given_up_since_it_can_name_entities() =>
        Assert.Null(XmpLocation.Remove("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"u8));

    [Fact]
    public void Only_the_position_goes()
    {
        byte[] packet = Encoding.UTF8.GetBytes("<?xpacket begin='\uFEFF'?><a xmlns:exif='http://ns.adobe.com/exif/1.0/' xmlns:o='other' exif:GPSLatitude='1' o:GPSLatitude='2' exif:Flash='3'><exif:GPSAltitude>4</exif:GPSAltitude><b>5</b></a>\0\0");
        string text = Encoding.UTF8.GetString(XmpLocation.Remove(packet)!);
        Assert.DoesNotContain("exif:GPS", text, StringComparison.Ordinal);
        Assert.Contains("o:GPSLatitude=\"2\"", text, StringComparison.Ordinal);
        Assert.Contains("exif:Flash=\"3\"", text, StringComparison.Ordinal);
        Assert.Contains("<b>5</b>", text, StringComparison.Ordinal);
    }
}

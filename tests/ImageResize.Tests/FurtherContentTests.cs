using System.Buffers.Binary;
using System.Text;
using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

/// <summary>What files hold besides their picture without an index that names it: appended pictures and data, layers, pages that differ, smaller versions.</summary>
public sealed class FurtherContentTests(EngineSession session) : ModuleTest(session)
{
    private static readonly byte[] Red = [200, 30, 30], Blue = [30, 30, 200];

    [Theory]
    [InlineData(".jpg", ".jpg")]
    [InlineData(".jpg", ".png")]
    [InlineData(".jpg", ".webp")]
    [InlineData(".jpg", ".gif")]
    [InlineData(".png", ".png")]
    [InlineData(".webp", ".jpg")]
    [InlineData(".gif", ".jpg")]
    public void A_picture_behind_another_is_told_and_not_lost_in_place(string first, string second)
    {
        using Image image = TestImage.Corners(300, 200);
        byte[] one = image.WriteToBuffer(first), other = image.WriteToBuffer(second);
        File.WriteAllBytes(In("a" + first), [.. one, 0, 0, 0, .. other]);
        Assert.Equal(["Pictures 1"], PartsOf("a" + first));
        RunOutput output = Resize("-Size 100");
        Assert.Contains("The second picture in the file", Assert.Single(output.Warnings), StringComparison.Ordinal);
        Assert.Equal(["Pictures"], output.The<string[]>("Dropped"));
        AssertRefusedInPlace("a" + first);
    }

    [Fact]
    public void Several_pictures_one_behind_the_other_are_counted()
    {
        using Image image = TestImage.Corners(300, 200);
        byte[] jpeg = image.JpegsaveBuffer();
        File.WriteAllBytes(In("a.jpg"), [.. jpeg, .. jpeg, 0, .. jpeg, .. image.PngsaveBuffer()]);
        Assert.Equal(["Pictures 3"], PartsOf("a.jpg"));
        Assert.Contains("3 more pictures", Assert.Single(Resize("-Size 100").Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_video_behind_a_second_picture_is_told_beside_it()
    {
        using Image image = TestImage.Corners(300, 200);
        byte[] jpeg = image.JpegsaveBuffer();
        File.WriteAllBytes(In("a.jpg"), [.. jpeg, .. jpeg, 0, 0, 0, 24, .. "ftypmp42"u8, 0, 0, 0, 0, .. "mp42isom"u8, 0, 0, 16, 0, .. "mdat"u8, .. new byte[4088]]);
        Assert.Equal(["Pictures 1", "Video 1"], PartsOf("a.jpg"));
        Assert.Equal(["Pictures", "Video"], Resize("-Size 100").The<string[]>("Dropped"));
    }

    [Theory]
    [InlineData(1000, 1)]
    [InlineData(20, 0)]
    public void Data_behind_a_picture_are_told_where_they_are_more_than_a_few_bytes(int length, int warnings)
    {
        using Image image = TestImage.Corners(300, 200);
        foreach (string extension in new[] { ".jpg", ".png", ".webp", ".gif" })
            File.WriteAllBytes(In("a" + extension), [.. image.WriteToBuffer(extension), .. "PK\u0003\u0004"u8, .. Enumerable.Repeat((byte)'z', length - 4)]);
        RunOutput output = Resize("-Size 100");
        Assert.Empty(output.Errors);
        Assert.Equal(4 * warnings, output.Warnings.Length);
        Assert.All(output.All<string[]>("Dropped"), dropped => Assert.Equal(["TrailingData"], dropped));
    }

    [Fact]
    public void Data_behind_the_boxes_of_an_AVIF_are_told()
    {
        using Image image = TestImage.Corners(300, 200);
        byte[] avif = image.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1);
        File.WriteAllBytes(In("a.avif"), [.. avif, .. Enumerable.Repeat((byte)'z', 500)]);
        Assert.Equal(["TrailingData 1"], PartsOf("a.avif"));
        Assert.Equal(["TrailingData"], Resize("-Size 100").The<string[]>("Dropped"));
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("webp")]
    public void A_gain_map_that_is_only_announced_is_none_and_no_longer_announced(string format)
    {
        const string Packet = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description xmlns:hdrgm=\"http://ns.adobe.com/hdr-gain-map/1.0/\" hdrgm:Version=\"1.0\"/></rdf:RDF></x:xmpmeta>";
        using Image image = TestImage.Corners(300, 200);
        byte[] jpeg = image.JpegsaveBuffer(), packet = [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.ASCII.GetBytes(Packet)];
        File.WriteAllBytes(In("a.jpg"), [.. jpeg[..2], 0xFF, 0xE1, (byte)((packet.Length + 2) >> 8), (byte)(packet.Length + 2), .. packet, .. jpeg[2..]]);
        Assert.Equal(["Xmp 1"], PartsOf("a.jpg"));
        RunOutput output = Resize($"-Size 100 -Format {format}");
        Assert.Empty(output.Errors);
        Assert.Empty(output.Warnings);
        Assert.DoesNotContain("hdrgm:Version", Encoding.Latin1.GetString(File.ReadAllBytes(output.The<string>("Path"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Layers_are_told_as_layers(bool isBigEndian)
    {
        byte[] count = new byte[2], length = new byte[4];
        string signature = isBigEndian ? "8BIM" : "MIB8";
        if (isBigEndian)
        {
            BinaryPrimitives.WriteInt16BigEndian(count, -3);
            BinaryPrimitives.WriteInt32BigEndian(length, 100);
        }
        else
        {
            BinaryPrimitives.WriteInt16LittleEndian(count, -3);
            BinaryPrimitives.WriteInt32LittleEndian(length, 100);
        }

        byte[] layers = [.. "Adobe Photoshop Document Data Block\0"u8, .. Encoding.ASCII.GetBytes(signature + (isBigEndian ? "Layr" : "ryaL")), .. length, .. count, .. new byte[98]];
        File.WriteAllBytes(In("a.tif"), new PlainTiff().Add(120, 80, Red, 0, (37_724, layers)).ToArray(isBigEndian));
        Assert.Equal(["Layers 3"], PartsOf("a.tif"));
        RunOutput output = Resize("-Size 60");
        Assert.Contains("The 3 layers", Assert.Single(output.Warnings), StringComparison.Ordinal);
        Assert.Equal(["Layers"], output.The<string[]>("Dropped"));
        AssertRefusedInPlace("a.tif");
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Format png")]
    public void Pages_that_differ_are_no_damage_and_told(string parameters)
    {
        File.WriteAllBytes(In("a.tif"), new PlainTiff().Add(120, 80, Red).Add(60, 90, Blue).ToArray());
        RunOutput output = Resize($"-Size 60 {parameters}");
        Assert.Empty(output.Errors);
        Assert.Contains("Only the first of 2 pages", Assert.Single(output.Warnings), StringComparison.Ordinal);
        AssertRefusedInPlace("a.tif");
    }

    [Theory]
    [InlineData(60, 90)]
    [InlineData(120, 80)]
    public void A_broken_page_is_damage_for_every_output(int width, int height)
    {
        byte[] tiff = new PlainTiff().Add(120, 80, Red).Add(width, height, Blue).ToArray();

        // The second page says that it is packed by a method that its samples do not follow.
        int second = BinaryPrimitives.ReadInt32LittleEndian(tiff.AsSpan(4));
        second = BinaryPrimitives.ReadInt32LittleEndian(tiff.AsSpan(second + 2 + 12 * BinaryPrimitives.ReadUInt16LittleEndian(tiff.AsSpan(second))));
        Span<byte> compression = tiff.AsSpan(second + 2 + 4 * 12, 12);
        Assert.Equal(259, BinaryPrimitives.ReadUInt16LittleEndian(compression));
        compression[8] = 8;
        File.WriteAllBytes(In("a.tif"), tiff);
        foreach (string format in new[] { "jpeg", "png", "webp", "tiff", "bmp" })
            Assert.Equal(["Damaged"], Resize($"-Size 60 -Format {format}").ErrorIds);
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "")]
    [InlineData(true, "-Format jpeg")]
    public void A_smaller_version_is_not_taken_for_the_picture_wherever_it_stands(bool isFirst, string parameters)
    {
        PlainTiff tiff = isFirst ? new PlainTiff().Add(30, 20, Blue, 1).Add(120, 80, Red) : new PlainTiff().Add(120, 80, Red).Add(30, 20, Blue, 1);
        File.WriteAllBytes(In("a.tif"), tiff.ToArray());
        Assert.Equal(["Preview 1"], PartsOf("a.tif"));
        RunOutput info = Session.Run("Get-ImageInfo $args[0]", In("a.tif"));
        Assert.Equal((120, 80, 1), (info.The<int>("Width"), info.The<int>("Height"), info.The<int>("Pages")));
        RunOutput output = Resize($"-Size 60 {parameters}");
        Assert.Empty(output.Errors);
        Assert.Empty(output.Warnings);
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.Equal((60, 40), (picture.Width, picture.Height));
        Assert.True(picture.At(0.5, 0.5).IsNear(new Rgb(200, 30, 30), 3));
        Assert.Equal("Resized", Session.Run("Invoke-ImageResize $args[0] -Size 60 -InPlace -Confirm:$false", In("a.tif")).The<string>("Status"));
    }

    private string[] PartsOf(string name) =>
        [.. Session.Run("(Get-ImageInfo $args[0]).Parts | Where-Object Kind -ne Exif | ForEach-Object { \"$($_.Kind) $($_.Count)\" }", In(name)).Objects.Select(part => part.ToString()!)];

    private void AssertRefusedInPlace(string name)
    {
        byte[] before = File.ReadAllBytes(In(name));
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Size 50 -InPlace -Confirm:$false", In(name));
        Assert.Equal(["WouldLose"], output.ErrorIds);
        Assert.Equal(before, File.ReadAllBytes(In(name)));
    }
}

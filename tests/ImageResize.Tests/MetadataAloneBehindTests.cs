using System.Buffers.Binary;
using System.Text;
using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>Where metadata alone change, what lies behind the picture stays as well, and tells no position either: a video, a gain map, further pictures.</summary>
public sealed class MetadataAloneBehindTests(EngineSession session) : ModuleTest(session)
{
    private const string Position = "+48.8577+002.2950/";

    /// <summary>A box of a video that tells where it was taken, as QuickTime's user data have it.</summary>
    private static readonly byte[] Video = [0, 0, 0, 24, .. "ftypmp42"u8, 0, 0, 0, 0, .. "mp42isom"u8, 0, 0, 0, 30, 0xA9, .. "xyz"u8, 0, 18, 0x15, 0xC7, .. Encoding.ASCII.GetBytes(Position), 0, 0, 16, 0, .. "mdat"u8, .. new byte[4088]];

    [Theory]
    [InlineData("")]
    [InlineData("-InPlace -Confirm:$false -OnLoss Fail")]
    public void A_motion_photo_keeps_its_video_which_no_longer_tells_where(string parameters)
    {
        WriteMotionPhoto(In("a.jpg"));
        byte[] before = File.ReadAllBytes(In("a.jpg"));
        RunOutput output = parameters.Length == 0 ? Resize("-Metadata NoLocation") : Session.Run($"Invoke-ImageResize $args[0] -Metadata NoLocation {parameters}", In("a.jpg"));
        Assert.Empty(output.Errors);
        Assert.Empty(output.Warnings);
        Assert.Empty(output.The<string[]>("Dropped"));
        byte[] made = File.ReadAllBytes(output.The<string>("Path"));
        string text = Encoding.Latin1.GetString(made);
        Assert.Contains("MotionPhoto=\"1\"", text, StringComparison.Ordinal);
        Assert.Contains("Item:Length", text, StringComparison.Ordinal);
        Assert.DoesNotContain("48.8577", text, StringComparison.Ordinal);
        Assert.Equal(Encoding.Latin1.GetString(before[^Video.Length..]).Replace(Position, "+00.0000+000.0000/", StringComparison.Ordinal), Encoding.Latin1.GetString(made[^Video.Length..]));
    }

    [Fact]
    public void None_leaves_the_picture_alone_tells_what_goes_and_refuses_that_in_place()
    {
        WriteMotionPhoto(In("a.jpg"));
        RunOutput output = Resize("-Metadata None");
        Assert.Equal(["Video"], output.The<string[]>("Dropped"));
        Assert.Contains("video behind the picture", Assert.Single(output.Warnings), StringComparison.Ordinal);
        Assert.Equal(MetadataAloneTests.ScanOf(File.ReadAllBytes(In("a.jpg"))[..^Video.Length]), MetadataAloneTests.ScanOf(File.ReadAllBytes(Out("a.jpg"))));
        byte[] before = File.ReadAllBytes(In("a.jpg"));
        Assert.Equal(["WouldLose"], Session.Run("Invoke-ImageResize $args[0] -Metadata None -InPlace -Confirm:$false", In("a.jpg")).ErrorIds);
        Assert.Equal(before, File.ReadAllBytes(In("a.jpg")));
    }

    [Fact]
    public void A_gain_map_stays_and_the_index_names_its_new_place()
    {
        TestImage.WriteUltraHdr(In("a.jpg"));
        byte[] plain = File.ReadAllBytes(In("a.jpg"));
        File.WriteAllBytes(In("a.jpg"), WithCommentBehindIndex(plain));
        RunOutput output = Resize("-Metadata NoLocation");
        Assert.StartsWith(MetadataAloneTests.Rewriting, output.The<string>("Engine"), StringComparison.Ordinal);
        Assert.Empty(output.The<string[]>("Dropped"));
        byte[] made = File.ReadAllBytes(Out("a.jpg"));
        int map = GainMapOffset(made);
        Assert.Equal([0xFF, 0xD8, 0xFF], made[map..(map + 3)]);
        Assert.Equal(plain[GainMapOffset(plain)..], made[map..]);
        Resize("-Metadata ColorProfile -IfExists Overwrite");
        Assert.True(File.ReadAllBytes(Out("a.jpg")).AsSpan().IndexOf("MPF\0"u8) < 0);
    }

    [Fact]
    public void Pictures_behind_the_picture_tell_no_position_either()
    {
        TestImage.WriteWithMetadata(In("a.jpg"));
        byte[] picture = File.ReadAllBytes(In("a.jpg"));
        File.WriteAllBytes(In("a.jpg"), [.. picture, .. picture]);
        RunOutput output = Resize("-Metadata NoLocation");
        Assert.Empty(output.The<string[]>("Dropped"));
        byte[] made = File.ReadAllBytes(Out("a.jpg"));
        Assert.True(made.AsSpan().IndexOf("GPSL"u8) < 0);
        File.WriteAllBytes(In("second.jpg"), made[^picture.Length..]);
        using Picture second = Picture.Open(In("second.jpg"));
        Assert.DoesNotContain(second.Fields(), field => field.Contains("GPS", StringComparison.Ordinal));
        Assert.StartsWith("Testcam 3000", (string)second.Field("exif-ifd0-Model"), StringComparison.Ordinal);
        Assert.Equal(MetadataAloneTests.ScanOf(picture), MetadataAloneTests.ScanOf(made[^picture.Length..]));
    }

    private static void WriteMotionPhoto(string path)
    {
        byte[] plain = File.ReadAllBytes(TestImage.Write(path));
        string xmp = $"""
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:Camera="http://ns.google.com/photos/1.0/camera/" Camera:MotionPhoto="1" xmlns:Container="http://ns.google.com/photos/1.0/container/" xmlns:Item="http://ns.google.com/photos/1.0/container/item/"><Container:Directory><rdf:Seq><rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="video/mp4" Item:Semantic="MotionPhoto" Item:Length="{Video.Length}"/></rdf:li></rdf:Seq></Container:Directory></rdf:Description></rdf:RDF></x:xmpmeta>
            """;
        byte[] content = [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(xmp)];
        File.WriteAllBytes(path, [.. plain[..2], 0xFF, 0xE1, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content, .. plain[2..], .. Video]);
    }

    /// <summary>A comment between the index and the scan, whose place is before the index in what we write.</summary>
    private static byte[] WithCommentBehindIndex(byte[] jpeg)
    {
        byte[] comment = [0xFF, 0xFE, 0, 102, .. new byte[100]];
        comment.AsSpan(4).Fill((byte)'c');
        int index = jpeg.AsSpan().IndexOf("MPF\0"u8) - 4, end = index + 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(index + 2));
        byte[] file = [.. jpeg[..end], .. comment, .. jpeg[end..]];
        (int at, bool isBig) = SecondOffset(file);
        Span<byte> number = file.AsSpan(at, 4);
        if (isBig)
            BinaryPrimitives.WriteInt32BigEndian(number, BinaryPrimitives.ReadInt32BigEndian(number) + comment.Length);
        else
            BinaryPrimitives.WriteInt32LittleEndian(number, BinaryPrimitives.ReadInt32LittleEndian(number) + comment.Length);
        return file;
    }

    /// <summary>Where the gain map is in the file, by the index.</summary>
    private static int GainMapOffset(byte[] jpeg)
    {
        (int at, bool isBig) = SecondOffset(jpeg);
        int mark = jpeg.AsSpan().IndexOf("MPF\0"u8) + 4;
        return mark + (isBig ? BinaryPrimitives.ReadInt32BigEndian(jpeg.AsSpan(at)) : BinaryPrimitives.ReadInt32LittleEndian(jpeg.AsSpan(at)));
    }

    /// <summary>Where the index has the offset of its second picture (CIPA DC-007, 5.2.3.3), and its byte order.</summary>
    private static (int At, bool IsBig) SecondOffset(byte[] jpeg)
    {
        int mark = jpeg.AsSpan().IndexOf("MPF\0"u8) + 4;
        bool isBig = jpeg[mark] == 'M';
        int Number(int at) => isBig ? BinaryPrimitives.ReadInt32BigEndian(jpeg.AsSpan(mark + at)) : BinaryPrimitives.ReadInt32LittleEndian(jpeg.AsSpan(mark + at));
        int Short(int at) => isBig ? BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(mark + at)) : BinaryPrimitives.ReadUInt16LittleEndian(jpeg.AsSpan(mark + at));
        int directory = Number(4);
        for (int entry = directory + 2; entry < directory + 2 + 12 * Short(directory); entry += 12)
        {
            if (Short(entry) == 0xB002)
                return (mark + Number(entry + 8) + 16 + 8, isBig);
        }

        throw new InvalidDataException("There is no index of pictures.");
    }
}

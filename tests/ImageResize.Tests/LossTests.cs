using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

/// <summary>What an output does not hold of its input is told, and no original is replaced by less than it was.</summary>
public sealed class LossTests(EngineSession session) : ModuleTest(session)
{
    private static readonly byte[] Video = [0, 0, 0, 24, .. "ftypmp42"u8, 0, 0, 0, 0, .. "mp42isom"u8, 0, 0, 16, 0, .. "mdat"u8, .. new byte[4088]];

    [Theory]
    [InlineData("-Size 100")]
    [InlineData("-Size 100 -Format webp")]
    public void A_video_behind_a_picture_is_told_and_stands_in_Dropped(string parameters)
    {
        WriteMotionPhoto(In("a.jpg"));
        RunOutput output = Resize(parameters);
        Assert.Empty(output.Errors);
        Assert.Contains("video behind the picture", Assert.Single(output.Warnings), StringComparison.Ordinal);
        Assert.Equal(["Video"], output.The<string[]>("Dropped"));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("-Metadata NoLocation", true)]
    [InlineData("-Metadata None", false)]
    public void A_second_EXIF_segment_of_a_JPEG_is_kept_as_the_first_is(string parameters, bool isKept)
    {
        byte[] plain = File.ReadAllBytes(TestImage.Write(In("a.jpg")));
        File.WriteAllBytes(In("a.jpg"), [.. plain[..2], .. Exif(0x010F, "First"u8), .. Exif(0x013B, "Other"u8), .. plain[2..]]);
        RunOutput output = Resize($"-Size 100 {parameters}");
        Assert.Empty(output.Warnings);
        ReadOnlySpan<byte> made = File.ReadAllBytes(Out("a.jpg"));
        Assert.Equal((isKept, isKept), (made.IndexOf("First"u8) > 0, made.IndexOf("Other"u8) > 0));
        Assert.Empty(output.The<string[]>("Dropped"));

        // A directory of one text of five letters (TIFF 6.0, section 2).
        static byte[] Exif(ushort tag, ReadOnlySpan<byte> text) =>
            [0xFF, 0xE1, 0, 40, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, (byte)(tag >> 8), (byte)tag, 0, 2, 0, 0, 0, 6, 0, 0, 0, 26, 0, 0, 0, 0, .. text, 0];
    }

    [Theory]
    [InlineData("FLIR\0", 2, true)]
    [InlineData("Ducky", 1, false)]
    [InlineData("JP\0\u0001", 2, false)]
    public void Data_that_only_their_maker_knows_are_told_where_they_are_more_than_a_note(string name, int segments, bool isContent)
    {
        byte[] plain = File.ReadAllBytes(TestImage.Write(In("a.jpg")));
        byte marker = name.StartsWith("JP", StringComparison.Ordinal) ? (byte)0xEB : (byte)0xE1;
        byte[] segment = [0xFF, marker, 0xFF, 0xFF, .. System.Text.Encoding.Latin1.GetBytes(name.PadRight(8, '\0')), .. new byte[65_525]];
        File.WriteAllBytes(In("a.jpg"), [.. plain[..2], .. Enumerable.Repeat(segment, segments).SelectMany(one => one), .. plain[2..]]);
        RunOutput output = Resize("-Size 100");
        Assert.Equal(["Segments"], output.The<string[]>("Dropped"));
        Assert.Equal(isContent ? 1 : 0, output.Warnings.Length);
        Assert.Equal(isContent ? ["WouldLose"] : [], Session.Run("Invoke-ImageResize $args[0] -Size 100 -InPlace -Confirm:$false", In("a.jpg")).ErrorIds);
    }

    [Fact]
    public void Frames_that_an_output_cannot_hold_are_told()
    {
        TestImage.WriteAnimation(In("a.gif"));
        RunOutput output = Resize("-Size 60 -Format jpeg");
        Assert.Contains("Only the first of 3 frames", Assert.Single(output.Warnings), StringComparison.Ordinal);
        Assert.Equal(["Frames"], output.The<string[]>("Dropped"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-OnLoss Fail")]
    public void In_place_content_is_never_lost_without_being_asked_for(string parameters)
    {
        WriteMotionPhoto(In("a.jpg"));
        byte[] before = File.ReadAllBytes(In("a.jpg"));
        RunOutput output = Session.Run($"Invoke-ImageResize $args[0] -Size 100 -InPlace -Confirm:$false {parameters}", In("a.jpg"));
        Assert.Equal(["WouldLose"], output.ErrorIds);
        Assert.Equal(before, File.ReadAllBytes(In("a.jpg")));
    }

    [Theory]
    [InlineData("-OnLoss Ignore")]
    [InlineData("-Force")]
    public void In_place_content_goes_where_that_is_asked_for(string parameters)
    {
        WriteMotionPhoto(In("a.jpg"));
        RunOutput output = Session.Run($"Invoke-ImageResize $args[0] -Size 100 -InPlace -Confirm:$false {parameters}", In("a.jpg"));
        Assert.Empty(output.Errors);
        Assert.Equal("Resized", output.The<string>("Status"));
        Assert.Equal(["Video"], output.The<string[]>("Dropped"));
        Assert.Equal(parameters == "-Force" ? 1 : 0, output.Warnings.Length);
    }

    [Fact]
    public void Fail_writes_nothing_where_anything_would_be_lost()
    {
        TestImage.WriteDeepRamp(In("a.png"));
        Assert.Equal(["WouldLose"], Resize("-Size 100 -Format webp -OnLoss Fail").ErrorIds);
        Assert.False(File.Exists(Out("a.webp")));
        Assert.Empty(Resize("-Size 100 -OnLoss Fail").Errors);
    }

    [Fact]
    public void What_metadata_leaves_out_by_request_is_no_loss()
    {
        TestImage.WriteWithMetadata(In("a.jpg"));
        RunOutput output = Resize("-Size 100 -Metadata None -Format webp -OnLoss Fail");
        Assert.Empty(output.Errors);
        Assert.Empty(output.The<string[]>("Dropped"));
    }

    [Fact]
    public void A_TIFF_keeps_its_pages_and_tells_of_them_elsewhere()
    {
        Image[] pages = [TestImage.Corners(120, 80), TestImage.Corners(120, 80).Invert(), TestImage.Corners(120, 80)];
        using (Image roll = Image.Arrayjoin(pages, across: 1))
        using (Image document = roll.Mutate(m => m.Set(GValue.GIntType, "page-height", 80)))
            document.Tiffsave(In("a.tif"));
        Assert.Empty(Resize("-Size 60").Warnings);
        using (Image made = Image.NewFromFile(Out("a.tif")))
            Assert.Equal(3, (int)made.Get("n-pages"));
        RunOutput jpeg = Resize("-Size 60 -Format jpeg");
        Assert.Equal(["Pages"], jpeg.The<string[]>("Dropped"));
    }

    [Theory]
    [InlineData("tiff", "a.tif")]
    [InlineData("png", "a.png")]
    [InlineData("webp", "a.webp")]
    [InlineData("avif", "a.avif")]
    [InlineData("jpeg", "a.jpg")]
    public void EXIF_goes_into_every_format_that_holds_it(string format, string name)
    {
        TestImage.WriteWithMetadata(In("a.jpg"));
        Assert.Empty(Resize($"-Size 100 -Format {format}").Errors);
        byte[] bytes = File.ReadAllBytes(Out(name));
        Assert.True(bytes.AsSpan().IndexOf("Testcam 3000"u8) > 0, "The camera's name is not in the output.");
    }

    [Theory]
    [InlineData("jpeg", "a.jpg")]
    [InlineData("png", "a.png")]
    [InlineData("webp", "a.webp")]
    [InlineData("tiff", "a.tif")]
    public void No_position_is_left_in_any_format(string format, string name)
    {
        TestImage.WriteWithMetadata(In("a.jpg"));
        Assert.Empty(Resize($"-Size 100 -Format {format} -Metadata NoLocation").Errors);
        byte[] bytes = File.ReadAllBytes(Out(name));
        Assert.Equal(-1, bytes.AsSpan().IndexOf("GPSL"u8));
        Assert.Equal(-1, bytes.AsSpan().IndexOf("52,31.2N"u8));
    }

    [Fact]
    public void The_thumbnail_of_a_former_picture_does_not_come_along_with_a_gain_map()
    {
        TestImage.WriteUltraHdr(In("hdr.jpg"), 320, 240);
        using (Image photo = Image.NewFromBuffer(File.ReadAllBytes(In("hdr.jpg"))))
        using (Image small = TestImage.Corners(64, 48))
        using (Image tagged = photo.Mutate(m => m.Set(GValue.BlobType, "jpeg-thumbnail-data", small.JpegsaveBuffer())))
            tagged.Jpegsave(In("a.jpg"));
        File.Delete(In("hdr.jpg"));
        Assert.Contains("Thumbnail", string.Concat(Session.Run("(Get-ImageInfo -LiteralPath $args[0]).Parts.Kind", In("a.jpg")).Objects), StringComparison.Ordinal);
        RunOutput output = Resize("-Size 640 -AllowEnlarge");
        Assert.StartsWith("libvips", output.The<string>("Engine"), StringComparison.Ordinal);
        string kinds = string.Concat(Session.Run("(Get-ImageInfo -LiteralPath $args[0]).Parts.Kind", Out("a.jpg")).Objects);
        Assert.Contains("GainMap", kinds, StringComparison.Ordinal);
        Assert.DoesNotContain("Thumbnail", kinds, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_called_camera_raw_is_not_taken_for_the_TIFF_of_its_preview()
    {
        TestImage.Write(In("a.tif"), 120, 80);
        File.Move(In("a.tif"), In("a.dng"));
        Assert.Equal(["UnsupportedFormat"], Resize("-Size 60").ErrorIds);
    }

    private static void WriteMotionPhoto(string path)
    {
        TestImage.Write(path);
        File.WriteAllBytes(path, [.. File.ReadAllBytes(path), .. Video]);
    }
}

using ImageResize.Testing;
using ImageResize.Testing.Raw;
using NetVips;

namespace ImageResize.Tests;

public sealed class GetImageInfoTests(EngineSession session) : ModuleTest(session)
{
    [Fact]
    public void Parts_tell_what_a_file_holds_besides_its_picture()
    {
        TestImage.WriteAnimation(In("a.gif"));
        byte[] video = new byte[40_000];
        "\0\0\0\u0018ftypmp42"u8.CopyTo(video);
        File.WriteAllBytes(In("b.jpg"), [.. File.ReadAllBytes(TestImage.WriteWithMetadata(In("c.jpg"))), .. video]);
        TestImage.Write(In("d.bmp"));
        Assert.Equal(["Frames 3 0"], Parts("a.gif"));
        Assert.Contains("Video 1 40000", Parts("b.jpg"));
        Assert.Contains(Parts("c.jpg"), part => part.StartsWith("Exif 1 ", StringComparison.Ordinal));
        Assert.DoesNotContain(Parts("c.jpg"), part => part.StartsWith("Video", StringComparison.Ordinal));
        Assert.Empty(Parts("d.bmp"));

        string[] Parts(string name) =>
            [.. Session.Run("foreach ($part in (Get-ImageInfo $args[0]).Parts) { \"$($part.Kind) $($part.Count) $($part.Length)\" }", In(name)).Objects.Select(one => (string)one.BaseObject)];
    }

    [Fact]
    public void It_tells_what_the_header_says()
    {
        TestImage.WriteWithMetadata(In("a.jpg"));
        RunOutput output = Session.Run("Get-ImageInfo $args[0]", In("a.jpg"));
        Assert.Equal("Jpeg", output.The<string>("Format"));
        Assert.Equal((640, 480), (output.The<int>("Width"), output.The<int>("Height")));
        Assert.Equal(new FileInfo(In("a.jpg")).Length, output.The<long>("Length"));
        Assert.Contains("P3", output.The<string>("ColorProfile"), StringComparison.Ordinal);
        Assert.Equal(["Exif", "Gps", "Thumbnail", "Xmp"], output.The<string[]>("Metadata").Order());
        Assert.False(output.The<bool>("HasAlpha"));
    }

    [Fact]
    public void Width_and_height_are_as_seen()
    {
        TestImage.WriteOriented(In("a.jpg"), 6);
        RunOutput output = Session.Run("Get-ImageInfo $args[0]", In("a.jpg"));
        Assert.Equal((6, 640, 480), (output.The<int>("Orientation"), output.The<int>("Width"), output.The<int>("Height")));
    }

    [Fact]
    public void It_counts_frames_and_knows_alpha_and_depth()
    {
        TestImage.WriteAnimation(In("a.gif"));
        TestImage.WriteTransparent(In("b.png"));
        TestImage.WriteDeepRamp(In("c.png"));
        Assert.Equal(3, Session.Run("Get-ImageInfo $args[0]", In("a.gif")).The<int>("Pages"));
        Assert.True(Session.Run("Get-ImageInfo $args[0]", In("b.png")).The<bool>("HasAlpha"));
        Assert.Equal(16, Session.Run("Get-ImageInfo $args[0]", In("c.png")).The<int>("BitDepth"));
    }

    [Fact]
    public void A_file_that_is_no_image_is_an_error_and_the_others_are_told()
    {
        TestImage.Write(In("a.jpg"));
        File.WriteAllText(In("b.jpg"), "text");
        RunOutput output = Pipe("Get-ImageInfo", In("b.jpg"), In("a.jpg"), Path.Combine(Folder.Path, "no.jpg"));
        Assert.Single(output.Objects);
        Assert.Equal(["NotAnImage", "NotFound"], output.ErrorIds);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("tiff")]
    [InlineData("avif")]
    public void Date_camera_exposure_and_position_are_told_of_every_format_that_has_EXIF(string format)
    {
        WritePhoto(In("a.jpg"));
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Size 100 -Format $args[2] -Destination $args[1] | Get-ImageInfo", In("a.jpg"), Out(), format);
        Assert.Empty(output.Errors);
        Assert.Equal(new DateTime(2026, 5, 4, 3, 2, 1), output.The<DateTime?>("DateTaken"));
        Assert.Equal(new DateTime(2026, 5, 4, 1, 2, 1, DateTimeKind.Utc), output.The<DateTime?>("DateTakenUtc"));
        Assert.Equal(("Testmaker Testcam 3000", "A lens"), (output.The<string>("Camera"), output.The<string>("Lens")));
        Assert.Equal((0.004, 2.8, 400, 50.0), (output.The<double?>("ExposureTime"), output.The<double?>("FNumber"), output.The<int?>("Iso"), output.The<double?>("FocalLength")));
        Assert.Equal((52.52, -13.4, 34.5), (output.The<double?>("Latitude"), output.The<double?>("Longitude"), output.The<double?>("Altitude")));
    }

    [Fact]
    public void A_camera_raw_file_tells_when_and_with_what_it_was_taken()
    {
        byte[] large = File.ReadAllBytes(TestImage.Write(In("large.jpg"), 1200, 900)), small = File.ReadAllBytes(TestImage.Write(In("small.jpg"), 160, 120));
        File.WriteAllBytes(In("a.nef"), RawSamples.All["nef"](large, small, 1));
        RunOutput output = Session.Run("Get-ImageInfo $args[0]", In("a.nef"));
        Assert.Equal(2026, output.The<DateTime?>("DateTaken")!.Value.Year);
        Assert.StartsWith("NIKON", output.The<string>("Camera"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_known_is_null_and_filters_and_sorts_as_such()
    {
        TestImage.Write(In("a.jpg"));
        WritePhoto(In("b.jpg"));
        RunOutput output = Session.Run("Get-ImageInfo $args[0] | Where-Object DateTaken -ge '2026-01-01' | Where-Object Iso -gt 100 | Sort-Object Latitude", Path.Combine(Folder.Path, "in"));
        Assert.Equal("b.jpg", output.The<string>("Name"));
        RunOutput plain = Session.Run("Get-ImageInfo $args[0]", In("a.jpg"));
        Assert.All(["DateTaken", "DateTakenUtc", "Camera", "Lens", "ExposureTime", "FNumber", "Iso", "FocalLength", "Latitude", "Altitude", "DominantColor"], name => Assert.Null(plain.The<object?>(name)));
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    [InlineData("a.webp")]
    [InlineData("a.bmp")]
    public void The_dominant_color_is_that_of_most_pixels_that_can_be_seen(string name)
    {
        // A quarter is transparent (or white in formats without alpha), a quarter red, half of it one green.
        using Image left = (Image.Black(100, 200) + new double[] { 20, 160, 60, 255 }).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        using Image upper = (Image.Black(100, 100) + new double[] { 250, 10, 20, 255 }).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        using Image lower = (Image.Black(100, 100) + new double[] { 0, 0, 0, 0 }).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        using Image right = upper.Join(lower, Enums.Direction.Vertical);
        using Image whole = left.Join(right, Enums.Direction.Horizontal);
        whole.WriteToFile(In("source.png"));
        Session.Run("Invoke-ImageResize $args[0] -Size 200 -Format $args[2] -Destination $args[1]", In("source.png"), Out(), Path.GetExtension(name)[1..].Replace("jpg", "jpeg", StringComparison.Ordinal));
        string color = Session.Run("Get-ImageInfo $args[0] -DominantColor", Directory.GetFiles(Out())[0]).The<string>("DominantColor");
        byte[] rgb = Convert.FromHexString(color[1..]);
        Assert.InRange(rgb[0], 15, 25);
        Assert.InRange(rgb[1], 155, 165);
        Assert.InRange(rgb[2], 55, 65);
    }

    [Fact]
    public void A_damaged_image_is_told_without_its_color_and_with_an_error()
    {
        byte[] file = File.ReadAllBytes(TestImage.Write(In("a.jpg")));
        File.WriteAllBytes(In("a.jpg"), file[..(file.Length / 2)]);
        RunOutput output = Session.Run("Get-ImageInfo $args[0] -DominantColor", In("a.jpg"));
        Assert.Equal(["Damaged"], output.ErrorIds);
        Assert.Equal(640, output.The<int>("Width"));
        Assert.Null(output.The<string?>("DominantColor"));
    }

    [Fact]
    public void The_list_shows_the_photo_in_words()
    {
        WritePhoto(In("a.jpg"));
        string text = string.Join('\n', Session.Run("Get-ImageInfo $args[0] | Format-List | Out-String -Width 200", In("a.jpg")).Objects.Select(one => one.ToString()));
        Assert.Contains("1/250 s, f/2.8, ISO 400, 50 mm", text, StringComparison.Ordinal);
        Assert.Contains("52.52 N, 13.4 W, 34.5 m", text, StringComparison.Ordinal);
        Assert.Contains("2026-05-04 03:02:01", text, StringComparison.Ordinal);
        Assert.Contains("Testmaker Testcam 3000", text, StringComparison.Ordinal);
    }

    private static void WritePhoto(string path)
    {
        using Image picture = Image.NewFromFile(TestImage.Write(path));
        using Image inMemory = picture.CopyMemory();
        using Image tagged = inMemory.Mutate(m =>
        {
            Set("exif-ifd0-Make", "Testmaker (Testmaker, ASCII, 10 components, 10 bytes)");
            Set("exif-ifd0-Model", "Testcam 3000 (Testcam 3000, ASCII, 13 components, 13 bytes)");
            Set("exif-ifd2-ExposureTime", "1/250 (1/250 sec., Rational, 1 components, 8 bytes)");
            Set("exif-ifd2-FNumber", "28/10 (f/2.8, Rational, 1 components, 8 bytes)");
            Set("exif-ifd2-ISOSpeedRatings", "400 (400, Short, 1 components, 2 bytes)");
            Set("exif-ifd2-DateTimeOriginal", "2026:05:04 03:02:01 (2026:05:04 03:02:01, ASCII, 20 components, 20 bytes)");
            Set("exif-ifd2-OffsetTimeOriginal", "+02:00 (+02:00, ASCII, 7 components, 7 bytes)");
            Set("exif-ifd2-FocalLength", "50/1 (50.0 mm, Rational, 1 components, 8 bytes)");
            Set("exif-ifd2-LensModel", "A lens (A lens, ASCII, 7 components, 7 bytes)");
            Set("exif-ifd3-GPSLatitudeRef", "N (N, ASCII, 2 components, 2 bytes)");
            Set("exif-ifd3-GPSLatitude", "52/1 31/1 12/1 (52, 31, 12, Rational, 3 components, 24 bytes)");
            Set("exif-ifd3-GPSLongitudeRef", "W (W, ASCII, 2 components, 2 bytes)");
            Set("exif-ifd3-GPSLongitude", "13/1 24/1 0/1 (13, 24, 0, Rational, 3 components, 24 bytes)");
            Set("exif-ifd3-GPSAltitude", "345/10 (34.5, Rational, 1 components, 8 bytes)");

            void Set(string field, string value) => m.Set(GValue.GStrType, field, value);
        });
        tagged.Jpegsave(path);
    }
}

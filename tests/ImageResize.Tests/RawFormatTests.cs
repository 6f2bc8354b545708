using ImageResize.Testing;
using ImageResize.Testing.Raw;

namespace ImageResize.Tests;

/// <summary>Camera raw: the picture is the largest JPEG in the file.</summary>
public sealed class RawFormatTests(EngineSession session) : ModuleTest(session)
{
    private static readonly string[] Turned = ["cr2", "nef", "arw", "dng", "orf", "pef", "cr3"];

    public static TheoryData<string> Formats => [.. RawSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_camera_s_own_picture_comes_out_upright_as_a_JPEG(string format)
    {
        Write("a." + format, 1600, 1200, 6);

        RunOutput run = Resize("-Size 400,400");

        Assert.Empty(run.Errors);
        Assert.Equal(Out("a.jpg"), run.The<string>("Path"));
        Assert.Equal("Raw", run.The<object>("SourceFormat").ToString());
        Assert.Contains($"({format.ToUpperInvariant()})", run.The<string>("Engine"), StringComparison.Ordinal);
        Assert.Contains("were not developed", string.Join(' ', run.The<string[]>("Warnings")), StringComparison.Ordinal);
        using Picture picture = Picture.Open(Out("a.jpg"));
        Assert.Equal((300, 400), (picture.Width, picture.Height));
        Assert.True(picture.IsUpright());
    }

    [Fact]
    public void A_name_tells_the_date_of_the_raw_file()
    {
        Write("a.nef", 1600, 1200, 6);
        Assert.Equal("2026-05-04-300.jpg", Resize("-Size 400 -Name '{date}-{width}'").The<string>("Name"));
    }

    [Fact]
    public void The_EXIF_of_the_raw_file_is_the_output_s()
    {
        Write("a.nef", 1600, 1200, 6);
        using Picture picture = Picture.Open(Resize("-Size 400").The<string>("Path"));
        Assert.StartsWith("NIKON CORPORATION", (string)picture.Field("exif-ifd0-Make"), StringComparison.Ordinal);
        Assert.StartsWith("2026:05:04", (string)picture.Field("exif-ifd2-DateTimeOriginal"), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_other_format_can_be_asked_for()
    {
        Write("a.cr2", 1600, 1200, 8);
        foreach (string format in (string[])["png", "webp", "tiff"])
        {
            using Picture picture = Picture.Open(Resize($"-Size 400,400 -Format {format}").The<string>("Path"));
            Assert.Equal((300, 400), (picture.Width, picture.Height));
            Assert.True(picture.IsUpright());
        }
    }

    [Fact]
    public void A_picture_that_is_too_small_is_no_answer()
    {
        Write("a.nef", 320, 240, 1);

        RunOutput small = Resize("-Size 200"), large = Resize("-Size 800"), whole = Resize("-Format jpeg");

        Assert.Empty(small.Errors);
        Assert.Equal(["UnsupportedFormat"], large.ErrorIds);
        Assert.Equal(["UnsupportedFormat"], whole.ErrorIds);
        Assert.Contains("320x240", large.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_a_picture_is_told_from_a_damaged_one()
    {
        File.WriteAllBytes(In("a.raf"), RawSamples.Raf(RawSamples.LosslessJpeg));
        Assert.Equal(["UnsupportedFormat"], Resize("-Size 200").ErrorIds);

        byte[] file = File.ReadAllBytes(Write("a.raf", 1600, 1200, 1));
        File.WriteAllBytes(In("a.raf"), file[..^1000]);
        Assert.Equal(["Damaged"], Resize("-Size 200").ErrorIds);
    }

    [Fact]
    public void A_raw_file_that_shows_a_small_picture_first_is_known_by_its_maker_s_mark()
    {
        byte[] file = new PlainTiff().Add(64, 48, [1, 2, 3]).ToArray();
        "IIIICwaR"u8.CopyTo(file.AsSpan(8));
        File.WriteAllBytes(In("a.tif"), file);
        RunOutput run = Resize("-Size 32");
        Assert.Equal(["UnsupportedFormat"], run.ErrorIds);
        Assert.Contains("IIQ", run.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_raw_file_is_never_replaced()
    {
        string path = Write("a.dng", 1600, 1200, 1);
        byte[] before = File.ReadAllBytes(path);

        RunOutput run = Session.Run("Invoke-ImageResize $args[0] -Size 64 -InPlace -Force", path);

        Assert.Equal(["UnsupportedFormat"], run.ErrorIds);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void Its_header_is_told_without_decoding_and_folders_list_it()
    {
        foreach (string format in RawSamples.All.Keys)
            Write("a." + format, 1600, 1200, 6);

        RunOutput run = Session.Run("Get-ImageInfo $args[0]", Path.GetDirectoryName(In("a"))!);

        Assert.Empty(run.Errors);
        Assert.Equal(RawSamples.All.Count, run.Objects.Length);
        Assert.All(run.All<object>("Format"), format => Assert.Equal("Raw", format.ToString()));
        Assert.All(run.All<int>("Width"), width => Assert.Equal(1200, width));
    }

    [Fact]
    public void Of_a_shot_that_is_stored_twice_the_JPEG_is_taken_from_a_folder()
    {
        string raw = Write("a.nef", 1600, 1200, 1);
        TestImage.Write(In("a.jpg"), 320, 240);
        Write("b.nef", 1600, 1200, 1);

        RunOutput both = Resize("-Size 100"), named = Resize("-Size 100 -Include *.nef -IfExists Overwrite"), listed = Session.Run("Get-ImageInfo $args[0]", Path.GetDirectoryName(raw)!);

        Assert.Empty(both.Errors);
        Assert.Equal([In("a.jpg"), In("b.nef")], both.All<string>("SourcePath").Order());
        Assert.Equal([raw, In("b.nef")], named.All<string>("SourcePath").Order());
        Assert.Equal(3, listed.Objects.Length);
    }

    private string Write(string name, int width, int height, int orientation)
    {
        string format = Path.GetExtension(name)[1..];
        bool turnsItself = !Turned.Contains(format);

        // A JPEG with EXIF of its own where the format leaves it to that; else one that knows nothing of how it is turned.
        byte[] large = File.ReadAllBytes(TestImage.WriteOriented(Folder["large.jpg"], orientation, orientation >= 5 ? height : width, orientation >= 5 ? width : height));
        if (!turnsItself)
            large = WithoutExif(large);
        using NetVips.Image corners = TestImage.Corners(160, 120);
        byte[] small = corners.JpegsaveBuffer(keep: NetVips.Enums.ForeignKeep.None);
        File.WriteAllBytes(In(name), RawSamples.All[format](large, small, orientation));
        return In(name);
    }

    private static byte[] WithoutExif(byte[] jpeg)
    {
        int at = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xE1]);
        return [.. jpeg[..at], .. jpeg[(at + 2 + (jpeg[at + 2] << 8 | jpeg[at + 3]))..]];
    }
}

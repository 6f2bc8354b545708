using System.Text;
using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

public sealed class CreditTests(EngineSession session) : ModuleTest(session)
{
    private const string Texts = "-Copyright '© 2026 Ærø & Söhne <x>' -Artist 'Zoë'";

    public static TheoryData<string, string> Ways => new()
    {
        { "a.jpg", "jpeg" }, { "a.jpg", "png" }, { "a.jpg", "webp" }, { "a.jpg", "tiff" }, { "a.jpg", "avif" },
        { "a.png", "png" }, { "a.png", "jpeg" }, { "a.tif", "jpeg" }, { "a.webp", "webp" }, { "a.bmp", "jpeg" }, { "a.bmp", "png" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Copyright_and_artist_are_in_EXIF_and_XMP_though_the_image_has_neither(string name, string format)
    {
        Write(name);
        RunOutput output = Resize($"-Size 64 -Format {format} {Texts}");
        Assert.Empty(output.Errors);
        Assert.Empty(output.Warnings);
        AssertCredits(output.The<string>("Path"), exif: format != "tiff");
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.Equal((64, 48), (picture.Width, picture.Height));
        Assert.True(picture.IsUpright(40));
    }

    [Fact]
    public void A_GIF_has_them_in_XMP()
    {
        Write("a.gif");
        RunOutput output = Resize($"-Size 64 {Texts}");
        Assert.Empty(output.The<string[]>("Dropped"));
        Assert.Contains("Zoë", Encoding.UTF8.GetString(File.ReadAllBytes(output.The<string>("Path"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("webp")]
    public void They_alone_change_no_pixel_and_recompress_nothing(string extension)
    {
        Write("a." + extension);
        RunOutput output = Resize(Texts);
        Assert.Equal("Resized", output.The<string>("Status"));
        using Image before = Load(In("a." + extension));
        using Image after = Load(output.The<string>("Path"));
        using Image difference = (before - after).Abs();
        Assert.Equal(0, difference.Max());
        Assert.Null(output.The<object>("Quality"));
        AssertCredits(output.The<string>("Path"), exif: true);
    }

    [Fact]
    public void What_is_there_already_is_replaced_and_all_else_stays()
    {
        const string Xmp = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:Rating=\"4\"><dc:creator><rdf:Seq><rdf:li>Nobody</rdf:li></rdf:Seq></dc:creator><dc:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">Old rights</rdf:li></rdf:Alt></dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>";
        using (Image image = Image.Black(128, 96, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb))
        using (Image told = image.Mutate(m =>
        {
            m.Set(GValue.GStrType, "exif-ifd0-Copyright", "Old rights");
            m.Set(GValue.GStrType, "exif-ifd0-Model", "Testcam");
            m.Set(GValue.BlobType, "xmp-data", Encoding.UTF8.GetBytes(Xmp));
        }))
            told.WriteToFile(In("a.jpg"));
        string path = Resize($"-Size 64 {Texts}").The<string>("Path");
        AssertCredits(path, exif: true);
        string all = Encoding.UTF8.GetString(File.ReadAllBytes(path));
        Assert.DoesNotContain("Old rights", XmpOf(path), StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody", XmpOf(path), StringComparison.Ordinal);
        Assert.Contains("Rating=\"4\"", XmpOf(path), StringComparison.Ordinal);
        Assert.Contains("Testcam", all, StringComparison.Ordinal);
    }

    [Fact]
    public void With_Metadata_None_they_are_all_that_there_is()
    {
        using (Image image = Image.Black(128, 96, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb))
        using (Image told = image.Mutate(m => m.Set(GValue.GStrType, "exif-ifd0-Model", "Testcam")))
            told.WriteToFile(In("a.jpg"));
        string path = Resize($"-Size 64 -Metadata None {Texts}").The<string>("Path");
        AssertCredits(path, exif: true);
        Assert.DoesNotContain("Testcam", Encoding.UTF8.GetString(File.ReadAllBytes(path)), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_texts_and_formats_without_a_place_are_told()
    {
        Write("a.png");
        Assert.Equal(["InvalidText"], Resize("-Size 64 -Copyright \"a`nb\"").ErrorIds);
        Assert.Contains("BMP outputs are made without it", Assert.Single(Resize("-Size 64 -Format bmp -Copyright x").Warnings), StringComparison.Ordinal);
    }

    private static void AssertCredits(string path, bool exif)
    {
        using Image image = Load(path);
        if (exif)
        {
            Assert.StartsWith("© 2026 Ærø & Söhne <x>", (string)image.Get("exif-ifd0-Copyright"), StringComparison.Ordinal);
            Assert.StartsWith("Zoë", (string)image.Get("exif-ifd0-Artist"), StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains("© 2026 Ærø & Söhne <x>\0", Encoding.UTF8.GetString(File.ReadAllBytes(path)), StringComparison.Ordinal);
        }

        var xmp = System.Xml.Linq.XDocument.Parse(XmpOf(path));
        System.Xml.Linq.XNamespace dc = "http://purl.org/dc/elements/1.1/";
        Assert.Equal("© 2026 Ærø & Söhne <x>", Assert.Single(xmp.Descendants(dc + "rights")).Value);
        Assert.Equal("Zoë", Assert.Single(xmp.Descendants(dc + "creator")).Value);
    }

    private static string XmpOf(string path)
    {
        using Image image = Load(path);
        return Encoding.UTF8.GetString((byte[])image.Get("xmp-data")).TrimStart('\uFEFF');
    }

    private static Image Load(string path) => Image.NewFromBuffer(File.ReadAllBytes(path));

    private void Write(string name)
    {
        if (name.EndsWith(".bmp", StringComparison.Ordinal))
            BitmapSamples.Write(In(name), 128, 96);
        else
            TestImage.Write(In(name), 128, 96);
    }
}

using ImageResize.Testing;

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
}

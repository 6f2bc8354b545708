using System.Buffers.Binary;
using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

/// <summary>What a page or frame shows: its own size and orientation, the whole canvas of an animation, and damage of one or all.</summary>
public sealed class PagePictureTests(EngineSession session) : PageTest(session)
{
    private static readonly byte[] Red = [220, 30, 30], Green = [30, 200, 30], Blue = [30, 30, 220];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pages_have_their_own_size_and_orientation(bool isBigEndian)
    {
        // A smaller version of the picture is no page, wherever it stands.
        PlainTiff tiff = new PlainTiff().Add(30, 20, Red, subfile: 1).Add(120, 80, Red).Add(40, 90, Green).Add(200, 50, Blue, 0, (274, [6, 0]));
        File.WriteAllBytes(In("a.tif"), tiff.ToArray(isBigEndian));
        RunOutput output = Resize("-Page All -Size 100 -Format png -Name '{name}-{page:00}-{width}x{height}'");
        Assert.Empty(output.Errors);
        Assert.Empty(output.Warnings);
        Assert.Equal(["a-01-100x67.png", "a-02-40x90.png", "a-03-25x100.png"], output.All<string>("Name").Order(StringComparer.Ordinal));
        foreach (string name in output.All<string>("Name"))
        {
            using Picture picture = Picture.Open(Out(name));
            Assert.EndsWith($"-{picture.Width}x{picture.Height}.png", name, StringComparison.Ordinal);
        }

        AssertShows("a-02-40x90.png", new Rgb(30, 200, 30));
        AssertShows("a-03-25x100.png", new Rgb(30, 30, 220));
        Assert.Equal(["120x80", "40x90", "50x200"], output.Objects.Select(one => $"{one.Properties["SourceWidth"].Value}x{one.Properties["SourceHeight"].Value}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Pages_of_what_encoders_write_are_taken_as_well(bool isBig, bool isPyramid)
    {
        Rgb[] colors = [Rgb.Red, Rgb.Green, Rgb.Blue, Rgb.Yellow];
        using (Image roll = Image.Arrayjoin([.. colors.Select(color => TestImage.Solid(300, 200, color))], across: 1))
        using (Image document = roll.Mutate(image => image.Set(GValue.GIntType, "page-height", 200)))
            document.Tiffsave(In("a.tif"), compression: Enums.ForeignTiffCompression.Jpeg, q: 90, bigtiff: isBig, tile: isPyramid, pyramid: isPyramid, subifd: isPyramid);
        RunOutput output = Resize("-Page All -Size 60 -Format png");
        Assert.Empty(output.Errors);
        Assert.Equal(4, output.Objects.Length);
        for (int i = 0; i < colors.Length; i++)
            AssertShows($"a-{i + 1}.png", colors[i]);
    }

    [Fact]
    public void The_corners_of_a_turned_page_are_where_they_belong()
    {
        using (Image upright = TestImage.Corners(120, 80))
        using (Image stored = upright.Rot270())
            File.WriteAllBytes(In("a.tif"), new PlainTiff().Add(30, 30, Red).Add(stored, orientation: 6).ToArray());
        RunOutput output = Resize("-Page 1 -Size 60 -Format png");
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.Equal((60, 40), (picture.Width, picture.Height));
        Assert.True(picture.At(0.1, 0.1).IsNear(Rgb.Red, 12));
        Assert.True(picture.At(0.9, 0.1).IsNear(Rgb.Green, 12));
        Assert.True(picture.At(0.9, 0.9).IsNear(Rgb.Blue, 12));
        Assert.True(picture.At(0.1, 0.9).IsNear(Rgb.Yellow, 12));
    }

    [Fact]
    public void A_broken_page_is_one_error_and_the_others_are_made()
    {
        byte[] tiff = new PlainTiff().Add(120, 80, Red).Add(120, 80, Green).Add(120, 80, Blue).ToArray();

        // The second page says that it is packed by a method that its samples do not follow.
        int second = BinaryPrimitives.ReadInt32LittleEndian(tiff.AsSpan(4));
        second = BinaryPrimitives.ReadInt32LittleEndian(tiff.AsSpan(second + 2 + 12 * BinaryPrimitives.ReadUInt16LittleEndian(tiff.AsSpan(second))));
        Span<byte> compression = tiff.AsSpan(second + 2 + 4 * 12, 12);
        Assert.Equal(259, BinaryPrimitives.ReadUInt16LittleEndian(compression));
        compression[8] = 8;
        File.WriteAllBytes(In("a.tif"), tiff);
        RunOutput output = Resize("-Page All -Size 60 -Format png");
        Assert.Equal(["Damaged"], output.ErrorIds);
        Assert.Contains("-Page 1: ", output.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["Failed", "Resized", "Resized"], output.All<string>("Status").Order(StringComparer.Ordinal));
        AssertShows("a-3.png", new Rgb(30, 30, 220));
        Assert.Empty(Resize("-Page 0 -Size 60 -Format jpeg").Errors);
    }

    [Fact]
    public void A_document_that_is_cut_off_is_damaged()
    {
        WritePages("a.tif");
        byte[] whole = File.ReadAllBytes(In("a.tif"));
        File.WriteAllBytes(In("a.tif"), whole[..^3000]);
        RunOutput output = Resize("-Page All -Size 60 -Format png");
        Assert.NotEmpty(output.ErrorIds);
        Assert.All(output.ErrorIds, id => Assert.Equal("Damaged", id));
    }

    [Theory]
    [InlineData("a.gif")]
    [InlineData("a.webp")]
    [InlineData("a.png")]
    public void An_animation_that_is_cut_off_is_damaged_whichever_frame_is_asked_for(string source)
    {
        WritePages(source);
        byte[] whole = File.ReadAllBytes(In(source));
        File.WriteAllBytes(In(source), whole[..^40]);
        foreach (string pages in (string[])["0", "2", "0,2"])
            Assert.Equal(["Damaged"], Resize($"-Page {pages} -Size 60 -Format png").ErrorIds);
    }

    [Fact]
    public void A_frame_is_what_is_seen_though_the_file_stores_a_part_of_it()
    {
        // A red picture on which a blue square appears; the encoders store the square alone.
        Image[] frames = [.. Enumerable.Range(0, 3).Select(i => TestImage.Solid(120, 80, Rgb.Red).Mutate(frame => frame.DrawRect([0, 0, 255], 20 * i, 20, 20, 20, fill: true)))];
        using (Image roll = Image.Arrayjoin(frames, across: 1))
        using (Image animation = roll.Mutate(image => image.Set(GValue.GIntType, "page-height", 80)))
        {
            animation.Gifsave(In("a.gif"));
            animation.Webpsave(In("b.webp"), lossless: true);
        }

        RunOutput output = Resize("-Page 2,1 -Format png");
        Assert.Empty(output.Errors);
        foreach (string name in (string[])["a-3.png", "b-3.png"])
        {
            using Picture picture = Picture.Open(Out(name));
            Assert.True(picture.At(50 / 119.0, 30 / 79.0).IsNear(new Rgb(0, 0, 255), 2));
            Assert.True(picture.At(10 / 119.0, 30 / 79.0).IsNear(Rgb.Red, 2));
            Assert.True(picture.At(0.9, 0.9).IsNear(Rgb.Red, 2));
        }
    }

    [Theory]
    [InlineData("a.gif")]
    [InlineData("a.webp")]
    [InlineData("a.png")]
    public void More_frames_than_are_worked_on_together_are_all_made(string source)
    {
        const int Frames = 70;
        if (source == "a.png")
            AnimatedPng.Write(In(source), Frames);
        else
            TestImage.WriteAnimation(In(source), Frames);
        RunOutput output = Resize("-Page All -Size 30 -Format bmp");
        Assert.Empty(output.Errors);
        int made = output.Objects.Length;
        Assert.True(made > 3);
        Rgb[] colors = [Rgb.Red, Rgb.Green, Rgb.Blue, Rgb.Yellow];
        for (int i = 0; i < made; i++)
            AssertShows($"a-{i + 1}.bmp", colors[i % colors.Length]);
        Assert.Equal(Frames, made);
    }
}

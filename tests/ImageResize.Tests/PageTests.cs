using System.Buffers.Binary;
using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

/// <summary>-Page: a page of a document or a frame of an animation as a picture of its own, known by its pixels.</summary>
public sealed class PageTests(EngineSession session) : ModuleTest(session)
{
    private static readonly byte[] Red = [220, 30, 30], Green = [30, 200, 30], Blue = [30, 30, 220];

    public static TheoryData<string, string> Sources
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string source in (string[])["a.tif", "a.gif", "a.webp", "a.png"])
                foreach (string format in (string[])["jpeg", "png", "webp", "gif", "tiff", "avif", "bmp", "ico"])
                    data.Add(source, format);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Every_page_becomes_a_still_picture_in_every_format(string source, string format)
    {
        WritePages(source);
        RunOutput output = Resize($"-Page All -Size 60 -Format {format}");
        Assert.Empty(output.Errors);
        Assert.Empty(output.Warnings);
        string extension = Path.GetExtension(output.All<string>("Name")[0]);
        Assert.Equal([$"a-1{extension}", $"a-2{extension}", $"a-3{extension}"], output.All<string>("Name").Order(StringComparer.Ordinal));
        Assert.All(output.All<string[]>("Dropped"), lost => Assert.Empty(lost.Intersect(["Frames", "Pages"])));
        Assert.All(output.All<int>("Width"), width => Assert.Equal(60, width));
        Assert.All(output.Objects, one => Assert.Equal($"a-{(int)one.Properties["Page"].Value + 1}{extension}", one.Properties["Name"].Value));
        AssertShows($"a-1{extension}", Rgb.Red);
        AssertShows($"a-2{extension}", Rgb.Green);
        AssertShows($"a-3{extension}", Rgb.Blue);
    }

    [Theory]
    [InlineData("a.tif")]
    [InlineData("a.gif")]
    [InlineData("a.webp")]
    [InlineData("a.png")]
    public void One_number_is_one_output_of_the_usual_name_and_of_one_page(string source)
    {
        WritePages(source);
        RunOutput output = Resize("-Page 1");
        Assert.Empty(output.Errors);
        Assert.Empty(output.Warnings);
        Assert.Equal(source, output.The<string>("Name"));
        AssertShows(source, Rgb.Green);
        Assert.Equal(1, Session.Run("Get-ImageInfo $args[0]", Out(source)).The<int>("Pages"));
    }

    [Theory]
    [InlineData("0", "a.png")]
    [InlineData("0,2", "a-1.png a-3.png")]
    [InlineData("'0,2'", "a-1.png a-3.png")]
    [InlineData("1..2", "a-2.png a-3.png")]
    [InlineData("(1..2)", "a-2.png a-3.png")]
    [InlineData("'0','1..2'", "a-1.png a-2.png a-3.png")]
    [InlineData("2,2", "a.png")]
    [InlineData("all", "a-1.png a-2.png a-3.png")]
    public void Pages_are_chosen_by_numbers_ranges_or_all(string pages, string names)
    {
        WritePages("a.gif");
        RunOutput output = Resize($"-Page {pages} -Format png");
        Assert.Empty(output.Errors);
        Assert.Equal(names.Split(' '), output.All<string>("Name").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("-1", "from 0")]
    [InlineData("first", "All")]
    [InlineData("1..x", "All")]
    [InlineData("''", "All")]
    [InlineData("100000", "99999")]
    public void What_is_no_page_is_told_before_any_work(string pages, string expected)
    {
        WritePages("a.gif");
        RunOutput output = Resize($"-Page {pages} -Format png");
        Assert.Contains("ParameterArgumentTransformationError", Assert.Single(output.ErrorIds), StringComparison.Ordinal);
        Assert.Contains(expected, output.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Page 3", "a.tif", "3 pages or frames, 0 to 2")]
    [InlineData("-Page 3", "a.gif", "3 pages or frames, 0 to 2")]
    [InlineData("-Page 3", "a.webp", "3 pages or frames, 0 to 2")]
    [InlineData("-Page 3", "a.png", "3 pages or frames, 0 to 2")]
    [InlineData("-Page 1", "a.jpg", "one page")]
    [InlineData("-Page 1", "a.bmp", "one page")]
    [InlineData("-Page 3 -Name '{name}-{width}'", "a.tif", "3 pages or frames, 0 to 2")]
    public void A_page_that_is_not_there_is_one_error_that_says_how_many_there_are(string parameters, string source, string expected)
    {
        WritePages(source);
        RunOutput output = Resize($"{parameters} -Size 60 -Format jpeg,png");
        Assert.Equal(["PageNotFound"], output.ErrorIds);
        Assert.Contains(expected, output.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.All(output.All<string>("Status"), status => Assert.Equal("Failed", status));
    }

    [Fact]
    public void Of_several_pages_those_that_are_there_are_made()
    {
        WritePages("a.tif");
        RunOutput output = Resize("-Page 2,3,7 -Size 60 -Format jpeg");
        Assert.Equal(["PageNotFound"], output.ErrorIds);
        Assert.Contains("3, 7", output.Errors[0].ToString(), StringComparison.Ordinal);
        AssertShows("a-3.jpg", Rgb.Blue);
    }

    [Fact]
    public void A_file_of_one_picture_has_one_page()
    {
        TestImage.Write(In("a.jpg"), 120, 80);
        Assert.Equal("Copied", Resize("-Page 0").The<string>("Status"));
        Assert.Equal("a-1.jpg", Resize("-Page All -Size 60").The<string>("Name"));
    }

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
    public void Sizes_and_formats_of_pages_have_names_of_their_own()
    {
        WritePages("a.webp");
        RunOutput output = Resize("-Page 0,2 -Size '60x','30x' -Format png,jpeg");
        Assert.Empty(output.Errors);
        Assert.Equal(
            ["a-1-30x.jpg", "a-1-30x.png", "a-1-60x.jpg", "a-1-60x.png", "a-3-30x.jpg", "a-3-30x.png", "a-3-60x.jpg", "a-3-60x.png"],
            output.All<string>("Name").Order(StringComparer.Ordinal));
        AssertShows("a-1-30x.png", Rgb.Red);
        AssertShows("a-3-60x.jpg", Rgb.Blue);
    }

    [Theory]
    [InlineData("{ param($output) \"$($_.BaseName)_p$($output.Page)\" }", "a_p1.png a_p2.png a_p3.png")]
    [InlineData("'{page:000}/{name}'", "a.png a.png a.png")]
    public void A_pattern_or_a_script_names_them(string name, string expected)
    {
        WritePages("a.gif");
        RunOutput output = Resize($"-Page All -Format png -Name {name}");
        Assert.Empty(output.Errors);
        Assert.Equal(expected.Split(' '), output.All<string>("Name").Order(StringComparer.Ordinal));
        Assert.Equal(3, output.All<string>("Path").Distinct().Count());
    }

    [Theory]
    [InlineData("-Page All -Name '{name}.{ext}'", "NameNotUnique", "{page}")]
    [InlineData("-Size 60 -Name '{name}-{page}'", "InvalidName", "-Page All")]
    [InlineData("-Page 0 -InPlace", "InPlaceConflict", "-Page")]
    public void What_does_not_go_together_is_told_before_any_work(string parameters, string errorId, string expected)
    {
        WritePages("a.gif");
        RunOutput output = Session.Run($"Invoke-ImageResize $args[0] {parameters}", In("a.gif"));
        Assert.Equal([errorId], output.ErrorIds);
        Assert.Contains(expected, output.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_pages_that_a_script_gives_one_name_are_refused()
    {
        WritePages("a.gif");
        RunOutput output = Resize("-Page 0,1 -Format png -Name { $_.BaseName }");
        Assert.Equal(["OutputCollision"], output.ErrorIds);
        AssertShows("a.png", Rgb.Red);
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

    [Theory]
    [InlineData("-Isolation Process")]
    [InlineData("-ThrottleLimit 4")]
    [InlineData("-AutoTrim")]
    [InlineData("-TargetLength 100KB")]
    public void It_goes_with_other_parameters(string parameters)
    {
        WritePages("a.tif");
        WritePages("b.gif");
        WritePages("c.png");
        RunOutput output = Resize($"-Page 1,2 -Size 60 -Format jpeg {parameters}");
        Assert.Empty(output.Errors);
        foreach (string name in (string[])["a", "b", "c"])
        {
            AssertShows($"{name}-2.jpg", Rgb.Green);
            AssertShows($"{name}-3.jpg", Rgb.Blue);
        }
    }

    [Fact]
    public void A_run_goes_on_with_the_pages_that_are_not_done()
    {
        WritePages("a.tif");
        string parameters = $"-Page All -Size 60 -Format png -JournalPath '{Folder["run.jsonl"]}'";
        Assert.Empty(Resize(parameters).Errors);
        File.Delete(Out("a-2.png"));
        RunOutput output = Resize(parameters + " -Resume");
        Assert.Equal(["Resized", "Skipped", "Skipped"], output.All<string>("Status").Order(StringComparer.Ordinal));
        AssertShows("a-2.png", Rgb.Green);
        Assert.Equal("Resized", Resize($"-Page 0 -Size 60 -Format png -Name '{{name}}-2' -JournalPath '{Folder["run.jsonl"]}' -Resume").The<string>("Status"));
        AssertShows("a-2.png", Rgb.Red);
    }

    [Fact]
    public void What_would_be_made_is_told_page_by_page_and_nothing_is_written()
    {
        WritePages("a.tif");
        RunOutput output = Resize("-Page All -Size 60 -Format png -WhatIf");
        Assert.Empty(output.Objects);
        Assert.False(Directory.Exists(Out()));
    }

    [Fact]
    public void Pages_count_for_the_limit_of_pixels_by_themselves()
    {
        WritePages("a.tif");
        WritePages("b.gif");
        RunOutput output = Resize($"-Page All -Size 60 -Format png -MaxPixels {120 * 80 * 2}");
        Assert.Equal(["a-1.png", "a-2.png", "a-3.png"], output.All<string>("Name").Where(name => !string.IsNullOrEmpty(name) && name.StartsWith('a')).Order(StringComparer.Ordinal));
        Assert.Equal(["TooLarge"], output.ErrorIds);
    }

    [Fact]
    public void The_page_is_completed()
    {
        RunOutput output = Session.Run("(TabExpansion2 'Invoke-ImageResize -Page A').CompletionMatches.CompletionText");
        Assert.Equal("All", output.Single.ToString());
    }

    [Fact]
    public void Names_of_pages_are_completed_where_pages_are_asked_for()
    {
        WritePages("a.gif");
        string[] names = [.. Session.Run("(TabExpansion2 'Invoke-ImageResize -Page All -Name ').CompletionMatches.CompletionText").Objects.Select(one => one.ToString()!)];
        Assert.NotEmpty(names);
        foreach (string name in names)
            Assert.Empty(Resize($"-Page All -Format png -Name {name}").Errors);
    }

    [Fact]
    public void A_measurement_takes_pages_as_well()
    {
        WritePages("a.tif");
        RunOutput output = Session.Run("Measure-ImageResize $args[0] -Page All -Format png -ThrottleLimit 1 -Repeat 1 -MinimumSeconds 0", In("a.tif"));
        Assert.Empty(output.Errors);
        Assert.Equal(3, output.The<int>("Images"));
    }

    /// <summary>Three pages or frames: red, green, blue; a picture of one where the format has no more.</summary>
    private void WritePages(string name)
    {
        string path = In(name);
        switch (Path.GetExtension(name))
        {
            case ".png":
                AnimatedPng.Write(path);
                break;
            case ".tif":
                byte[][] colors = [.. ((Rgb[])[Rgb.Red, Rgb.Green, Rgb.Blue]).Select(color => new[] { (byte)color.R, (byte)color.G, (byte)color.B })];
                File.WriteAllBytes(path, new PlainTiff().Add(120, 80, colors[0]).Add(120, 80, colors[1]).Add(120, 80, colors[2]).ToArray());
                break;
            case ".gif" or ".webp":
                TestImage.WriteAnimation(path);
                break;
            default:
                TestImage.Write(path, 120, 80);
                break;
        }
    }

    private void AssertShows(string name, Rgb color)
    {
        using Picture picture = Picture.Open(Out(name));
        Assert.Equal(1, picture.Frames);
        Rgb shown = picture.At(0.5, 0.5);
        Assert.True(shown.IsNear(color, 12), $"{name} shows {shown}, not {color}.");
    }
}

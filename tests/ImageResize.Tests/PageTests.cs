using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>-Page: a page of a document or a frame of an animation as a picture of its own, known by its pixels.</summary>
public sealed class PageTests(EngineSession session) : PageTest(session)
{
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
    public void A_measurement_takes_pages_as_well()
    {
        WritePages("a.tif");
        RunOutput output = Session.Run("Measure-ImageResize $args[0] -Page All -Format png -ThrottleLimit 1 -Repeat 1 -MinimumSeconds 0", In("a.tif"));
        Assert.Empty(output.Errors);
        Assert.Equal(3, output.The<int>("Images"));
    }
}

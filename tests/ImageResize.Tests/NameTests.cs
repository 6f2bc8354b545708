using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

public sealed class NameTests(EngineSession session) : ModuleTest(session)
{
    [Theory]
    [InlineData("'{name}-{width}x{height}.{ext}'", "a-100x75.JPG")]
    [InlineData("'{name}-{size}'", "a-100x100.JPG")]
    [InlineData("'{format}/{name}.{format}'", "jpeg/a.jpeg")]
    [InlineData(@"'{parent}\{index:000}-q{quality}.{ext}'", "in/001-q85.JPG")]
    [InlineData("'{date:yyyy}/{date:MM-dd}/{name}'", "2021/03-04/a.JPG")]
    [InlineData("'{name}-small.webp'", "a-small.webp")]
    [InlineData("{ $_.BaseName + '-s' }", "a-s.JPG")]
    [InlineData("{ $_.Name }", "a.JPG")]
    [InlineData("{ param($output) \"$($output.Width)-$($output.Index)-$($output.Extension)\" }", "100-1-JPG.JPG")]
    public void An_output_is_called_as_the_pattern_or_the_script_says(string name, string expected)
    {
        TestImage.Write(In("a.jpg"), 320, 240);
        File.Move(In("a.jpg"), In("a.JPG"));
        File.SetLastWriteTime(In("a.JPG"), new DateTime(2021, 3, 4, 5, 6, 7));
        RunOutput output = Resize($"-Size 100 -Name {name}");
        Assert.Empty(output.Errors);
        Assert.Equal(Out(expected), output.The<string>("Path"));
        using Picture picture = Picture.Open(Out(expected));
        Assert.Equal((100, 75), (picture.Width, picture.Height));
        Assert.Equal(expected.EndsWith(".webp", StringComparison.Ordinal) ? "WebP" : "Jpeg", output.The<string>("Format"));
    }

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.webp")]
    [InlineData("a.tif")]
    [InlineData("a.png")]
    public void The_date_is_that_of_the_picture_where_its_metadata_tell_it(string file)
    {
        using (Image plain = Image.Black(64, 48, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb))
        using (Image dated = plain.Mutate(image => image.Set(GValue.GStrType, "exif-ifd2-DateTimeOriginal", "2019:07:14 10:11:12")))
            dated.WriteToFile(In("plain.jpg"));
        Session.Run("Invoke-ImageResize -LiteralPath $args[0] -Destination $args[1] -Name $args[2]", In("plain.jpg"), Path.Combine(Folder.Path, "in"), file);
        File.Delete(In("plain.jpg"));
        Assert.Equal("2019-07-14 10.11/" + file, Path.GetRelativePath(Out(), Resize("-Size 32 -Name '{date:yyyy-MM-dd HH.mm}/{name}'").The<string>("Path")).Replace('\\', '/'));
    }

    [Fact]
    public void The_hash_is_that_of_the_content()
    {
        TestImage.Write(In("a.jpg"), 64, 48);
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(In("a.jpg"))))[..16];
        Assert.Equal(hash + ".jpg", Resize("-Size 32 -Name '{hash}'").The<string>("Name"));
    }

    [Fact]
    public void Sizes_and_formats_have_names_of_their_own_and_the_tree_is_kept()
    {
        TestImage.Write(In("x/a.png"), 320, 240);
        RunOutput output = Resize("-Recurse -Size '200x','100x' -Format jpg,webp -Name '{width}/{name}'");
        Assert.Equal(
            ["x/200/a.jpg", "x/200/a.webp", "x/100/a.jpg", "x/100/a.webp"],
            output.All<string>("Path").Select(path => Path.GetRelativePath(Out(), path).Replace('\\', '/')));
    }

    [Fact]
    public void Two_sizes_that_come_to_the_same_pixels_are_one_output()
    {
        TestImage.Write(In("a.png"), 64, 48);
        RunOutput output = Resize("-Size '200x','100x','32x' -Name '{name}-{width}'");
        Assert.Empty(output.Errors);
        Assert.Equal(["a-64.png", "a-32.png"], output.Objects.Where(one => (string)one.Properties["Status"].Value != "Skipped").Select(one => (string)one.Properties["Name"].Value).Order(StringComparer.Ordinal).Reverse());
        Assert.Single(output.All<string>("Status"), "Skipped");
    }

    [Theory]
    [InlineData("-Size 32 -Name '{nmae}'", "InvalidName", "{width}")]
    [InlineData("-Size 32 -Name '../{name}'", "InvalidName", "-Destination")]
    [InlineData("-Size 32 -Name '/tmp/{name}'", "InvalidName", "rooted")]
    [InlineData("-Size 32 -Name 'nul.{ext}'", "InvalidName", "device")]
    [InlineData("-Size 32 -Name '{name}.tga'", "InvalidName", "read and not written")]
    [InlineData("-Format png -Name '{name}-{size}'", "InvalidName", "{width}")]
    [InlineData("-Size 32 -Format png -Name '{name}.jpg'", "NameConflict", ".{ext}")]
    [InlineData("-Size '32x','16x' -Name '{name}'", "NameNotUnique", "{size}")]
    [InlineData("-Size 32 -Format png,webp -Name '{name}.png'", "NameNotUnique", ".{ext}")]
    [InlineData("-Size 32 -InPlace -Name '{name}'", "InPlaceConflict", "-Name")]
    public void A_pattern_that_cannot_be_is_told_before_any_work(string parameters, string errorId, string expected)
    {
        TestImage.Write(In("a.png"), 64, 48);
        byte[] before = File.ReadAllBytes(In("a.png"));
        RunOutput output = Session.Run($"Invoke-ImageResize -Path $args[0] {parameters}{(parameters.Contains("-InPlace", StringComparison.Ordinal) ? "" : " -Destination $args[1]")}", In("a.png"), Out());
        Assert.Equal([errorId], output.ErrorIds);
        Assert.Contains(expected, output.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out()));
        Assert.Equal(before, File.ReadAllBytes(In("a.png")));
    }

    [Theory]
    [InlineData("{ '../x' }", "'..'")]
    [InlineData("{ $_.FullName }", "rooted")]
    [InlineData("{ 'con.png' }", "device")]
    [InlineData("{ \"a`0b\" }", "character")]
    [InlineData("{ }", "nothing")]
    [InlineData("{ 'a', 'b' }", "2 values")]
    [InlineData("{ throw 'no' }", "no")]
    [InlineData("{ '' }", "empty")]
    [InlineData("{ 'x/' }", "without a name")]
    public void What_a_script_makes_of_one_image_is_an_error_of_that_image(string script, string expected)
    {
        TestImage.Write(In("a.png"), 64, 48);
        TestImage.Write(In("b.png"), 64, 48);
        string name = "{ if ($_.BaseName -eq 'b') { 'good' } else { & " + script + " } }";
        RunOutput output = Resize($"-Size 32 -Name {name}");
        Assert.Equal(["InvalidName"], output.ErrorIds);
        Assert.Contains(expected, output.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["good.png"], new DirectoryInfo(Out()).GetFiles("*", SearchOption.AllDirectories).Select(file => file.Name));
    }

    [Fact]
    public void A_file_whose_name_is_two_dots_does_not_lead_out()
    {
        TestImage.Write(In("a.png"), 64, 48);
        File.Move(In("a.png"), In("...png"));
        RunOutput output = Session.Run("Invoke-ImageResize -LiteralPath $args[0] -Destination $args[1] -Size 32 -Name '{name}/{width}.{ext}'", In("...png"), Out());
        Assert.Equal(["InvalidName"], output.ErrorIds);
        Assert.Equal(["...png"], Directory.EnumerateFiles(Folder.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public void An_image_whose_header_is_wanted_and_cannot_be_read_is_one_error()
    {
        File.WriteAllBytes(In("a.jpg"), [0xFF, 0xD8, 0xFF, 0xE0, 0, 4]);
        RunOutput output = Resize("-Size '32x','16x' -Name '{name}-{width}'");
        Assert.Equal(["Damaged"], output.ErrorIds);
        Assert.Equal(["Failed", "Failed"], output.All<string>("Status"));
    }

    [Fact]
    public void Two_images_of_one_name_collide_or_are_numbered()
    {
        TestImage.Write(In("a.png"), 64, 48);
        TestImage.Write(In("b.png"), 64, 48);
        Assert.Equal(["OutputCollision"], Resize("-Size 32 -Name '{width}'").ErrorIds);
        RunOutput numbered = Resize("-Size 16 -Name '{width}' -IfExists Rename");
        Assert.Equal(["16 (1).png", "16.png"], numbered.All<string>("Name").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_there_is_skipped_under_its_name_and_a_resumed_run_knows_it()
    {
        TestImage.Write(In("a.png"), 64, 48);
        string journal = Folder["run.jsonl"];
        Assert.Equal("Resized", Resize($"-Size 32 -Name '{{name}}-{{width}}' -JournalPath '{journal}'").The<string>("Status"));
        Assert.Equal("Skipped", Resize("-Size 32 -Name '{name}-{width}' -IfExists Skip").The<string>("Status"));
        Assert.Equal("Skipped", Resize($"-Size 32 -Name '{{name}}-{{width}}' -JournalPath '{journal}' -Resume").The<string>("Status"));
        Assert.Equal("Resized", Resize($"-Size 32 -Name '{{name}}_{{width}}' -JournalPath '{journal}' -Resume").The<string>("Status"));
    }

    [Fact]
    public void The_completer_offers_patterns_that_are_good()
    {
        string[] offered = [.. Session.Run("(TabExpansion2 'Invoke-ImageResize -Name ').CompletionMatches.CompletionText").Objects.Select(one => one.ToString())];
        Assert.NotEmpty(offered);
        TestImage.Write(In("a.png"), 64, 48);
        foreach (string pattern in offered)
            Assert.Empty(Resize($"-Size 32 -Name {pattern}").Errors);
    }
}

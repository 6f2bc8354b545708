using ImageResize.Testing;

namespace ImageResize.Tests;

public sealed class InPlaceTests(EngineSession session) : ModuleTest(session)
{
    [Fact]
    public void The_image_is_replaced_by_its_small_form()
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Run("-Size 100 -InPlace -Force");
        Assert.Empty(output.Errors);
        Assert.Equal(In("a.jpg"), output.The<string>("Path"));
        using Picture picture = Picture.Open(In("a.jpg"));
        Assert.Equal(100, picture.Width);
        Assert.True(picture.IsUpright());
        Assert.Equal(["in/a.jpg"], Folder.Files());
    }

    [Theory]
    [InlineData("-Confirm:$false", "Resized")]
    [InlineData("-Force", "Resized")]
    public void It_is_done_without_asking_only_when_that_was_said(string parameter, string status)
    {
        TestImage.Write(In("a.jpg"));
        Assert.Equal(status, Run($"-Size 100 -InPlace {parameter}").The<string>("Status"));
    }

    [Fact]
    public void Where_nobody_can_be_asked_nothing_is_replaced()
    {
        TestImage.Write(In("a.jpg"));
        byte[] before = File.ReadAllBytes(In("a.jpg"));
        RunOutput output = Run("-Size 100 -InPlace");
        Assert.Empty(output.Objects);
        Assert.NotEmpty(output.Errors);
        Assert.Equal(before, File.ReadAllBytes(In("a.jpg")));
    }

    [Fact]
    public void A_damaged_image_stays_as_it_is()
    {
        TestImage.Write(In("a.jpg"));
        byte[] half = File.ReadAllBytes(In("a.jpg"))[..1500];
        File.WriteAllBytes(In("a.jpg"), half);
        Assert.Equal(["Damaged"], Run("-Size 100 -InPlace -Force").ErrorIds);
        Assert.Equal(half, File.ReadAllBytes(In("a.jpg")));
        Assert.Equal(["in/a.jpg"], Folder.Files());
    }

    [Fact]
    public void An_image_that_fits_is_not_touched()
    {
        TestImage.Write(In("a.jpg"), 80, 60);
        DateTime time = File.GetLastWriteTimeUtc(In("a.jpg"));
        Assert.Equal("Skipped", Run("-Size 100 -InPlace -Force").The<string>("Status"));
        Assert.Equal(time, File.GetLastWriteTimeUtc(In("a.jpg")));
    }

    [Fact]
    public void A_symbolic_link_stays_a_link_and_its_file_is_replaced()
    {
        TestImage.Write(Folder["real/a.jpg"]);
        File.CreateSymbolicLink(In("a.jpg"), Folder["real/a.jpg"]);
        Run("-Size 100 -InPlace -Force");
        Assert.NotNull(new FileInfo(In("a.jpg")).LinkTarget);
        using Picture picture = Picture.Open(Folder["real/a.jpg"]);
        Assert.Equal(100, picture.Width);
    }

    [Fact]
    public void The_mode_of_the_file_is_kept_and_its_time_when_asked()
    {
        TestImage.Write(In("a.jpg"));
        var time = new DateTime(2019, 5, 6, 7, 8, 9, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(In("a.jpg"), time);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(In("a.jpg"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Run("-Size 100 -InPlace -Force -PreserveTimestamp");
        Assert.Equal(time, File.GetLastWriteTimeUtc(In("a.jpg")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(In("a.jpg")));
    }

    [Fact]
    public void Of_an_image_with_two_names_only_the_one_given_is_replaced()
    {
        TestImage.Write(In("a.jpg"));
        string other = Folder["other/a.jpg"];
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There is no ln there.");
            return;
        }

        System.Diagnostics.Process.Start("ln", [In("a.jpg"), other]).WaitForExit();
        Assert.Equal("Resized", Run("-Size 100 -InPlace -Force").The<string>("Status"));
        using Picture small = Picture.Open(In("a.jpg"));
        using Picture large = Picture.Open(other);
        Assert.Equal((100, 640), (small.Width, large.Width));
    }

    [Fact]
    public void A_read_only_image_is_replaced_by_force_only_and_stays_read_only()
    {
        TestImage.Write(In("a.jpg"));
        new FileInfo(In("a.jpg")).IsReadOnly = true;
        Assert.Equal(["AccessDenied"], Run("-Size 100 -InPlace -Confirm:$false").ErrorIds);
        Assert.Empty(Run("-Size 100 -InPlace -Force").Errors);
        Assert.True(new FileInfo(In("a.jpg")).IsReadOnly);
        new FileInfo(In("a.jpg")).IsReadOnly = false;
    }

    [Fact]
    public void Half_its_size_is_not_taken_twice_when_a_run_is_resumed()
    {
        TestImage.Write(In("a.jpg"), 640, 480);
        string run = $"-Size '50%' -InPlace -Force -JournalPath '{Path.Combine(Folder.Path, "run.jsonl")}' -Resume";
        Assert.Equal("Resized", Run(run).The<string>("Status"));
        Assert.Equal("Skipped", Run(run).The<string>("Status"));
        using Picture picture = Picture.Open(In("a.jpg"));
        Assert.Equal(320, picture.Width);
    }

    [Theory]
    [InlineData("-Destination out")]
    [InlineData("-Format png")]
    public void It_goes_with_no_other_place_and_no_other_format(string parameter)
    {
        TestImage.Write(In("a.jpg"));
        Assert.Equal(["InPlaceConflict"], Run($"-Size 100 -InPlace -Force {parameter}").ErrorIds);
    }

    [Fact]
    public void A_timestamp_is_kept_on_an_output_elsewhere_too()
    {
        TestImage.Write(In("a.jpg"));
        var time = new DateTime(2019, 5, 6, 7, 8, 9, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(In("a.jpg"), time);
        Resize("-Size 100 -PreserveTimestamp");
        Assert.Equal(time, File.GetLastWriteTimeUtc(Out("a.jpg")));
    }

    private RunOutput Run(string parameters) => Session.Run($"Invoke-ImageResize $args[0] {parameters}", Path.GetDirectoryName(In("a.jpg"))!);
}

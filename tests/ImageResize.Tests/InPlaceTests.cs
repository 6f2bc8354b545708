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

    [Theory]
    [InlineData(".bak", "in/sub/a.jpg.bak")]
    [InlineData("./originals", "originals/sub/a.jpg")]
    public void The_original_is_kept_where_that_is_asked_for(string backup, string kept)
    {
        TestImage.Write(In("sub/a.jpg"));
        byte[] before = File.ReadAllBytes(In("sub/a.jpg"));
        DateTime time = File.GetLastWriteTimeUtc(In("sub/a.jpg"));
        RunOutput output = Session.Run($"Set-Location $args[1]; Invoke-ImageResize $args[0] -Recurse -Size 100 -InPlace -Force -Backup {backup}", Path.Combine(Folder.Path, "in"), Folder.Path);
        Assert.Empty(output.Errors);
        Assert.Equal(100, output.The<int>("Width"));
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Folder.Path, kept)));
        Assert.Equal(time, File.GetLastWriteTimeUtc(Path.Combine(Folder.Path, kept)));
    }

    [Fact]
    public void The_backup_of_an_image_that_lacks_its_end_marker_is_the_same_byte_for_byte()
    {
        TestImage.Write(In("a.jpg"));
        byte[] before = File.ReadAllBytes(In("a.jpg"))[..^2];
        File.WriteAllBytes(In("a.jpg"), before);
        Assert.Equal("Resized", Run("-Size 100 -InPlace -Force -Backup .bak").The<string>("Status"));
        Assert.Equal(before, File.ReadAllBytes(In("a.jpg.bak")));
    }

    [Fact]
    public void A_backup_of_another_state_is_never_replaced()
    {
        TestImage.Write(In("a.jpg"));
        Run("-Size 100 -InPlace -Force -Backup .bak");
        byte[] first = File.ReadAllBytes(In("a.jpg")), kept = File.ReadAllBytes(In("a.jpg.bak"));
        RunOutput output = Run("-Size 50 -InPlace -Force -Backup .bak");
        Assert.Equal(["OutputExists"], output.ErrorIds);
        Assert.Equal(first, File.ReadAllBytes(In("a.jpg")));
        Assert.Equal(kept, File.ReadAllBytes(In("a.jpg.bak")));
    }

    [Fact]
    public void A_backup_that_a_stopped_run_has_made_of_the_same_file_will_do()
    {
        TestImage.Write(In("a.jpg"));
        File.Copy(In("a.jpg"), In("a.jpg.bak"));
        File.SetLastWriteTimeUtc(In("a.jpg.bak"), File.GetLastWriteTimeUtc(In("a.jpg")));
        Assert.Equal("Resized", Run("-Size 100 -InPlace -Force -Backup .bak").The<string>("Status"));
    }

    [Fact]
    public void An_image_that_fits_needs_no_backup_and_a_folder_of_backups_is_no_input()
    {
        TestImage.Write(In("a.jpg"), 80, 60);
        TestImage.Write(In("originals/b.jpg"));
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Recurse -Size 100 -InPlace -Force -Backup $args[1]", Path.Combine(Folder.Path, "in"), Path.Combine(Folder.Path, "in", "originals"));
        Assert.Equal("Skipped", output.The<string>("Status"));
        Assert.Equal(["in/a.jpg", "in/originals/b.jpg"], Folder.Files().Order());
    }

    [Theory]
    [InlineData("-Backup .bak", "BackupWithoutInPlace")]
    [InlineData("-InPlace -Force -Backup .old.jpg", "InvalidBackup")]
    public void A_backup_that_cannot_be_is_refused_before_any_work(string parameters, string errorId)
    {
        TestImage.Write(In("a.jpg"));
        Assert.Equal([errorId], Run("-Size 100 " + parameters).ErrorIds);
        Assert.Equal(["in/a.jpg"], Folder.Files());
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

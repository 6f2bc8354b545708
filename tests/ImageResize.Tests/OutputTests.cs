using ImageResize.Testing;

namespace ImageResize.Tests;

public sealed class OutputTests(EngineSession session) : ModuleTest(session)
{
    [Fact]
    public void Without_a_destination_outputs_go_to_a_folder_beside_each_image()
    {
        TestImage.Write(In("a.jpg"));
        TestImage.Write(In("sub/b.jpg"));
        Session.Run("Invoke-ImageResize $args[0] -Recurse -Size 100", Path.Combine(Folder.Path, "in"));
        Assert.Equal(["in/a.jpg", "in/resized/a.jpg", "in/sub/b.jpg", "in/sub/resized/b.jpg"], Folder.Files());
    }

    [Fact]
    public void A_second_run_does_not_take_the_outputs_of_the_first_for_images()
    {
        TestImage.Write(In("a.jpg"));
        Session.Run("Invoke-ImageResize $args[0] -Recurse -Size 100", Path.Combine(Folder.Path, "in"));
        RunOutput second = Session.Run("Invoke-ImageResize $args[0] -Recurse -Size 100", Path.Combine(Folder.Path, "in"));
        Assert.Single(second.Objects);
        Assert.Equal(["in/a.jpg", "in/resized/a.jpg"], Folder.Files());
    }

    [Fact]
    public void The_folder_of_outputs_that_a_listing_pipes_along_is_no_input()
    {
        TestImage.Write(In("a.jpg"));
        Pipe("Invoke-ImageResize -Size 100", In("a.jpg"));
        RunOutput second = Session.Run("$args[0] | Invoke-ImageResize -Size 100", (object)new object[] { new DirectoryInfo(In("resized/x"))!.Parent!, new FileInfo(In("a.jpg")) });
        Assert.Empty(second.Errors);
        Assert.Equal("Resized", second.The<string>("Status"));
        Assert.Equal(["in/a.jpg", "in/resized/a.jpg"], Folder.Files());
    }

    [Fact]
    public void Under_a_destination_the_tree_of_the_input_folder_is_kept()
    {
        TestImage.Write(In("a.jpg"));
        TestImage.Write(In("x/a.jpg"));
        TestImage.Write(In("x/y/a.jpg"));
        RunOutput output = Resize("-Size 100 -Recurse");
        Assert.Empty(output.Errors);
        Assert.Equal(["in/a.jpg", "in/x/a.jpg", "in/x/y/a.jpg", "out/a.jpg", "out/x/a.jpg", "out/x/y/a.jpg"], Folder.Files());
    }

    [Fact]
    public void A_destination_inside_the_input_folder_is_not_walked_into()
    {
        TestImage.Write(In("a.jpg"));
        string script = "Invoke-ImageResize $args[0] -Recurse -Size 100 -Destination ($args[0] + '/small')";
        Session.Run(script, Path.Combine(Folder.Path, "in"));
        Assert.Single(Session.Run(script, Path.Combine(Folder.Path, "in")).Objects);
        Assert.Equal(["in/a.jpg", "in/small/a.jpg"], Folder.Files());
    }

    [Fact]
    public void The_originals_keep_their_bytes_and_their_times()
    {
        TestImage.Write(In("a.jpg"));
        var time = new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(In("a.jpg"), time);
        byte[] before = File.ReadAllBytes(In("a.jpg"));
        Resize("-Size 100");
        Assert.Equal(before, File.ReadAllBytes(In("a.jpg")));
        Assert.Equal(time, File.GetLastWriteTimeUtc(In("a.jpg")));
    }

    [Fact]
    public void Two_images_for_one_output_are_refused_for_the_second()
    {
        TestImage.Write(In("a.png"));
        TestImage.Write(In("a.webp"));
        RunOutput output = Resize("-Size 100 -Format jpeg");
        Assert.Equal(["OutputCollision"], output.ErrorIds);
        Assert.Contains("-IfExists Rename", output.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["in/a.png", "in/a.webp", "out/a.jpg"], Folder.Files());
    }

    [Fact]
    public void Two_images_for_one_output_both_come_out_when_renaming_is_allowed()
    {
        TestImage.Write(In("a.png"));
        TestImage.Write(In("a.webp"));
        RunOutput output = Resize("-Size 100 -Format jpeg -IfExists Rename");
        Assert.Empty(output.Errors);
        Assert.Equal(["in/a.png", "in/a.webp", "out/a (1).jpg", "out/a.jpg"], Folder.Files());
    }

    [Fact]
    public void An_image_given_twice_is_done_once()
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Pipe("Invoke-ImageResize -Size 100", In("a.jpg"), In("a.jpg"));
        Assert.Empty(output.Errors);
        Assert.Equal(["Resized", "Skipped"], output.All<string>("Status").Order());

        // The paths are piped on, to Remove-Item too: none may be the original's.
        Assert.DoesNotContain(In("a.jpg"), output.All<string?>("FullName"));
    }

    [Fact]
    public void An_output_never_replaces_its_input()
    {
        TestImage.Write(In("a.jpg"));
        byte[] before = File.ReadAllBytes(In("a.jpg"));
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Size 100 -Destination $args[1] -IfExists Overwrite -Force", In("a.jpg"), Path.Combine(Folder.Path, "in"));
        Assert.Equal(["OutputCollision"], output.ErrorIds);
        Assert.Equal(before, File.ReadAllBytes(In("a.jpg")));
    }

    [Fact]
    public void An_output_never_replaces_its_input_by_way_of_a_symbolic_link()
    {
        TestImage.Write(In("a.jpg"));
        byte[] before = File.ReadAllBytes(In("a.jpg"));
        string link = Path.Combine(Folder.Path, "link");
        Directory.CreateSymbolicLink(link, Path.Combine(Folder.Path, "in"));
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Size 100 -Destination $args[1] -IfExists Overwrite -Force", In("a.jpg"), link);
        Assert.Equal(["OutputCollision"], output.ErrorIds);
        Assert.Equal(before, File.ReadAllBytes(In("a.jpg")));
    }

    [Fact]
    public void An_output_never_replaces_the_file_that_an_input_links_to()
    {
        TestImage.Write(Folder["out/a.jpg"]);
        byte[] before = File.ReadAllBytes(Folder["out/a.jpg"]);
        File.CreateSymbolicLink(In("a.jpg"), Folder["out/a.jpg"]);
        Assert.Equal(["OutputCollision"], Resize("-Size 100 -Force -IfExists Overwrite").ErrorIds);
        Assert.Equal(before, File.ReadAllBytes(Folder["out/a.jpg"]));
    }

    [Fact]
    public void Two_links_to_one_image_are_two_images()
    {
        TestImage.Write(Folder["elsewhere/a.jpg"]);
        File.CreateSymbolicLink(In("one.jpg"), Folder["elsewhere/a.jpg"]);
        File.CreateSymbolicLink(In("two.jpg"), Folder["elsewhere/a.jpg"]);
        Assert.Equal(["Resized", "Resized"], Resize("-Size 100").All<string>("Status"));
    }

    [Fact]
    public void A_conversion_beside_the_images_spares_a_file_that_may_be_an_original()
    {
        TestImage.Write(In("a.png"));
        File.WriteAllText(In("a.jpg"), "an original");
        const string Script = "Invoke-ImageResize $args[0] -Format jpeg -Destination $args[1]";
        RunOutput output = Session.Run(Script, In("a.png"), Path.Combine(Folder.Path, "in"));
        Assert.Equal(["OutputExists"], output.ErrorIds);
        Assert.Equal("an original", File.ReadAllText(In("a.jpg")));
        Assert.Empty(Session.Run(Script + " -IfExists Overwrite", In("a.png"), Path.Combine(Folder.Path, "in")).Errors);
    }

    [Theory]
    [InlineData("Overwrite", "Resized", 100)]
    [InlineData("Skip", "Skipped", 0)]
    [InlineData("Update", "Skipped", 0)]
    [InlineData("Fail", "Failed", 0)]
    public void IfExists_decides_what_happens_to_an_earlier_output(string action, string status, int width)
    {
        TestImage.Write(In("a.jpg"));
        Directory.CreateDirectory(Out());
        File.WriteAllText(Out("a.jpg"), "earlier");
        RunOutput output = Resize($"-Size 100 -IfExists {action}");
        Assert.Equal(status, output.The<string>("Status"));
        Assert.Equal(width, output.The<int>("Width"));
        Assert.Equal(width == 0, File.ReadAllText(Out("a.jpg")) == "earlier");
    }

    [Fact]
    public void Update_replaces_an_output_that_is_older_than_the_image()
    {
        TestImage.Write(In("a.jpg"));
        File.WriteAllText(Out("a.jpg"), "earlier");
        File.SetLastWriteTimeUtc(Out("a.jpg"), DateTime.UtcNow.AddDays(-1));
        Assert.Equal("Resized", Resize("-Size 100 -IfExists Update").The<string>("Status"));
    }

    [Fact]
    public void Rename_finds_a_free_name()
    {
        TestImage.Write(In("a.jpg"));
        File.WriteAllText(Out("a.jpg"), "earlier");
        File.WriteAllText(Out("a (1).jpg"), "earlier");
        Assert.Equal(Out("a (2).jpg"), Resize("-Size 100 -IfExists Rename").The<string>("Path"));
    }

    [Fact]
    public void A_symbolic_link_is_not_replaced_without_force()
    {
        TestImage.Write(In("a.jpg"));
        File.WriteAllText(In("precious.txt"), "precious");
        File.CreateSymbolicLink(Out("a.jpg"), In("precious.txt"));
        Assert.Equal(["OutputExists"], Resize("-Size 100").ErrorIds);
        Assert.Empty(Resize("-Size 100 -Force").Errors);
        Assert.Equal("precious", File.ReadAllText(In("precious.txt")));
        Assert.Null(new FileInfo(Out("a.jpg")).LinkTarget);
    }

    [Fact]
    public void WhatIf_says_what_would_be_done_and_does_nothing()
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Resize("-Size 100 -WhatIf");
        Assert.Empty(output.Objects);
        Assert.Empty(output.Errors);
        Assert.Equal(["in/a.jpg"], Folder.Files());
        Assert.False(Directory.Exists(Out()));
    }

    [Fact]
    public void An_unwritable_place_is_one_clear_error_for_each_image()
    {
        TestImage.Write(In("a.jpg"));
        Directory.CreateDirectory(Out("a.jpg"));
        Assert.Equal(["OutputExists"], Resize("-Size 100").ErrorIds);
    }

    [Fact]
    public void A_destination_that_is_a_file_ends_the_command()
    {
        TestImage.Write(In("a.jpg"));
        File.WriteAllText(Path.Combine(Folder.Path, "out"), "a file");
        Assert.Equal(["InvalidDestination"], Resize("-Size 100").ErrorIds);
    }

    [Fact]
    public void No_temporary_file_stays_behind()
    {
        TestImage.Write(In("a.jpg"));
        File.WriteAllText(In("b.jpg"), "no image");
        Resize("-Size 100");
        Assert.Equal(["in/a.jpg", "in/b.jpg", "out/a.jpg"], Folder.Files());
    }
}

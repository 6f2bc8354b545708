using ImageResize.Testing;

namespace ImageResize.Tests;

public sealed class InputTests(EngineSession session) : ModuleTest(session)
{
    [Theory]
    [InlineData("", "3 files of other image formats were left out: 2 .heic, 1 .psd.")]
    [InlineData("-Exclude *.psd", "2 files of other image formats were left out: 2 .heic.")]
    [InlineData("-Exclude *.heic", "1 file of another image format was left out: 1 .psd.")]
    public void A_folder_tells_which_image_files_it_left_out(string parameters, string told)
    {
        TestImage.Write(In("a.jpg"));
        foreach (string name in new[] { "b.heic", "c.HEIC", "d.psd", "notes.txt" })
            File.WriteAllText(In(name), "x");
        Assert.Equal([told], Resize($"-Size 60 {parameters}").Warnings);
    }

    [Fact]
    public void Where_include_says_what_is_taken_nothing_counts_as_left_out()
    {
        TestImage.Write(In("a.jpg"));
        File.WriteAllText(In("b.heic"), "x");
        Assert.Empty(Resize("-Size 60 -Include *.jpg").Warnings);
    }

    [Fact]
    public void File_objects_bind_from_the_pipeline()
    {
        string[] files = [.. Enumerable.Range(0, 5).Select(i => TestImage.Write(In($"{i}.jpg")))];
        RunOutput output = Pipe("Invoke-ImageResize -Size 100 -Destination '" + Out() + "'", files);
        Assert.Empty(output.Errors);
        Assert.Equal(5, output.Objects.Length);
    }

    [Fact]
    public void Text_from_the_pipeline_is_a_path_with_wildcards()
    {
        TestImage.Write(In("a1.jpg"));
        TestImage.Write(In("a2.jpg"));
        TestImage.Write(In("b.jpg"));
        Assert.Equal(2, Session.Run("$args[0] | Invoke-ImageResize -Size 100", In("a*.jpg")).Objects.Length);
    }

    [Fact]
    public void Results_pipe_on_to_another_run()
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Size 200 | Invoke-ImageResize -Size 100 -Destination $args[1]", In("a.jpg"), Out());
        Assert.Empty(output.Errors);
        Assert.Equal(100, output.The<int>("Width"));
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Path = $args[0] }")]
    [InlineData("Get-FileHash -LiteralPath $args[0]")]
    [InlineData("[pscustomobject]@{ Path = $args[0]; N = 1 } | ConvertTo-Csv | ConvertFrom-Csv")]
    [InlineData("Get-ImageInfo -LiteralPath $args[0] | Select-Object Path")]
    [InlineData("Get-Item -LiteralPath $args[0]")]
    [InlineData("[System.IO.FileInfo]::new($args[0])")]
    [InlineData(", @(Get-Item -LiteralPath $args[0])")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-Item -LiteralPath $args[0])))")]
    public void An_object_that_says_where_its_file_is_binds_and_its_path_is_literal(string objects)
    {
        File.Move(TestImage.Write(In("source.jpg")), In("a[1].jpg"));
        RunOutput output = Session.Run(objects + " | Invoke-ImageResize -Size 100 -Destination $args[1]", In("a[1].jpg"), Out());
        Assert.Empty(output.Errors);
        Assert.Equal(Out("a[1].jpg"), output.The<string>("Path"));
    }

    [Theory]
    [InlineData("Get-Process -Id $PID")]
    [InlineData("42")]
    [InlineData("[pscustomobject]@{ Name = 'a' }")]
    [InlineData("[pscustomobject]@{ Path = '' }")]
    [InlineData("''")]
    [InlineData("$null")]
    public void A_foreign_object_is_one_error_and_the_others_go_on(string foreign)
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Session.Run("& { " + foreign + "; Get-Item $args[0] } $args[0] | Invoke-ImageResize -Size 100 -Destination $args[1]", In("a.jpg"), Out());
        Assert.Equal(["NotAPath"], output.ErrorIds);
        Assert.Contains("Get-ChildItem", output.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal("Resized", output.The<string>("Status"));
    }

    [Fact]
    public void A_relative_path_is_relative_to_the_session_not_to_the_process()
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Session.Run("$ExecutionContext.SessionState.Path.SetLocation($args[0]) | Out-Null; Invoke-ImageResize a.jpg -Size 100", Path.Combine(Folder.Path, "in"));
        Assert.Equal(Path.Combine(Folder.Path, "in", "resized", "a.jpg"), output.The<string>("Path"));
    }

    [Theory]
    [InlineData("photo[1].jpg")]
    [InlineData("ends in ].jpg")]
    [InlineData("photo [n=-1]")]
    [InlineData("with space and (brackets) {x}.jpg")]
    [InlineData("emoji 📷 ünïcode 漢字.jpg")]
    [InlineData("-leading-dash.jpg")]
    [InlineData("it's $HOME `quoted` & more;.jpg")]
    [InlineData(".hidden.jpg")]
    [InlineData("two\nlines.jpg")]
    public void Any_name_works_as_a_literal_path(string name)
    {
        File.Move(TestImage.Write(In("source.jpg")), In(name));
        RunOutput output = Session.Run("Invoke-ImageResize -LiteralPath $args[0] -Size 100 -Destination $args[1]", In(name), Out());
        Assert.Empty(output.Errors);
        Assert.Equal(Out(name), output.The<string>("Path"));
        Assert.True(File.Exists(Out(name)));
    }

    [Fact]
    public void A_name_as_long_as_the_file_system_allows_works()
    {
        string name = new string('n', 251) + ".jpg";
        TestImage.Write(In(name));
        Assert.Empty(Resize("-Size 100").Errors);
        Assert.True(File.Exists(Out(name)));
    }

    [Fact]
    public void A_path_longer_than_260_characters_works()
    {
        string deep = string.Join('/', Enumerable.Repeat(new string('d', 60), 6)) + "/a.jpg";
        TestImage.Write(In(deep));
        Assert.Empty(Resize("-Size 100 -Recurse").Errors);
        Assert.True(File.Exists(Out(deep)));
    }

    [Fact]
    public void A_folder_gives_its_images_and_nothing_else()
    {
        TestImage.Write(In("a.jpg"));
        TestImage.Write(In("b.PNG".ToLowerInvariant()));
        TestImage.Write(In("sub/c.jpg"));
        File.WriteAllText(In("notes.txt"), "text");
        RunOutput output = Resize("-Size 100");
        Assert.Empty(output.Errors);
        Assert.Equal(2, output.Objects.Length);
    }

    [Theory]
    [InlineData("-Include *.png", 1)]
    [InlineData("-Exclude *.png", 2)]
    [InlineData("-Include *.jpg,*.png -Exclude b*", 2)]
    [InlineData("-Include *.dat", 1)]
    public void Include_and_Exclude_choose_by_name(string parameters, int count)
    {
        TestImage.Write(In("a.jpg"));
        TestImage.Write(In("b.jpg"));
        TestImage.Write(In("c.png"));
        File.Move(TestImage.Write(In("x.png")), In("x.dat"));
        Assert.Equal(count, Resize("-Size 100 " + parameters).Objects.Length);
    }

    [Fact]
    public void A_wildcard_that_matches_nothing_is_a_warning()
    {
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Size 100", In("*.jpg"));
        Assert.Empty(output.Errors);
        Assert.Contains("*.jpg", Assert.Single(output.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wildcard_that_matches_only_folders_takes_the_images_in_them()
    {
        TestImage.Write(In("photos2024/a.jpg"));
        TestImage.Write(In("photos2025/b.jpg"));
        TestImage.Write(In("photos2025/deep/c.jpg"));
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Size 100 -Destination $args[1]", In("photos*"), Out());
        Assert.Empty(output.Errors);
        Assert.Empty(output.Warnings);
        Assert.Equal([Out("photos2024/a.jpg"), Out("photos2025/b.jpg")], output.All<string>("Path").Order());
    }

    [Fact]
    public void A_wildcard_that_matches_files_and_folders_takes_the_files_and_says_what_is_left_out()
    {
        TestImage.Write(In("a.jpg"));
        TestImage.Write(In("sub/b.jpg"));
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Size 100 -Destination $args[1]", In("*"), Out());
        Assert.Single(output.Objects);
        Assert.Contains("-Recurse", Assert.Single(output.Warnings), StringComparison.Ordinal);
        RunOutput all = Session.Run("Invoke-ImageResize $args[0] -Size 100 -Destination $args[1] -Recurse", In("*"), Out());
        Assert.Equal(2, all.Objects.Length);
        Assert.Empty(all.Warnings);
    }

    [Theory]
    [InlineData("notes.txt", "-Include")]
    [InlineData("resized/a.txt", "folder of outputs")]
    public void A_wildcard_that_leaves_everything_out_says_why(string file, string told)
    {
        File.WriteAllText(In(file), "text");
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Size 100 -Destination $args[1]", In("*"), Out());
        Assert.Empty(output.Objects);
        Assert.Empty(output.Errors);
        Assert.Contains(told, Assert.Single(output.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_of_earlier_outputs_are_not_entered_wherever_outputs_go()
    {
        TestImage.Write(In("a.jpg"));
        TestImage.Write(In("sub/resized/b.jpg"));
        Assert.Single(Resize("-Size 100 -Recurse").Objects);
        RunOutput piped = Session.Run("Get-Item $args[0] | Invoke-ImageResize -Size 100 -Destination $args[1]", In("sub/resized"), Out());
        Assert.Empty(piped.Objects);
        Assert.Contains("-Path", Assert.Single(piped.Warnings), StringComparison.Ordinal);
        Assert.Single(Session.Run("Invoke-ImageResize $args[0] -Size 100 -Destination $args[1]", In("sub/resized"), Out()).Objects);
    }

    [Fact]
    public void Brackets_in_Path_are_a_wildcard_and_the_warning_names_LiteralPath()
    {
        TestImage.Write(In("photo[1].jpg"));
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Size 100", In("photo[1].jpg"));
        Assert.Contains("-LiteralPath", Assert.Single(output.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Symbolic_links_to_folders_are_not_followed_round_in_circles()
    {
        TestImage.Write(In("a.jpg"));
        Directory.CreateSymbolicLink(Path.Combine(Folder.Path, "in", "loop"), Path.Combine(Folder.Path, "in"));
        Assert.Single(Resize("-Size 100 -Recurse").Objects);
    }

    [Fact]
    public void A_symbolic_link_to_an_image_is_read()
    {
        TestImage.Write(Folder["elsewhere/a.jpg"]);
        File.CreateSymbolicLink(In("link.jpg"), Folder["elsewhere/a.jpg"]);
        Assert.Equal("Resized", Resize("-Size 100").The<string>("Status"));
    }

    [Fact]
    public void Another_provider_is_refused()
    {
        RunOutput output = Session.Run("Invoke-ImageResize -LiteralPath Env:PATH -Size 100");
        Assert.Equal(["NotFound"], output.ErrorIds);
        Assert.Contains("Environment", output.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Invoke-ImageResize -Size 100")]
    [InlineData("Get-ImageInfo")]
    public void Without_any_input_the_command_says_how_to_give_one(string command)
    {
        RunOutput output = Session.Run(command);
        Assert.Equal(["NoInput"], output.ErrorIds);
        Assert.Contains("-Path", output.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@() | Invoke-ImageResize -Size 100")]
    [InlineData("@() | Get-ImageInfo")]
    public void A_pipeline_that_gives_nothing_is_no_error(string command) => Assert.Empty(Session.Run(command).Errors);

    [Theory]
    [InlineData("-Size 80", "800,600|800|'800x'|'800 shortest'")]
    [InlineData("-Size '5", "'50%'")]
    [InlineData("-Size x", "'x600'")]
    public void Sizes_are_completed_from_their_beginning_with_or_without_a_quote(string typed, string offered) =>
        Assert.Equal(offered, Session.Run("$line = 'Invoke-ImageResize ' + $args[0]; [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText -join '|'", typed).Single.BaseObject);
}

using System.Management.Automation;
using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>Each kind of bad input: one clear error with a stable id, the good images succeed, nothing is left behind.</summary>
public sealed class FailureTests(EngineSession session) : ModuleTest(session)
{
    [Fact]
    public void One_bad_file_is_one_error_and_a_failed_result_for_each_output()
    {
        File.WriteAllText(In("a.jpg"), "no image");
        File.WriteAllText(In("b.jpg"), "no image either");
        RunOutput output = Resize("-Size 100x,50x,20x");
        Assert.Equal(["NotAnImage", "NotAnImage"], output.ErrorIds);
        Assert.Equal([In("a.jpg"), In("b.jpg")], output.Errors.Select(error => (string)error.TargetObject).Order());
        Assert.Equal(6, output.All<string>("Status").Count(status => status == "Failed"));
        Assert.All(output.Objects, one => Assert.Equal(new FileInfo((string)one.Properties["SourcePath"].Value).Length, one.Properties["SourceLength"].Value));
    }

    [Fact]
    public void A_result_that_failed_before_any_work_has_the_length_of_its_source()
    {
        TestImage.Write(In("a.jpg"));
        Resize("-Size 100");
        RunOutput output = Resize("-Size 100 -IfExists Fail");
        Assert.Equal(["OutputExists"], output.ErrorIds);
        Assert.Equal(new FileInfo(In("a.jpg")).Length, output.The<long>("SourceLength"));
    }

    [Theory]
    [InlineData("-Size 99999999999", "99999999999")]
    [InlineData("-Size 0.5", "'50%'")]
    [InlineData("-Size 0", "1 to 100000")]
    public void A_number_that_is_no_size_is_told_in_our_words(string size, string told)
    {
        TestImage.Write(In("a.jpg"));
        string error = Assert.Single(Resize(size).Errors).ToString();
        Assert.Contains("is not possible", error, StringComparison.Ordinal);
        Assert.Contains(told, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Size 100 -Format png -Quality 80", "-Quality")]
    [InlineData("-Size 100 -Format webp -Progressive", "-Progressive")]
    [InlineData("-Format png -AllowEnlarge", "-AllowEnlarge")]
    [InlineData("-Size 100 -Retry 1 -RetryDelay 2", "-Retry 1")]
    public void A_parameter_that_does_nothing_is_a_warning(string parameters, string told)
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Resize(parameters);
        Assert.Contains(told, Assert.Single(output.Warnings), StringComparison.Ordinal);
        Assert.Equal("Resized", output.The<string>("Status"));
    }

    [Fact]
    public void IfExists_with_InPlace_is_a_warning()
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Size 100 -InPlace -Force -IfExists Skip", In("a.jpg"));
        Assert.Contains("-IfExists", Assert.Single(output.Warnings), StringComparison.Ordinal);
        Assert.Equal(100, output.The<int>("Width"));
    }

    [Fact]
    public void A_destination_called_like_an_image_is_refused_unless_it_is_a_folder()
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Size 100 -Destination $args[1]", In("a.jpg"), Path.Combine(Out(), "x.jpg"));
        Assert.Equal(["InvalidDestination"], output.ErrorIds);
        Assert.Contains("called like an image", output.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(Out(), "x.jpg")));
        Directory.CreateDirectory(Path.Combine(Out(), "x.jpg"));
        Assert.Empty(Session.Run("Invoke-ImageResize $args[0] -Size 100 -Destination $args[1]", In("a.jpg"), Path.Combine(Out(), "x.jpg")).Errors);
    }


    [Fact]
    public void A_missing_file() => Expect(Path.Combine(Folder.Path, "in", "missing.jpg"), "NotFound", ErrorCategory.ObjectNotFound);

    [Fact]
    public void An_empty_file()
    {
        File.WriteAllBytes(In("bad.jpg"), []);
        Expect(In("bad.jpg"), "Empty", ErrorCategory.InvalidData);
    }

    [Fact]
    public void A_text_named_like_an_image()
    {
        File.WriteAllText(In("bad.jpg"), "This is no image, whatever its name says.");
        Expect(In("bad.jpg"), "NotAnImage", ErrorCategory.InvalidData);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(0.1)]
    public void A_truncated_photo(double share)
    {
        Session.Run("[ImageResize.SamplePhoto]::Write($args[0], 1600, 1200, 3)", In("bad.jpg"));
        byte[] whole = File.ReadAllBytes(In("bad.jpg"));
        File.WriteAllBytes(In("bad.jpg"), whole[..(int)(whole.Length * share)]);
        Expect(In("bad.jpg"), "Damaged", ErrorCategory.InvalidData);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("gif")]
    [InlineData("tif")]
    [InlineData("avif")]
    public void A_truncated_image_of_another_format(string extension)
    {
        string path = TestImage.Write(In("bad." + extension));
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        Expect(path, "Damaged", ErrorCategory.InvalidData);
    }

    [Fact]
    public void A_photo_with_corrupt_entropy_data()
    {
        Session.Run("[ImageResize.SamplePhoto]::Write($args[0], 1600, 1200, 3)", In("bad.jpg"));
        byte[] bytes = File.ReadAllBytes(In("bad.jpg"));

        // A run of ones is no Huffman code (T.81, C.2: the code of all ones is reserved).
        for (int i = 0; i < 64; i += 2)
            (bytes[bytes.Length / 2 + i], bytes[bytes.Length / 2 + i + 1]) = (0xFF, 0);
        File.WriteAllBytes(In("bad.jpg"), bytes);
        Expect(In("bad.jpg"), "Damaged", ErrorCategory.InvalidData);
    }

    [Fact]
    public void A_folder_without_images()
    {
        string folder = Path.GetDirectoryName(In("folder.jpg/nothing"))!;
        Expect(folder, "NotFound", ErrorCategory.ObjectNotFound);
    }

    [Fact]
    public void A_folder_that_a_pattern_of_images_matches()
    {
        TestImage.Write(In("good.jpg"));
        Directory.CreateDirectory(In("folder.jpg"));
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Size 100 -Destination $args[1]", In("*.jpg"), Out());
        Assert.Equal(["NotFound"], output.ErrorIds);
        Assert.Equal(["Failed", "Resized"], output.All<string>("Status").Order());
    }

    [Fact]
    public void A_folder_that_may_not_be_entered_and_a_file_that_may_not_be_read()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
        {
            Assert.Skip("Nothing is forbidden to this user, or permissions work otherwise here.");
            return;
        }

        TestImage.Write(In("good.jpg"));
        File.SetUnixFileMode(TestImage.Write(In("unreadable.jpg")), UnixFileMode.None);
        string closed = Path.GetDirectoryName(TestImage.Write(In("closed/inside.jpg")))!;
        File.SetUnixFileMode(closed, UnixFileMode.None);
        try
        {
            RunOutput output = Resize("-Size 100 -Recurse");
            Assert.Equal(["AccessDenied", "AccessDenied"], output.ErrorIds);
            Assert.Equal(["Failed", "Failed", "Resized"], output.All<string>("Status").Order());
            Assert.Equal(["AccessDenied"], Session.Run("Invoke-ImageResize -LiteralPath $args[0] -Size 100", closed + "/inside.jpg").ErrorIds);
        }
        finally
        {
            File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void A_header_that_promises_ten_gigapixels()
    {
        TestImage.WriteBomb(In("bad.png"), 100_000, 100_000);
        RunOutput output = Expect(In("bad.png"), "TooLarge", ErrorCategory.LimitsExceeded);
        Assert.Contains("-MaxPixels", output.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PF\n2 2\n-1.0\n", "PFM")]
    [InlineData("8BPS\0\x01\0\0", "PSD")]
    [InlineData("\0\0\0\x18" + "ftypheic\0\0\0\0", "HEIC")]
    [InlineData("%PDF-1.7\n", "PDF")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG")]
    public void A_format_that_is_known_but_not_read(string head, string name)
    {
        File.WriteAllBytes(In("bad.jpg"), System.Text.Encoding.Latin1.GetBytes(head.PadRight(64)));
        RunOutput output = Expect(In("bad.jpg"), "UnsupportedFormat", ErrorCategory.NotImplemented);
        Assert.Contains(name, output.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_only_output()
    {
        TestImage.Write(In("bad.jpg"));
        File.WriteAllText(Out("bad.jpg"), "earlier");
        new FileInfo(Out("bad.jpg")).IsReadOnly = true;
        Expect(In("bad.jpg"), "AccessDenied", ErrorCategory.PermissionDenied, left: "out/bad.jpg");
        Assert.Equal("earlier", File.ReadAllText(Out("bad.jpg")));
        Assert.Empty(Resize("-Size 100 -Force -Include bad.jpg").Errors);
    }

    [Fact]
    public void All_kinds_together_do_not_disturb_each_other()
    {
        string[] good = [.. Enumerable.Range(0, 20).Select(i => TestImage.Write(In($"good{i:00}.jpg"), 320, 240))];
        for (int i = 0; i < 20; i++)
        {
            byte[] bytes = File.ReadAllBytes(good[i]);
            File.WriteAllBytes(In($"half{i:00}.jpg"), bytes[..(bytes.Length / 2)]);
            File.WriteAllText(In($"text{i:00}.jpg"), "text");
        }

        RunOutput output = Resize("-Size 100 -ThrottleLimit 4");
        Assert.Equal(20, output.All<string>("Status").Count(status => status == "Resized"));
        Assert.Equal(20, output.ErrorIds.Count(id => id == "Damaged"));
        Assert.Equal(20, output.ErrorIds.Count(id => id == "NotAnImage"));
        Assert.All(output.Errors, error => Assert.Contains((string)error.TargetObject, error.ToString(), StringComparison.Ordinal));
        Assert.Equal(20, Directory.GetFiles(Out()).Length);
    }

    [Fact]
    public void ErrorAction_Stop_ends_the_batch_at_the_first_failure()
    {
        TestImage.Write(In("z.jpg"));
        File.WriteAllText(In("a.jpg"), "text");
        RunOutput output = Session.Run("try { Invoke-ImageResize $args[0] -Size 100 -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }", In("a.jpg"));
        Assert.StartsWith("NotAnImage", (string)output.Objects[^1].BaseObject, StringComparison.Ordinal);
    }

    /// <summary>One bad input among two good ones.</summary>
    private RunOutput Expect(string bad, string errorId, ErrorCategory category, string? left = null)
    {
        string[] good = [TestImage.Write(In("good1.jpg")), TestImage.Write(In("good2.png"))];
        RunOutput output = Session.Run("Invoke-ImageResize -LiteralPath $args[0] -Size 100 -Destination $args[1]", new[] { good[0], bad, good[1] }, Out());

        ErrorRecord error = Assert.Single(output.Errors);
        Assert.Equal(errorId, output.ErrorIds[0]);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Equal(bad, error.TargetObject);
        Assert.StartsWith(bad, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["Failed", "Resized", "Resized"], output.All<string>("Status").Order());
        PSObject failed = output.Objects.Single(one => (string)one.Properties["Status"].Value == "Failed");
        Assert.Equal(errorId, failed.Properties["ErrorId"].Value);
        Assert.Equal(bad, failed.Properties["SourcePath"].Value);
        string[] expected = ["out/good1.jpg", "out/good2.png"];
        Assert.Equal((left is null ? expected : [.. expected, left]).Order(), Folder.Files().Where(file => file.StartsWith("out/", StringComparison.Ordinal)));
        return output;
    }
}

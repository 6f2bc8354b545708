using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>Real photos, where the public test images lie beside the checkout; skipped elsewhere.</summary>
public sealed class PhotoTests(EngineSession session) : ModuleTest(session)
{
    private static readonly string Shared = Path.Combine(Path.GetDirectoryName(Pwsh.Manifest)!, "..", "shared");

    [Fact]
    public void Every_photo_fits_the_box_keeps_its_aspect_and_its_profile_and_is_untouched()
    {
        string folder = Need("photos");
        var before = Directory.GetFiles(folder).ToDictionary(file => file, file => (File.GetLastWriteTimeUtc(file), Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))));
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Size 800,600 -Destination $args[1]", folder, Out());
        Assert.Empty(output.Errors);
        Assert.Equal(before.Count, output.Objects.Length);
        foreach (var one in output.Objects)
        {
            int width = (int)one.Properties["Width"].Value, height = (int)one.Properties["Height"].Value;
            int sourceWidth = (int)one.Properties["SourceWidth"].Value, sourceHeight = (int)one.Properties["SourceHeight"].Value;
            Assert.True(width <= 800 && height <= 600 && (width == 800 || height == 600));
            Assert.True(Math.Abs(width * (double)sourceHeight / sourceWidth - height) <= 1);
            using Picture from = Picture.Open((string)one.Properties["SourcePath"].Value);
            using Picture to = Picture.Open((string)one.Properties["Path"].Value);
            Assert.Equal((width, height), (to.Width, to.Height));
            Assert.Equal(from.Has("icc-profile-data"), to.Has("icc-profile-data"));
            if (from.Has("icc-profile-data"))
                Assert.Equal((byte[])from.Field("icc-profile-data"), (byte[])to.Field("icc-profile-data"));
        }

        Assert.All(before, pair => Assert.Equal(pair.Value, (File.GetLastWriteTimeUtc(pair.Key), Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(pair.Key))))));
    }

    [Fact]
    public void One_landscape_under_every_orientation_comes_out_alike()
    {
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Size 450,450 -Destination $args[1]", Need("orientation"), Out());
        Assert.Empty(output.Errors);
        string[] paths = output.All<string>("Path");
        Assert.True(paths.Length >= 9);
        using Picture first = Picture.Open(paths[0]);
        foreach (string path in paths)
        {
            using Picture other = Picture.Open(path);
            Assert.Equal((first.Width, first.Height), (other.Width, other.Height));
            for (int i = 1; i < 8; i++)
                Assert.True(first.At(i / 8.0, 0.15).IsNear(other.At(i / 8.0, 0.15), 60), path);
        }
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("webp")]
    public void Every_hostile_file_comes_out_or_fails_with_an_id_and_leaves_nothing_behind(string format)
    {
        string folder = Need("hostile");
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Include * -Size 200 -Format $args[2] -Destination $args[1] -ThrottleLimit 4", folder, Out(), format);
        Assert.Equal(Directory.GetFiles(folder).Length, output.Objects.Length);
        Assert.DoesNotContain("InternalError", output.ErrorIds);
        int written = output.All<string>("Status").Count(status => status != "Failed");
        Assert.Equal(output.Objects.Length - written, output.Errors.Length);
        Assert.Equal(written, Directory.GetFiles(Out(), "*", new EnumerationOptions { AttributesToSkip = 0 }).Length);
        Assert.All(Directory.GetFiles(Out()), path =>
        {
            using Picture picture = Picture.Open(path);
            Assert.InRange(Math.Max(picture.Width, picture.Height), 1, 200);
        });
    }

    private static string Need(string name)
    {
        string folder = Path.GetFullPath(Path.Combine(Shared, name));
        Assert.SkipUnless(Directory.Exists(folder), "The public test images are not beside the checkout.");
        return folder;
    }
}

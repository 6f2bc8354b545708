using ImageResize.Testing;

namespace ImageResize.Tests;

public sealed class MeasureImageResizeTests(EngineSession session) : ModuleTest(session)
{
    [Fact]
    public void It_gives_one_measurement_for_each_number_of_workers_and_marks_one_as_best()
    {
        for (int i = 0; i < 6; i++)
            TestImage.Write(In($"{i}.jpg"));
        RunOutput output = Session.Run("Measure-ImageResize $args[0] -ThrottleLimit 2,1 -Repeat 3 -Size 100", Path.Combine(Folder.Path, "in"));
        Assert.Empty(output.Errors);
        Assert.Equal([1, 2], output.All<int>("ThrottleLimit"));
        Assert.Single(output.All<bool>("IsBest"), best => best);
        Assert.All(output.All<long>("Images"), images => Assert.Equal(6, images));
        Assert.All(output.All<double>("ImagesPerSecond"), rate => Assert.True(rate > 0));
        Assert.Equal(1.0, output.All<double>("Speedup")[0]);
        Assert.Equal(6, Folder.Files().Length);
    }

    [Fact]
    public void Without_a_path_it_makes_its_own_images_and_removes_them()
    {
        string variable = OperatingSystem.IsWindows() ? "TMP" : "TMPDIR";
        string? before = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, Folder.Path);
        try
        {
            RunOutput output = Session.Run("Measure-ImageResize -ThrottleLimit 1 -Repeat 1 -Count 1");
            Assert.Equal(1, output.The<long>("Images"));
            Assert.Empty(Directory.GetFileSystemEntries(Folder.Path));
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }
    }

    [Fact]
    public void The_synthetic_images_cost_what_a_photo_costs()
    {
        Session.Run("[ImageResize.SamplePhoto]::Write($args[0], 4000, 3000, 1)", In("a.jpg"));
        double bits = new FileInfo(In("a.jpg")).Length * 8.0 / (4000 * 3000);
        Assert.InRange(bits, 1.5, 3.0);
    }

    [Fact]
    public void No_image_at_all_ends_the_command()
    {
        File.WriteAllText(In("a.txt"), "text");
        Assert.Contains("NoInput", Session.Run("Measure-ImageResize $args[0]", Path.Combine(Folder.Path, "in")).ErrorIds);
    }

    [Fact]
    public void Images_that_fail_are_told()
    {
        TestImage.Write(In("a.jpg"));
        File.WriteAllText(In("b.jpg"), "text");
        RunOutput output = Session.Run("Measure-ImageResize $args[0] -ThrottleLimit 1 -Repeat 1 -Size 100", Path.Combine(Folder.Path, "in"));
        Assert.Contains("1 of 2", Assert.Single(output.Warnings), StringComparison.Ordinal);
        Assert.Equal(1, output.The<long>("Failed"));
    }
}

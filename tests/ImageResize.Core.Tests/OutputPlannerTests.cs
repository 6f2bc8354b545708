using ImageResize.Batch.Planning;
using ImageResize.Imaging;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

public sealed class OutputPlannerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("photo.JPG", ImageFormat.Jpeg, "photo.JPG")]
    [InlineData("photo.jpeg", ImageFormat.Jpeg, "photo.jpeg")]
    [InlineData("photo.png", ImageFormat.Jpeg, "photo.jpg")]
    [InlineData("photo.tiff", ImageFormat.Tiff, "photo.tiff")]
    [InlineData("photo", ImageFormat.WebP, "photo.webp")]
    [InlineData("photo.v2.png", ImageFormat.Avif, "photo.v2.avif")]
    public void The_extension_changes_only_when_the_format_does(string name, ImageFormat format, string expected)
    {
        var planner = new OutputPlanner(new PlanOptions { Destination = _folder.Path, Formats = [format] });
        SourcePlan plan = planner.Plan(Source("/in/" + name, "/in"));
        Assert.Equal(Path.Combine(_folder.Path, expected), Assert.Single(plan.Outputs).Path);
    }

    [Fact]
    public void A_source_outside_its_root_goes_straight_into_the_destination()
    {
        var planner = new OutputPlanner(new PlanOptions { Destination = _folder.Path, Sizes = [TargetSize.Box(1, 1)] });
        Assert.Equal(Path.Combine(_folder.Path, "a.jpg"), planner.Plan(Source("/elsewhere/a.jpg", "/in")).Outputs[0].Path);
        Assert.Equal(Path.Combine(_folder.Path, "x", "a.jpg"), planner.Plan(Source("/in/x/a.jpg", "/in")).Outputs[0].Path);
        Assert.Equal(Path.Combine(_folder.Path, "..x", "a.jpg"), planner.Plan(Source("/in/..x/a.jpg", "/in")).Outputs[0].Path);
    }

    [Fact]
    public void An_output_of_the_run_that_a_listing_comes_upon_is_no_input()
    {
        var planner = new OutputPlanner(new PlanOptions { Destination = _folder.Path });
        string output = planner.Plan(Source("/in/a.jpg", "/in")).Outputs[0].Path;
        SourcePlan plan = planner.Plan(Source(output, _folder.Path));
        Assert.Empty(plan.Outputs);
        Assert.Empty(plan.Settled);
    }

    [Theory]
    [InlineData(false, ExistingOutput.Overwrite, false, false)]
    [InlineData(false, ExistingOutput.Overwrite, true, true)]
    [InlineData(true, ExistingOutput.Overwrite, false, true)]
    [InlineData(true, ExistingOutput.Skip, false, false)]
    [InlineData(true, ExistingOutput.Fail, false, false)]
    [InlineData(true, ExistingOutput.Rename, true, false)]
    public void A_file_that_was_not_there_is_replaced_only_when_that_was_said(bool isExplicit, ExistingOutput ifExists, bool isThere, bool replaces)
    {
        if (isThere)
            File.WriteAllText(_folder["a.jpg"], "earlier");
        var planner = new OutputPlanner(new PlanOptions { Destination = _folder.Path, IfExists = ifExists, IfExistsIsExplicit = isExplicit });
        Assert.Equal(replaces, Assert.Single(planner.Plan(Source("/in/a.jpg", "/in")).Outputs).Overwrite);
    }

    [Fact]
    public void Of_two_outputs_that_differ_in_case_only_the_second_replaces_nothing_that_comes_meanwhile()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "They are one there.");
        var planner = new OutputPlanner(new PlanOptions { Destination = _folder.Path, IfExists = ExistingOutput.Overwrite, IfExistsIsExplicit = true });
        Assert.True(planner.Plan(Source("/in/a.jpg", "/in")).Outputs[0].Overwrite);
        Assert.False(planner.Plan(Source("/in/A.jpg", "/in")).Outputs[0].Overwrite);
    }

    [Fact]
    public void Two_outputs_of_an_earlier_run_that_differ_in_case_are_replaced_each_by_its_own()
    {
        File.WriteAllText(_folder["a.jpg"], "earlier");
        File.WriteAllText(_folder["A.jpg"], "earlier");
        Assert.SkipUnless(_folder.Files().Length == 2, "The disk takes them for one.");
        var planner = new OutputPlanner(new PlanOptions { Destination = _folder.Path });
        Assert.True(planner.Plan(Source("/in/a.jpg", "/in")).Outputs[0].Overwrite);
        Assert.True(planner.Plan(Source("/in/A.jpg", "/in")).Outputs[0].Overwrite);
    }

    [Fact]
    public void An_output_that_is_its_input_under_another_name_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no ln there.");
        File.WriteAllText(_folder["in/a.jpg"], "original");
        System.Diagnostics.Process.Start("ln", [_folder["in/a.jpg"], _folder["out/a.jpg"]]).WaitForExit();
        var planner = new OutputPlanner(new PlanOptions { Destination = Path.Combine(_folder.Path, "out"), IfExists = ExistingOutput.Overwrite, IfExistsIsExplicit = true, Force = true });
        SourcePlan plan = planner.Plan(new SourceFile(_folder["in/a.jpg"], Path.Combine(_folder.Path, "in")));
        Assert.Equal(ImageErrorId.OutputCollision, Assert.Single(plan.Settled).ErrorId);
    }

    [Theory]
    [InlineData(4096, 0)]
    [InlineData(4100, 1)]
    public void More_pages_than_are_looked_at_are_told(int pages, int errors)
    {
        var tiff = new PlainTiff();
        for (int i = 0; i < pages; i++)
            tiff.Add(1, 1, [0, 0, 0]);
        File.WriteAllBytes(_folder["in/a.tif"], tiff.ToArray());
        using var planner = new OutputPlanner(new PlanOptions { Destination = _folder.Path, Pages = PageSelection.All });
        SourcePlan plan = planner.Plan(Source(_folder["in/a.tif"], _folder.Path));
        Assert.Equal(4096, plan.Outputs.Count);
        Assert.Equal("a-4096.tif", Path.GetFileName(plan.Outputs[^1].Path));
        Assert.Equal(errors, plan.Settled.Count(outcome => outcome.ErrorId == ImageErrorId.TooLarge));
    }

    public void Dispose() => _folder.Dispose();

    private static SourceFile Source(string path, string root) => new(Path.GetFullPath(path), Path.GetFullPath(root));
}

using ImageResize.Testing;

namespace ImageResize.Tests;

public sealed class ImportTests(EngineSession session) : IClassFixture<EngineSession>
{
    private const string Names = "((Get-Command -Module ImageResize).Name) -join ','";
    private const string Expected = "Export-ImageResizeReport,Get-ImageInfo,Invoke-ImageResize,Measure-ImageResize,Merge-ImageResizeSummary,Watch-ImageFolder";

    [Fact]
    public void The_manifest_exports_its_cmdlets_and_nothing_else() =>
        Assert.Equal(Expected, session.Run(Names).Single.BaseObject);

    [Theory]
    [InlineData("Import-Module $args[0]")]
    [InlineData("Import-Module $args[0] -Force")]
    [InlineData("Import-Module $args[0]; Import-Module $args[0] -Force; Import-Module $args[0] -Force")]
    [InlineData("Remove-Module ImageResize; Import-Module $args[0]")]
    public void Importing_again_keeps_the_cmdlets(string again)
    {
        RunOutput output = session.Run($"{again}; {Names}", Pwsh.Manifest);
        Assert.Empty(output.Errors);
        Assert.Equal(Expected, output.Single.BaseObject);
    }

    [Fact]
    public void A_second_runspace_imports_it_too()
    {
        using var second = new EngineSession();
        Assert.Equal(Expected, second.Run(Names).Single.BaseObject);
        Assert.Equal(Expected, session.Run(Names).Single.BaseObject);
    }

    [Theory]
    [InlineData("ImageResize.ImageResizeResult")]
    [InlineData("ImageResize.ImageResizeSummary")]
    [InlineData("ImageResize.ImageResizeMeasurement")]
    [InlineData("ImageResize.ImageInfo")]
    [InlineData("ImageResize.Imaging.ResizeMode")]
    [InlineData("ImageResize.Imaging.TargetSize")]
    public void Result_and_parameter_types_resolve_as_type_literals(string type) =>
        Assert.Equal(type, session.Run($"[{type}].FullName").Single.BaseObject);

    [Fact]
    public void Private_dependencies_stay_out_of_the_default_load_context() =>
        Assert.Equal("ImageResize", session.Run("[System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext([ImageResize.ImageInfo].Assembly).Name").Single.BaseObject);

    [Fact]
    public void The_bundled_libvips_is_the_one_that_runs()
    {
        RunOutput output = session.Run("Invoke-ImageResize -Path $args[0] -Size 10 -SummaryVariable s -ErrorAction SilentlyContinue; $s.LibvipsVersion", Path.GetTempPath() + "/no-such-file.jpg");
        Assert.Equal("8.18.7", output.Objects[^1].BaseObject);
    }

    [Fact]
    public void A_missing_native_library_is_one_clear_error_at_import()
    {
        // The load context is one for the process, so a second copy of the loader proves it.
        using var folder = new TempFolder();
        string root = Path.GetDirectoryName(Pwsh.Manifest)!;
        File.Copy(Pwsh.Manifest, folder["ImageResize.psd1"]);
        File.Copy(Path.Combine(root, "ImageResize.psm1"), folder["ImageResize.psm1"]);
        foreach (string file in Directory.GetFiles(Path.Combine(root, "lib")))
            File.Copy(file, folder["lib/" + Path.GetFileName(file)]);
        Type loader = new System.Runtime.Loader.AssemblyLoadContext("copy").LoadFromAssemblyPath(folder["lib/ImageResize.Loader.dll"]).GetType("ImageResize.Loader.ModuleLoadContext", throwOnError: true)!;

        Exception error = Assert.ThrowsAny<Exception>(() => loader.GetMethod("Load")!.Invoke(null, null)).GetBaseException();

        Assert.IsType<PlatformNotSupportedException>(error);
        Assert.Contains(System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(), error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(folder.Path, "lib", "runtimes"), error.Message, StringComparison.Ordinal);
    }
}

using ImageResize.Testing;

namespace ImageResize.MoreFormats.Tests;

/// <summary>What importing and removing the module does.</summary>
public sealed class ModuleTests(EngineSession session) : FurtherModuleTest(session)
{
    [Fact]
    public void Without_the_module_the_error_names_it_and_with_it_the_folder_holds_the_file()
    {
        // In a process of its own: the formats are read as long as any session of a process has the module imported.
        Samples.Write(In("a.jxl"));
        PwshResult result = PwshProcess.MustRun($$"""
            $run = { Invoke-ImageResize -Path {{Pwsh.Quote(Path.GetDirectoryName(In("a.jxl"))!)}} -Size 100 -Destination {{Pwsh.Quote(Out())}} -WarningVariable warned -ErrorVariable failed -ErrorAction SilentlyContinue -WarningAction SilentlyContinue }
            & { . $run; "before $warned" }
            & { Invoke-ImageResize -LiteralPath {{Pwsh.Quote(In("a.jxl"))}} -Size 100 -ErrorVariable failed -ErrorAction SilentlyContinue; "named $failed" }
            Import-Module {{Pwsh.Quote(Samples.Manifest)}}; Import-Module {{Pwsh.Quote(Samples.Manifest)}} -Force
            & { . $run | ForEach-Object { "with $($_.Status) $($_.Format)" } }
            Remove-Module ImageResize.MoreFormats
            & { . $run; "after $warned" }
            """);
        string text = result.Output.ReplaceLineEndings(" ");
        Assert.Contains("before 1 file of another image format was left out: 1 .jxl.", text, StringComparison.Ordinal);
        Assert.Contains("Import-Module ImageResize.MoreFormats", text, StringComparison.Ordinal);
        Assert.Contains("with Resized Png", text, StringComparison.Ordinal);
        Assert.Contains("after 1 file of another image format was left out: 1 .jxl.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void In_place_is_refused_since_the_formats_are_not_written()
    {
        Samples.Write(In("a.jxl"));
        byte[] before = File.ReadAllBytes(In("a.jxl"));
        RunOutput output = Session.Run("Invoke-ImageResize -LiteralPath $args[0] -Size 100 -InPlace -Confirm:$false", In("a.jxl"));
        Assert.Equal(["UnsupportedFormat"], output.ErrorIds);
        Assert.Contains("JPEG XL, which is not written", output.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(In("a.jxl")));
    }

    [Fact]
    public void The_decoder_is_never_loaded_into_this_session()
    {
        Samples.Write(In("a.psd"));
        Assert.Empty(Resize("-Size 100 -Format png").Errors);
        RunOutput output = Session.Run("[System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -eq ImageResize | ForEach-Object { $_.Assemblies.GetName().Name }");
        string[] names = [.. output.Objects.Select(name => name.ToString()!)];
        Assert.Contains("ImageResize.MoreFormats", names);
        Assert.DoesNotContain(names, name => name.StartsWith("Magick", StringComparison.Ordinal));
    }

    [Fact]
    public void No_temporary_folder_is_left()
    {
        Samples.Write(In("a.jxl"));
        string temporary = Folder["temporary/x"];
        temporary = Path.GetDirectoryName(temporary)!;
        Environment.SetEnvironmentVariable("TMPDIR", temporary);
        try
        {
            Assert.Empty(Resize("-Size 100 -Format png").Errors);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TMPDIR", null);
        }

        Assert.Empty(Directory.GetFileSystemEntries(temporary));
    }

    [Fact]
    public void Information_is_read_from_the_header()
    {
        Samples.Write(In("a.jp2"), 123, 45);
        RunOutput output = Session.Run("Get-ImageInfo -LiteralPath $args[0]", In("a.jp2"));
        Assert.Equal("Jp2", output.The<string>("Format"));
        Assert.Equal(123, output.The<int>("Width"));
        Assert.Equal(45, output.The<int>("Height"));
        Assert.Equal(3, output.The<int>("Channels"));

        Samples.Write(In("b.psd"), change: static image => image.SetProfile(ImageMagick.ColorProfiles.AdobeRGB1998));
        RunOutput told = Session.Run("(Get-ImageInfo -LiteralPath $args[0]).Parts | ForEach-Object { \"$($_.Kind)\" }", In("b.psd"));
        Assert.Contains("ColorProfile", told.Objects.Select(part => part.ToString()));
    }
}

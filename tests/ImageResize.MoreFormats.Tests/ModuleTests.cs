using ImageResize.Testing;
using ImageResize.Testing.Hostile;

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
            & { try { Invoke-ImageResize -Path x.jpg -Size 100 -Format jxl } catch { "format $_" } }
            & { Invoke-ImageResize -LiteralPath {{Pwsh.Quote(In("a.jxl"))}} -Size 100 -ErrorVariable failed -ErrorAction SilentlyContinue; "named $failed" }
            Import-Module {{Pwsh.Quote(Samples.Manifest)}}; Import-Module {{Pwsh.Quote(Samples.Manifest)}} -Force
            & { . $run | ForEach-Object { "with $($_.Status) $($_.Format)" } }
            Remove-Module ImageResize.MoreFormats
            & { . $run; "after $warned" }
            """);
        string text = result.Output.ReplaceLineEndings(" ");
        Assert.Contains("before 1 file of another image format was left out: 1 .jxl.", text, StringComparison.Ordinal);
        Assert.Contains("format Cannot process argument transformation on parameter 'Format'. JPEG XL is written by the module ImageResize.MoreFormats. Import it first: Import-Module ImageResize.MoreFormats.", text, StringComparison.Ordinal);
        Assert.Contains("Import-Module ImageResize.MoreFormats", text[text.IndexOf("named", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("with Resized Jxl", text, StringComparison.Ordinal);
        Assert.Contains("after 1 file of another image format was left out: 1 .jxl.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.jp2", "JPEG 2000")]
    [InlineData("a.psd", "Photoshop PSD")]
    [InlineData("a.heic", "HEIC")]
    public void In_place_is_refused_for_formats_that_are_not_written(string name, string called)
    {
        if (name == "a.heic")
            File.WriteAllBytes(In(name), HeicSamples.Plain);
        else
            Samples.Write(In(name));
        byte[] before = File.ReadAllBytes(In(name));
        RunOutput output = Session.Run("Invoke-ImageResize -LiteralPath $args[0] -Size 10 -InPlace -Confirm:$false", In(name));
        Assert.Equal(["UnsupportedFormat"], output.ErrorIds);
        Assert.Contains($"{called}, which is not written", output.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(In(name)));
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

using ImageResize.Shell.Hosting;

namespace ImageResize.Shell.Tests;

public sealed class ModuleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_manifest_is_found_in_a_folder_above()
    {
        string manifest = _folder.Write(ModuleLocator.ManifestName);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "a", "b"));
        Assert.Equal(manifest, ModuleLocator.FindManifest(Path.Combine(_folder.Path, "a", "b")));
    }

    [Fact]
    public void The_module_beside_the_shell_is_imported_with_its_views()
    {
        string shell = InstallShell();
        WriteModule("function Get-Sample { [pscustomobject]@{ PSTypeName = 'Sample'; Alpha = 1; Beta = 'x' } }");
        var result = Run(shell, "-c", "Get-Sample; 'text'");
        Assert.Equal(["Left Right", "---- -----", "1    x", "text"], result.Lines);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }

    [Fact]
    public void A_module_that_fails_to_import_is_one_clear_error()
    {
        string shell = InstallShell();
        WriteModule("throw 'the library is missing'");
        var result = Run(shell, "-c", "'not reached'");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("the library is missing", Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_module_is_one_clear_error()
    {
        var result = Run(InstallShell(), "-c", "'not reached'");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("-NoModule", Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private static ShellResult Run(string shell, params string[] args)
    {
        using var process = ShellProcess.Start(shell, null, "", args);
        return process.WaitForEnd();
    }

    private string InstallShell()
    {
        string source = Path.GetDirectoryName(ShellProcess.Path)!;
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(_folder.Path, "bin", Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return Path.Combine(_folder.Path, "bin", Path.GetFileName(ShellProcess.Path));
    }

    private void WriteModule(string script)
    {
        _folder.Write("ImageResize.psm1", script);
        _folder.Write(ModuleLocator.ManifestName, """
            @{
                RootModule = 'ImageResize.psm1'; ModuleVersion = '1.0'; PowerShellVersion = '7.6'
                FormatsToProcess = @('Sample.Format.ps1xml'); FunctionsToExport = @('*')
            }
            """);
        _folder.Write("Sample.Format.ps1xml", """
            <Configuration><ViewDefinitions><View>
              <Name>Sample</Name><ViewSelectedBy><TypeName>Sample</TypeName></ViewSelectedBy>
              <TableControl>
                <TableHeaders><TableColumnHeader><Label>Left</Label></TableColumnHeader><TableColumnHeader><Label>Right</Label></TableColumnHeader></TableHeaders>
                <TableRowEntries><TableRowEntry><TableColumnItems>
                  <TableColumnItem><PropertyName>Alpha</PropertyName></TableColumnItem><TableColumnItem><PropertyName>Beta</PropertyName></TableColumnItem>
                </TableColumnItems></TableRowEntry></TableRowEntries>
              </TableControl>
            </View></ViewDefinitions></Configuration>
            """);
    }
}

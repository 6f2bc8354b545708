using System.Management.Automation;
using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>What every test of a cmdlet needs: a session, a folder with inputs, a folder for outputs.</summary>
public abstract class ModuleTest(EngineSession session) : IClassFixture<EngineSession>, IDisposable
{
    private readonly TempFolder _folder = new();

    protected EngineSession Session { get; } = session;

    protected TempFolder Folder => _folder;

    protected string In(string name) => _folder["in/" + name];

    protected string Out(string name = "") => name.Length == 0 ? Path.Combine(_folder.Path, "out") : _folder["out/" + name];

    /// <summary>Runs Invoke-ImageResize on the folder of inputs into the folder of outputs.</summary>
    protected RunOutput Resize(string parameters) =>
        Session.Run($"Invoke-ImageResize -Path $args[0] -Destination $args[1] {parameters}", Path.Combine(_folder.Path, "in"), Out());

    /// <summary>Runs a pipeline whose input is the FileInfo of each file.</summary>
    protected RunOutput Pipe(string command, params string[] files) =>
        Session.Run("$args[0] | " + command, (object)files.Select(file => new PSObject(new FileInfo(file))).ToArray());

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}

using Microsoft.Win32.SafeHandles;

namespace ImageResize.Files;

/// <summary>
/// A new file beside its target, until it gets the target's name or is deleted. What is done to it goes through its
/// open handle, since another user who may write to the folder can put something else under its name at any moment; and
/// it is renamed only while its name is its own. Not thread safe.
/// </summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly IFileLayer _files;
    private readonly string _path;
    private bool _isNamed = true;

    private TemporaryFile(IFileLayer files, string path, SafeFileHandle handle)
    {
        _files = files;
        _path = path;
        Handle = handle;
    }

    /// <summary>The open file, for writing.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Makes the file with no right for group or others beyond <paramref name="mode"/>, not for a moment.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="folder">The full path of its folder, which is made where it is missing.</param>
    /// <param name="mode">Its permissions on Unix, before the umask.</param>
    public static TemporaryFile Create(IFileLayer files, string folder, UnixFileMode mode)
    {
        string path = Path.Combine(folder, TemporaryName.New());
        try
        {
            return new TemporaryFile(files, path, files.CreateNew(path, mode));
        }
        catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException)
        {
            // The folder is nearly always there: look only when creating the file says that it is not. FileNotFound is
            // said where another worker made the folder just after this one missed it.
            files.CreateDirectory(folder);
            return new TemporaryFile(files, path, files.CreateNew(path, mode));
        }
    }

    /// <summary>Gives the file its target's name.</summary>
    /// <exception cref="IOException">It could not be renamed, or its name is not its own any more.</exception>
    public void MoveTo(string target, bool overwrite)
    {
        // Windows renames no file that is open without leave to; there nobody else can rename it before, either. On Unix
        // it stays open, so that its number is given to no other file.
        if (OperatingSystem.IsWindows())
            Handle.Dispose();
        else if (!UnixFile.IsNameOf(_path, Handle))
            throw new IOException("Another program put something else in the place of the temporary file.");
        _files.Move(_path, target, overwrite);
        _isNamed = false;
    }

    /// <summary>Closes the file, and deletes it where it has not got its target's name.</summary>
    public void Dispose()
    {
        try
        {
            bool isOwn = _isNamed && (Handle.IsClosed || UnixFile.IsNameOf(_path, Handle));
            Handle.Dispose();
            if (isOwn)
                _files.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that brought us here is the one to report.
        }
    }
}

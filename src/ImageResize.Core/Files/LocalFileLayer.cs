using Microsoft.Win32.SafeHandles;

namespace ImageResize.Files;

/// <summary>The real disk. Stateless, thread safe.</summary>
internal sealed class LocalFileLayer : IFileLayer
{
    /// <summary>The only instance that is needed.</summary>
    public static LocalFileLayer Instance { get; } = new();

    /// <inheritdoc/>
    public SafeFileHandle OpenRead(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.SequentialScan);

    /// <inheritdoc/>
    public int Read(SafeFileHandle handle, Span<byte> buffer, long offset) => RandomAccess.Read(handle, buffer, offset);

    /// <inheritdoc/>
    public SafeFileHandle CreateNew(string path, UnixFileMode mode)
    {
        // CreateNew is O_CREAT and O_EXCL, which follow no link. File.OpenHandle has no say in the mode, so a stream opens
        // the file; without a buffer it has nothing to write when it is collected, and closes nothing.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        return new FileStream(path, options).SafeFileHandle;
    }

    /// <inheritdoc/>
    public void Write(SafeFileHandle handle, ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(handle, bytes, offset);

    /// <inheritdoc/>
    public void Flush(SafeFileHandle handle) => RandomAccess.FlushToDisk(handle);

    /// <inheritdoc/>
    public void Move(string from, string to, bool overwrite)
    {
        // File.Move looks whether the name is free and then renames over whatever has come since.
        if (overwrite || !UnixFile.TryMoveToFree(from, to))
            File.Move(from, to, overwrite);
    }

    /// <inheritdoc/>
    public void Delete(string path) => File.Delete(path);

    /// <inheritdoc/>
    public void CreateDirectory(string path) => Directory.CreateDirectory(path);
}

using Microsoft.Win32.SafeHandles;

namespace ImageResize.Files;

/// <summary>
/// The few operations on files that the batch makes, so that a test can put a failing or a slow disk underneath.
/// Everything throws the platform's own exceptions (<see cref="IOException"/>, <see cref="UnauthorizedAccessException"/>);
/// <see cref="FileFault"/> tells what they mean. Implementations are thread safe.
/// </summary>
internal interface IFileLayer
{
    /// <summary>Opens an existing file for reading; others may read, rename or delete it meanwhile.</summary>
    SafeFileHandle OpenRead(string path);

    /// <summary>Reads from <paramref name="offset"/> (bytes); returns the bytes read, 0 at the end.</summary>
    int Read(SafeFileHandle handle, Span<byte> buffer, long offset);

    /// <summary>Creates a file that must not exist yet, also not as a link, for writing.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="mode">Its permissions on Unix, before the umask.</param>
    SafeFileHandle CreateNew(string path, UnixFileMode mode);

    /// <summary>Writes all bytes at <paramref name="offset"/>.</summary>
    void Write(SafeFileHandle handle, ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Brings what was written to the disk itself, so that it outlasts a power cut.</summary>
    void Flush(SafeFileHandle handle);

    /// <summary>Renames a file; with <paramref name="overwrite"/> it replaces what is there, in one step.</summary>
    void Move(string from, string to, bool overwrite);

    /// <summary>Deletes a file; no error where there is none.</summary>
    void Delete(string path);

    /// <summary>Creates a folder and those above it; no error where it is there.</summary>
    void CreateDirectory(string path);
}

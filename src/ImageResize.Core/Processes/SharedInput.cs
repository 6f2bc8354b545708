using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImageResize.Processes;

/// <summary>
/// The file through which one child gets its images, one after the other: a pipe would cost a fifth of the throughput. On Linux it
/// is memory that has no name in any folder, which the child opens through this process's open files; elsewhere, or where that is
/// not to be had, a private file among the temporary ones, whose name goes as soon as the child has it open. So nothing is left,
/// whichever process is killed. Belongs to one thread at a time.
/// </summary>
internal sealed class SharedInput : IDisposable
{
    private const uint CloseOnExec = 1;

    private readonly SafeFileHandle _handle;
    private string? _name;

    private SharedInput(SafeFileHandle handle, string path, string? name)
    {
        _handle = handle;
        Path = path;
        _name = name;
    }

    /// <summary>What the child opens.</summary>
    public string Path { get; }

    /// <summary>Makes an empty one.</summary>
    /// <param name="isNamed">Whether it is a file in a folder although the system has memory without a name.</param>
    /// <exception cref="IOException">There is no room for it, or no folder.</exception>
    public static SharedInput Create(bool isNamed = false)
    {
        if (OperatingSystem.IsLinux() && !isNamed && TryCreateInMemory() is { } memory)
            return memory;
        string path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());
        bool isWindows = OperatingSystem.IsWindows();
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            // Windows removes it with the last handle, also of a process that was killed.
            Options = isWindows ? FileOptions.DeleteOnClose : FileOptions.None,
        };
        if (!isWindows)
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new SharedInput(new FileStream(path, options).SafeFileHandle, path, isWindows ? null : path);
    }

    /// <summary>Says how long the next image is, before it is written.</summary>
    /// <exception cref="IOException">There is no room for it.</exception>
    public void SetLength(long length) => RandomAccess.SetLength(_handle, length);

    /// <summary>Writes a part of the next image.</summary>
    /// <exception cref="IOException">There is no room for it.</exception>
    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_handle, bytes, offset);

    /// <summary>The child has it open: it needs no name any more.</summary>
    public void RemoveName()
    {
        if (_name is { } name)
            File.Delete(name);
        _name = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        RemoveName();
        _handle.Dispose();
    }

    private static SharedInput? TryCreateInMemory()
    {
        try
        {
            int descriptor = NativeMemfdCreate("ImageResize", CloseOnExec);
            return descriptor < 0 ? null : new SharedInput(new SafeFileHandle(descriptor, ownsHandle: true), $"/proc/{Environment.ProcessId}/fd/{descriptor}", null);
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "memfd_create", SetLastError = true)]
    private static extern int NativeMemfdCreate([MarshalAs(UnmanagedType.LPUTF8Str)] string name, uint flags);
}

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImageResize.Files;

/// <summary>
/// Opens a file that is kept from run to run and added to, a journal or a log, so that nobody else who may write to its
/// folder can have a run write into a file of his choice: links of others are not followed (<see cref="TrustedPath"/>),
/// nor is one that the name became at the last moment. Stateless, thread safe.
/// </summary>
internal static class KeptFile
{
    // The runtime's own values, the same on every system.
    private const int ReadWrite = 0x2;
    private const int CloseOnExec = 0x10;
    private const int Create = 0x20;
    private const int NoFollow = 0x200;

    // errno on Linux and on macOS.
    private const int Eperm = 1;
    private const int Enoent = 2;
    private const int Eacces = 13;

    // Linux, fcntl.h.
    private const int SetStatusFlags = 4;
    private const int AppendFlag = 0x400;

    /// <summary>What a new file's permissions are, before the umask.</summary>
    private const int NewFileMode = 0x1B6;

    /// <summary>Opens a file, or makes it, and keeps other runs from it until it is closed.</summary>
    /// <exception cref="IOException">Another run has it open, a link leads there that is not followed, or it is no file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static FileStream OpenAlone(string path)
    {
        if (OperatingSystem.IsWindows())
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        string real = TrustedPath.Resolve(path);
        using SafeFileHandle file = Open(real);

        // Once more, by a stream that locks it and unlocks it: opening what is there changes nothing, whatever it may be.
        var stream = new FileStream(real, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        if (UnixFile.IsSameFile(file, stream.SafeFileHandle))
            return stream;
        stream.Dispose();
        throw new IOException("Another program put something else in its place.");
    }

    /// <summary>
    /// Opens a file, or makes it, to which several runs add at the same time: each <see cref="Append"/> goes to its end,
    /// wherever that is by then. Linux only.
    /// </summary>
    /// <exception cref="IOException">A link leads there that is not followed, or it is no file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static SafeFileHandle OpenShared(string path)
    {
        SafeFileHandle handle = Open(TrustedPath.Resolve(path));
        if (NativeFCntl(handle, SetStatusFlags, AppendFlag) == 0)
            return handle;
        handle.Dispose();
        throw Failure();
    }

    /// <summary>Adds to a file; in one step, unless the disk takes a part only.</summary>
    /// <exception cref="IOException">It could not be written; part of it may have been.</exception>
    public static void Append(SafeFileHandle handle, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int written = NativeWrite(handle, in MemoryMarshal.GetReference(bytes), bytes.Length);
            if (written < 0)
                throw Failure();
            bytes = bytes[written..];
        }
    }

    private static SafeFileHandle Open(string real)
    {
        // For reading, too: to open a pipe for writing alone would wait for a reader.
        SafeFileHandle handle = NativeOpen(real, ReadWrite | Create | NoFollow | CloseOnExec, NewFileMode);
        int error = Marshal.GetLastPInvokeError();
        if (!handle.IsInvalid && FileStatus.Of(handle) is not { IsRegular: false })
            return handle;
        bool isOpen = !handle.IsInvalid;
        handle.Dispose();
        throw error switch
        {
            _ when isOpen || FileStatus.OfEntry(real) is { IsRegular: false } => new IOException("It is no file but a link, a folder, a pipe, a socket or a device."),
            Enoent => new DirectoryNotFoundException("Its folder does not exist."),
            Eperm or Eacces => new UnauthorizedAccessException("It may not be written."),
            _ => new IOException(Marshal.GetPInvokeErrorMessage(error), error),
        };
    }

    private static IOException Failure()
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException(Marshal.GetPInvokeErrorMessage(error), error);
    }

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Open", SetLastError = true)]
    private static extern SafeFileHandle NativeOpen([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Write", SetLastError = true)]
    private static extern int NativeWrite(SafeFileHandle handle, in byte first, int count);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int NativeFCntl(SafeFileHandle handle, int command, nint value);
}

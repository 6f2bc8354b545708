using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImageResize.Files;

/// <summary>
/// Whether some program has a file open for writing. Windows tells by refusing to share it. Linux tells by refusing a read
/// lease (fcntl(2), F_SETLEASE), on local disks and for files of this user's own or for root; elsewhere it cannot be told.
/// Stateless, thread safe.
/// </summary>
internal static class OpenForWriting
{
    private const int SetSignal = 10;
    private const int SetLease = 1024;
    private const int ReadLease = 0;
    private const int NoLease = 2;
    private const int WouldBlock = 11;

    /// <summary>The signal that breaks a lease must be one that is ignored by default: that of urgent data on a socket, not the one for I/O, which ends the process.</summary>
    private const int IgnoredSignal = 23;

    /// <summary>Whether a file is open for writing; false where that cannot be told, or there is no such file.</summary>
    public static bool Is(string path)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return OperatingSystem.IsLinux() && IsLeaseRefused(file);
        }
        catch (IOException e)
        {
            return e is not (FileNotFoundException or DirectoryNotFoundException);
        }
        catch (UnauthorizedAccessException)
        {
            return false; // The run will say so.
        }
    }

    private static bool IsLeaseRefused(SafeFileHandle file)
    {
        if (NativeControl(file, SetSignal, IgnoredSignal) != 0)
            return false;
        if (NativeControl(file, SetLease, ReadLease) != 0)
            return Marshal.GetLastPInvokeError() == WouldBlock;
        _ = NativeControl(file, SetLease, NoLease);
        return false;
    }

    // The third argument of the C function is variadic, which on x64 and arm64 Linux is passed as any other.
    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeControl(SafeFileHandle file, int command, int argument);
}

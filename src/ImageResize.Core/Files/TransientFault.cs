namespace ImageResize.Files;

/// <summary>
/// Tells the faults that may pass from those that stay: a file that another program holds, a network share or a disk
/// that did not answer this time. The platform's error codes decide.
/// </summary>
internal static class TransientFault
{
    // errno on Linux: EINTR, EIO, EAGAIN, EBUSY, ETXTBSY, ENETDOWN, ENETUNREACH, ECONNABORTED, ECONNRESET, ETIMEDOUT,
    // EHOSTDOWN, EHOSTUNREACH, ESTALE, EREMOTEIO.
    private static readonly HashSet<int> Linux = [4, 5, 11, 16, 26, 100, 101, 103, 104, 110, 112, 113, 116, 121];

    // errno on macOS: EINTR, EIO, EBUSY, ETXTBSY, EAGAIN, ENETDOWN, ENETUNREACH, ECONNABORTED, ECONNRESET, ETIMEDOUT,
    // EHOSTDOWN, EHOSTUNREACH, ESTALE.
    private static readonly HashSet<int> Mac = [4, 5, 16, 26, 35, 50, 51, 53, 54, 60, 64, 65, 70];

    // Win32: NOT_READY, CRC, SHARING_VIOLATION, LOCK_VIOLATION, BAD_NETPATH, NETWORK_BUSY, DEV_NOT_EXIST, UNEXP_NET_ERR,
    // NETNAME_DELETED, SEM_TIMEOUT, IO_DEVICE, NETWORK_UNREACHABLE, HOST_UNREACHABLE.
    private static readonly HashSet<int> Windows = [21, 23, 32, 33, 53, 54, 55, 59, 64, 121, 1117, 1231, 1232];

    /// <summary>Whether a fault of the file system may be gone at the next attempt.</summary>
    public static bool MayPass(Exception e)
    {
        if (e is not IOException || e is FileNotFoundException or DirectoryNotFoundException or PathTooLongException)
            return false;
        if (OperatingSystem.IsWindows())
            return Windows.Contains(e.HResult & 0xFFFF);
        return (OperatingSystem.IsMacOS() ? Mac : Linux).Contains(e.HResult);
    }
}

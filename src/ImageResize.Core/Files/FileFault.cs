namespace ImageResize.Files;

/// <summary>
/// Tells what an exception of the file system means, as an id and a sentence with a way out. The platform's error
/// codes decide (errno on Unix, Win32 codes in the HRESULT on Windows), never the text, which is localised.
/// </summary>
internal static class FileFault
{
    private const int Enospc = 28;
    private const int EdquotLinux = 122;
    private const int EdquotMac = 69;
    private const int ErofsUnix = 30;
    private const int Eexist = 17;
    private const int Enfile = 23;
    private const int Emfile = 24;
    private const string TooManyFiles = "This process, or the machine, has no more files to open. Raise the limit (ulimit -n 4096, before pwsh starts), or use a smaller -ThrottleLimit.";
    private const int FileExists = unchecked((int)0x80070050);
    private const int AlreadyExists = unchecked((int)0x800700B7);
    private const int HandleDiskFull = unchecked((int)0x80070027);
    private const int DiskFull = unchecked((int)0x80070070);
    private const int DiskQuotaExceeded = unchecked((int)0x80070510);

    /// <summary>The failure of reading an input.</summary>
    public static ImageResizeException OnRead(Exception e) => e switch
    {
        ImageResizeException known => known,
        FileNotFoundException or DirectoryNotFoundException => new(ImageErrorId.NotFound, "There is no such file or folder. Check the path; use -LiteralPath for names with [ ] or *.", e),
        UnauthorizedAccessException => new(ImageErrorId.AccessDenied, "The file may not be read. Check its permissions.", e),
        PathTooLongException => new(ImageErrorId.NotFound, "The path is too long for this system.", e),
        _ when IsTooManyFiles(e) => new(new Fault(ImageErrorId.IoError, $"The file could not be read. {TooManyFiles}") { Cause = e, IsTransient = true }),
        OutOfMemoryException => new(ImageErrorId.OutOfMemory, "There is not enough memory to read the file. Use a smaller -ThrottleLimit.", e),
        _ => new(new Fault(ImageErrorId.IoError, $"The file could not be read: {OneLine(e.Message)}") { Cause = e, IsTransient = TransientFault.MayPass(e) }),
    };

    /// <summary>The failure of writing an output to <paramref name="target"/>.</summary>
    public static ImageResizeException OnWrite(Exception e, string target) => e switch
    {
        ImageResizeException known => known,
        ForeignLinkException => new(ImageErrorId.AccessDenied, $"The output '{target}' was not written. {e.Message}", e),
        _ when IsDiskFull(e) => new(ImageErrorId.DiskFull, $"No space is left for '{target}'. Free some, or choose another -Destination; the source is untouched and no part of the output was left.", e),
        UnauthorizedAccessException => new(ImageErrorId.AccessDenied, $"The output '{target}' may not be written. Check the permissions of its folder, or choose another -Destination.", e),
        _ when IsReadOnlyDisk(e) => new(ImageErrorId.AccessDenied, $"The output '{target}' lies on a read-only file system. Choose another -Destination.", e),
        PathTooLongException => new(ImageErrorId.IoError, $"The name or the path of the output '{target}' is too long for this system. Rename the image, or choose a shorter -Destination.", e),
        _ when IsExisting(e) => new(ImageErrorId.OutputExists, $"The output '{target}' came into being while this image was done: another run, or another image whose name differs in case only, has the same output. It was left as it is.", e),
        _ when IsTooManyFiles(e) => new(new Fault(ImageErrorId.IoError, $"The output '{target}' could not be written. {TooManyFiles}") { Cause = e, IsTransient = true }),
        OutOfMemoryException => new(ImageErrorId.OutOfMemory, "There is not enough memory to hold the output. Use a smaller -ThrottleLimit.", e),
        _ => new(new Fault(ImageErrorId.IoError, $"The output '{target}' could not be written: {OneLine(e.Message)}") { Cause = e, IsTransient = TransientFault.MayPass(e) }),
    };

    private static bool IsDiskFull(Exception e) => e is IOException && (OperatingSystem.IsWindows()
        ? e.HResult is HandleDiskFull or DiskFull or DiskQuotaExceeded
        : e.HResult is Enospc or DiskFull || e.HResult == (OperatingSystem.IsMacOS() ? EdquotMac : EdquotLinux));

    private static bool IsReadOnlyDisk(Exception e) => e is IOException && !OperatingSystem.IsWindows() && e.HResult == ErofsUnix;

    private static bool IsExisting(Exception e) => e is IOException && (OperatingSystem.IsWindows() ? e.HResult is FileExists or AlreadyExists : e.HResult == Eexist);

    private static bool IsTooManyFiles(Exception e) => e is IOException && !OperatingSystem.IsWindows() && e.HResult is Enfile or Emfile;

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}

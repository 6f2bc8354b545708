using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImageResize.Files;

/// <summary>
/// What is done to files on Unix that .NET does not offer, or offers by path only. Whoever may write to a folder can
/// put another file or a symbolic link under a name at any moment, so what matters is done through the open file.
/// Stateless, thread safe.
/// </summary>
internal static class UnixFile
{
    private const int Eexist = 17;

    // Linux, fcntl.h and stdio.h; macOS, stdio.h.
    private const int CurrentFolder = -100;
    private const uint NoReplace = 1;
    private const uint Exclusive = 4;

    /// <summary>The user for whom files are opened; null on Windows.</summary>
    public static uint? EffectiveUser => OperatingSystem.IsWindows() ? null : NativeGetEUid();

    /// <summary>
    /// Whether a path leads to a pipe, a socket or a device. Opening a pipe waits for a writer, maybe for ever, and
    /// some devices never end.
    /// </summary>
    public static bool IsSpecial(string path) => FileStatus.Of(path) is { IsSpecial: true };

    /// <summary>
    /// Whether two paths lead to one file, by whatever names: links, or a file system that does not heed case. False
    /// where that cannot be told.
    /// </summary>
    public static bool IsSame(string one, string other) =>
        FileStatus.Of(one) is { } first && FileStatus.Of(other) is { } second && first.IsSameFile(second);

    /// <summary>Whether two open files are one; true where that cannot be told.</summary>
    public static bool IsSameFile(SafeFileHandle one, SafeFileHandle other) =>
        FileStatus.Of(one) is not { Inode: not 0 } first || (FileStatus.Of(other) is { } second && second.IsSameFile(first));

    /// <summary>
    /// Whether a name still stands for an open file, and not for what somebody else put there. True where that cannot be
    /// told, as on Windows, where an open file keeps its name.
    /// </summary>
    public static bool IsNameOf(string path, SafeFileHandle handle) =>
        FileStatus.Of(handle) is not { Inode: not 0 } file || (FileStatus.OfEntry(path) is { } named && named.IsSameFile(file));

    /// <summary>
    /// Gives an open file the owner, the group and the permissions of another, as far as this user may. A group that
    /// cannot be given gets none of its rights either.
    /// </summary>
    public static void Give(SafeFileHandle handle, FileStatus wanted)
    {
        if (OperatingSystem.IsWindows() || FileStatus.Of(handle) is not { } given)
            return;
        bool owned = (wanted.User, wanted.Group) == (given.User, given.Group)
            || NativeFChown(handle, wanted.User, wanted.Group) == 0
            || NativeFChown(handle, uint.MaxValue, wanted.Group) == 0;
        UnixFileMode mode = wanted.Permissions;
        if (!owned)
            mode &= ~(UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute);

        // Some file systems give every file one mode and refuse to set it, even to itself.
        if (given.Permissions != mode)
            File.SetUnixFileMode(handle, mode);
    }

    /// <summary>
    /// Gives a file a name that must be free, in one step: where another program takes the name at the same moment, one of
    /// the two fails. False where neither the system nor the file system can do that, or it fails for another reason.
    /// </summary>
    /// <exception cref="IOException">The name is taken.</exception>
    public static bool TryMoveToFree(string from, string to)
    {
        if (OperatingSystem.IsWindows())
            return false;
        try
        {
            if (IsDone(OperatingSystem.IsLinux() ? NativeRenameAt2(CurrentFolder, from, CurrentFolder, to, NoReplace) : NativeRenameXNp(from, to, Exclusive)))
                return true;

            // An older kernel, or a file system that cannot rename so: a second name is never given over another file.
            if (!IsDone(NativeLink(from, to)))
                return false;
            File.Delete(from);
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    private static bool IsDone(int result) =>
        result < 0 && Marshal.GetLastPInvokeError() == Eexist ? throw new IOException("The file exists.", Eexist) : result == 0;

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_GetEUid")]
    private static extern uint NativeGetEUid();

    [DllImport("libc", EntryPoint = "fchown", SetLastError = true)]
    private static extern int NativeFChown(SafeFileHandle handle, uint user, uint group);

    [DllImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    private static extern int NativeRenameAt2(int fromFolder, [MarshalAs(UnmanagedType.LPUTF8Str)] string from, int toFolder, [MarshalAs(UnmanagedType.LPUTF8Str)] string to, uint flags);

    [DllImport("libc", EntryPoint = "renamex_np", SetLastError = true)]
    private static extern int NativeRenameXNp([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to, uint flags);

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Link", SetLastError = true)]
    private static extern int NativeLink([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);
}

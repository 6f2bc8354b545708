using System.Runtime.InteropServices;

namespace ImageResize.Files;

/// <summary>
/// What Unix knows of a file and .NET does not tell: whether it is a file at all, and whose. Asked of the runtime's own
/// native library, whose answer has one layout on every system; where a later runtime should not answer, files are
/// taken for ordinary ones. Stateless, thread safe.
/// </summary>
internal static class UnixFile
{
    private const int TypeMask = 0xF000;
    private const int PermissionMask = 0xFFF;
    private const int Regular = 0x8000;
    private const int Folder = 0x4000;

    /// <summary>
    /// Whether a path leads to a pipe, a socket or a device. Opening a pipe waits for a writer, maybe for ever, and
    /// some devices never end.
    /// </summary>
    public static bool IsSpecial(string path) => TryGetStatus(path, out Status status) && (status.Mode & TypeMask) is not (Regular or Folder);

    /// <summary>
    /// Whether two paths lead to one file, by whatever names: links, or a file system that does not heed case. False
    /// where that cannot be told.
    /// </summary>
    public static bool IsSame(string one, string other) =>
        TryGetStatus(one, out Status first) && TryGetStatus(other, out Status second)
        && first.Inode != 0 && (first.Device, first.Inode) == (second.Device, second.Inode);

    /// <summary>
    /// Gives a file the owner, the group and the mode of another, as far as this user may; nothing where the other is
    /// not there. A group that cannot be given gets none of its rights either.
    /// </summary>
    public static void CopyOwnerAndMode(string from, string to)
    {
        if (OperatingSystem.IsWindows() || !TryGetStatus(from, out Status wanted) || !TryGetStatus(to, out Status given))
            return;
        bool owned = (wanted.User, wanted.Group) == (given.User, given.Group)
            || ChangeOwner(to, wanted.User, wanted.Group)
            || ChangeOwner(to, uint.MaxValue, wanted.Group);
        var mode = (UnixFileMode)(wanted.Mode & PermissionMask);
        if (!owned)
            mode &= ~(UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.SetUser | UnixFileMode.SetGroup);

        // Some file systems give every file one mode and refuse to set it, even to itself.
        if (File.GetUnixFileMode(to) != mode)
            File.SetUnixFileMode(to, mode);
    }

    private static bool TryGetStatus(string path, out Status status)
    {
        status = default;
        try
        {
            return !OperatingSystem.IsWindows() && Stat(path, out status) == 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    private static bool ChangeOwner(string path, uint user, uint group)
    {
        try
        {
            return Chown(path, user, group) == 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
    private static extern int Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out Status status);

    [DllImport("libc", EntryPoint = "chown")]
    private static extern int Chown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);

    /// <summary>What is used of the runtime's FileStatus; the size leaves room for the rest.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(4)]
        public int Mode;
        [FieldOffset(8)]
        public uint User;
        [FieldOffset(12)]
        public uint Group;
        [FieldOffset(88)]
        public long Device;
        [FieldOffset(104)]
        public long Inode;
    }
}

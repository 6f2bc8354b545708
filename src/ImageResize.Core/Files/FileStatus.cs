using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImageResize.Files;

/// <summary>
/// What Unix tells of a file: what it is, whose, who may do what, and which one (device and inode). Asked of the runtime's
/// own native library, whose answer has one layout on every system; where a later runtime should not answer, and on
/// Windows, there is none.
/// </summary>
/// <param name="Mode">Kind and permissions, as st_mode (POSIX, sys/stat.h).</param>
/// <param name="User">The owner.</param>
/// <param name="Group">The group.</param>
/// <param name="Device">The file system.</param>
/// <param name="Inode">Which file of it; 0 where the file system has no such number.</param>
internal readonly record struct FileStatus(int Mode, uint User, uint Group, long Device, long Inode)
{
    private const int KindMask = 0xF000;
    private const int FolderKind = 0x4000;
    private const int RegularKind = 0x8000;
    private const int LinkKind = 0xA000;
    private const int StickyBit = 0x200;
    private const int PermissionMask = 0x1FF;

    /// <summary>Whether it is an ordinary file.</summary>
    public bool IsRegular => (Mode & KindMask) == RegularKind;

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsLink => (Mode & KindMask) == LinkKind;

    /// <summary>Whether it is a pipe, a socket or a device.</summary>
    public bool IsSpecial => (Mode & KindMask) is not (RegularKind or FolderKind or LinkKind);

    /// <summary>Whether it is a folder in which everybody may remove only what is his own, such as /tmp.</summary>
    public bool IsSticky => (Mode & StickyBit) != 0;

    /// <summary>Who may read, write and execute; without the bits that lend the owner's rights, which no image needs.</summary>
    public UnixFileMode Permissions => (UnixFileMode)(Mode & PermissionMask);

    /// <summary>The status of what a path leads to; null where that cannot be told.</summary>
    public static FileStatus? Of(string path) => Read(() => (NativeStat(path, out Native status), status));

    /// <summary>The status of a name itself, also where it is a symbolic link; null where that cannot be told.</summary>
    public static FileStatus? OfEntry(string path) => Read(() => (NativeLStat(path, out Native status), status));

    /// <summary>The status of an open file; null where that cannot be told.</summary>
    public static FileStatus? Of(SafeFileHandle handle) => Read(() => (NativeFStat(handle, out Native status), status));

    /// <summary>Whether both are one file, under whatever names; false where the file system does not number its files.</summary>
    public bool IsSameFile(FileStatus other) => Inode != 0 && (Device, Inode) == (other.Device, other.Inode);

    private static FileStatus? Read(Func<(int Result, Native Status)> call)
    {
        if (OperatingSystem.IsWindows())
            return null;
        try
        {
            (int result, Native status) = call();
            return result == 0 ? new FileStatus(status.Mode, status.User, status.Group, status.Device, status.Inode) : null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
    private static extern int NativeStat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out Native status);

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_LStat")]
    private static extern int NativeLStat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out Native status);

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_FStat")]
    private static extern int NativeFStat(SafeFileHandle handle, out Native status);

    /// <summary>What is used of the runtime's FileStatus; the size leaves room for the rest.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Native
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

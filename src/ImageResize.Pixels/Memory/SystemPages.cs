using System.Runtime.InteropServices;

namespace ImageResize.Pixels.Memory;

/// <summary>
/// Memory straight from the system, in whole pages: what is given back is gone from the process at once, whereas a C heap keeps what lies
/// between blocks that are in use, in each of its arenas. Content is zero. Stateless, thread safe.
/// </summary>
internal static unsafe partial class SystemPages
{
    private const int ReadWrite = 1 | 2, Private = 2;
    private const uint Commit = 0x1000, Reserve = 0x2000, Release = 0x8000, PageReadWrite = 4;

    private const int HugePage = 2 << 20, UseHugePages = 14;

    private static readonly int Anonymous = OperatingSystem.IsMacOS() ? 0x1000 : 0x20;

    /// <summary>Takes so many bytes, at least 1.</summary>
    /// <exception cref="OutOfMemoryException">There are none.</exception>
    public static nint Take(long bytes)
    {
        nint address = OperatingSystem.IsWindows()
            ? VirtualAlloc(0, (nuint)bytes, Commit | Reserve, PageReadWrite)
            : MapMemory(0, (nuint)bytes, ReadWrite, Private | Anonymous, -1, 0);
        if (address is 0 or -1)
            throw new OutOfMemoryException($"The system has no {bytes:N0} bytes of memory left.");

        // A page of 2 MB instead of 512 faults. Advice alone: where the system has none, or does not wish to, it stays with small ones.
        if (OperatingSystem.IsLinux() && bytes >= HugePage)
            _ = AdviseMemory(address, (nuint)bytes, UseHugePages);
        return address;
    }

    /// <summary>Gives back what was taken, all of it.</summary>
    public static void GiveBack(nint address, long bytes)
    {
        if (OperatingSystem.IsWindows())
            _ = VirtualFree(address, 0, Release);
        else
            _ = UnmapMemory(address, (nuint)bytes);
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint MapMemory(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int AdviseMemory(nint address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int UnmapMemory(nint address, nuint length);

    [LibraryImport("kernel32")]
    private static partial nint VirtualAlloc(nint address, nuint size, uint type, uint protection);

    [LibraryImport("kernel32")]
    private static partial int VirtualFree(nint address, nuint size, uint type);
}

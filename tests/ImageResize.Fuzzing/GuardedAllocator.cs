using System.Runtime.InteropServices;
using ImageResize.Pixels.Memory;

namespace ImageResize.Fuzzing;

/// <summary>
/// Gives every buffer its own pages between two that cannot be touched, and puts it against one of them: a read or write of
/// one byte too many ends the process. Freed regions are used again, so that an input costs no system calls.
/// </summary>
internal sealed unsafe partial class GuardedAllocator : BufferAllocator
{
    private const int None = 0, Read = 1, Write = 2, Private = 2;

    private readonly Dictionary<long, Stack<nint>> _free = [];
    private readonly Dictionary<nint, nint> _used = [];
    private readonly int _page = Environment.SystemPageSize;

    /// <summary>Whether buffers lie against the lower guard page, not the upper one.</summary>
    public bool IsLow { get; set; }

    public override bool Exact => true;

    public override int WindowBytes => 6000;

    public override byte* Allocate(long bytes)
    {
        long room = RoomFor(bytes);
        nint region = _free.TryGetValue(room, out Stack<nint>? regions) && regions.Count > 0 ? regions.Pop() : Map(room);
        byte* buffer = (byte*)region + _page + (IsLow ? 0 : room - bytes);
        _used[(nint)buffer] = region;
        return buffer;
    }

    public override void Free(byte* pointer, long bytes)
    {
        long room = RoomFor(bytes);
        _used.Remove((nint)pointer, out nint region);
        if (!_free.TryGetValue(room, out Stack<nint>? regions))
            _free[room] = regions = new Stack<nint>();
        regions.Push(region);
    }

    private long RoomFor(long bytes)
    {
        long pages = (bytes + _page - 1) / _page, rounded = 1;
        while (rounded < pages)
            rounded *= 2;
        return rounded * _page;
    }

    private nint Map(long room)
    {
        int anonymous = OperatingSystem.IsMacOS() ? 0x1000 : 0x20;
        nint region = MapMemory(0, (nuint)(room + 2 * _page), None, Private | anonymous, -1, 0);
        if (region == -1 || ProtectMemory(region + _page, (nuint)room, Read | Write) != 0)
            throw new InvalidOperationException("No memory for guarded buffers.");
        return region;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint MapMemory(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int ProtectMemory(nint address, nuint length, int protection);
}

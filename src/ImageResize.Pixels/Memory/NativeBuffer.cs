using System.Runtime.InteropServices;

namespace ImageResize.Pixels.Memory;

/// <summary>
/// A block of native memory that grows to the largest size asked for and is used again by the next image.
/// Its content is undefined after growing. The finalizer frees what a forgotten Dispose leaves.
/// </summary>
internal sealed unsafe class NativeBuffer(BufferArena arena) : IDisposable
{
    private byte* _pointer;

    public long Capacity { get; private set; }

    public byte* Pointer => _pointer;

    ~NativeBuffer() => Free();

    /// <summary>At least this many bytes, not cleared. Invalidates what an earlier call returned.</summary>
    public byte* Require(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        bytes = Math.Max(bytes, 1);
        if (Capacity < bytes || (arena.Allocator.Exact && Capacity != bytes))
        {
            Release();
            _pointer = arena.Allocator.Allocate(bytes);
            Capacity = bytes;
            arena.Account(bytes);
        }

        return _pointer;
    }

    /// <summary>At least this many bytes, the first of them zero.</summary>
    public byte* RequireCleared(long bytes)
    {
        byte* pointer = Require(bytes);
        NativeMemory.Clear(pointer, (nuint)bytes);
        return pointer;
    }

    public void Release()
    {
        long capacity = Capacity;
        Free();
        arena.Account(-capacity);
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_pointer != null)
            arena.Allocator.Free(_pointer, Capacity);
        _pointer = null;
        Capacity = 0;
    }
}

using System.Runtime.InteropServices;

namespace ImageResize.Pixels.Memory;

/// <summary>
/// Where native buffers come from. The kernels work on native memory because it needs no pinning and is not
/// zeroed before use; the fuzzer puts an allocator here that surrounds every buffer with unreadable pages.
/// </summary>
internal abstract unsafe class BufferAllocator
{
    public const int MaxWindowBytes = 1 << 16;

    /// <summary>The allocator of production: the pool of large regions, and for small buffers the C heap; aligned to a cache line.</summary>
    public static BufferAllocator Default { get; } = new PooledAllocator();

    /// <summary>Whether a buffer must have exactly the size asked for, not an earlier, larger one.</summary>
    public virtual bool Exact => false;

    /// <summary>Bytes that a decoder holds of its stream at a time; small in the fuzzer, so that windows are refilled often.</summary>
    public virtual int WindowBytes => MaxWindowBytes;

    public abstract byte* Allocate(long bytes);

    public abstract void Free(byte* pointer, long bytes);

    private sealed class PooledAllocator : BufferAllocator
    {
        private const int CacheLine = 64;

        public override byte* Allocate(long bytes) => bytes < PagePool.SmallestBytes
            ? (byte*)NativeMemory.AlignedAlloc((nuint)bytes, CacheLine)
            : (byte*)PagePool.Shared.Take(bytes);

        public override void Free(byte* pointer, long bytes)
        {
            if (bytes < PagePool.SmallestBytes)
                NativeMemory.AlignedFree(pointer);
            else
                PagePool.Shared.GiveBack((nint)pointer);
        }
    }
}

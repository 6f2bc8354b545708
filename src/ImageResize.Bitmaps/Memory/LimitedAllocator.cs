using System.Buffers;
using System.Runtime.CompilerServices;
using SixLabors.ImageSharp.Memory;

namespace ImageResize.Bitmaps.Memory;

/// <summary>
/// Gives ImageSharp native memory up to a limit for one image, so that the header's claim bounds what is taken whatever the data
/// says. A buffer is one piece, so that the pixels can be handed on without a copy. Not thread safe.
/// </summary>
/// <param name="limit">Bytes that may be held at a time.</param>
internal sealed class LimitedAllocator(long limit) : MemoryAllocator, IDisposable
{
    private readonly HashSet<IDisposable> _blocks = [];
    private long _held;

    public override IMemoryOwner<T> Allocate<T>(int length, AllocationOptions options = AllocationOptions.None)
    {
        long bytes = (long)length * Unsafe.SizeOf<T>();
        if (bytes > limit - _held)
            throw new InvalidMemoryOperationException($"{bytes} bytes are asked for, and {limit - _held} are left of the {limit} that this image may take.");
        var block = new NativeBlock<T>(length, Release);
        _blocks.Add(block);
        _held += bytes;
        return block;
    }

    /// <summary>Frees whatever was not given back: a decoder that fails leaves its buffers behind.</summary>
    public void Dispose()
    {
        foreach (IDisposable block in _blocks.ToArray())
            block.Dispose();
    }

    protected override int GetBufferCapacityInBytes() => int.MaxValue;

    private void Release<T>(NativeBlock<T> block)
        where T : struct
    {
        _blocks.Remove(block);
        _held -= block.ByteLength;
    }
}

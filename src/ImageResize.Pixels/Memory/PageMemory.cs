using System.Buffers;

namespace ImageResize.Pixels.Memory;

/// <summary>
/// A region of the pool as managed memory. It stays where it is; after it was given back, it cannot be reached through this any more.
/// There is no finalizer, which could free it under a span: who takes one must dispose of it. Belongs to one thread at a time.
/// </summary>
internal sealed unsafe class PageMemory : MemoryManager<byte>
{
    private readonly PagePool _pool;
    private readonly long _size;
    private nint _address;

    /// <summary>Takes a region.</summary>
    /// <param name="length">Bytes at least.</param>
    /// <param name="pool">Where from.</param>
    /// <exception cref="OutOfMemoryException">There is none.</exception>
    public PageMemory(int length, PagePool pool)
    {
        _pool = pool;
        _address = pool.Take(length, out _size);
    }

    /// <summary>The bytes of the region, as far as a span reaches.</summary>
    public int Length => (int)Math.Min(_size, Array.MaxLength);

    /// <inheritdoc/>
    public override Memory<byte> Memory => CreateMemory(Length);

    /// <inheritdoc/>
    public override Span<byte> GetSpan()
    {
        nint address = _address;
        ObjectDisposedException.ThrowIf(address == 0, this);
        return new Span<byte>((void*)address, Length);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        nint address = _address;
        ObjectDisposedException.ThrowIf(address == 0, this);
        return new MemoryHandle((byte*)address + elementIndex, pinnable: this);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        nint address = Interlocked.Exchange(ref _address, 0);
        if (address != 0)
            _pool.GiveBack(address);
    }
}

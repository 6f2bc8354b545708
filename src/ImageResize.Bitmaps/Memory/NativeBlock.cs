using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ImageResize.Bitmaps.Memory;

/// <summary>Native memory, zeroed, that is given back when it is disposed of.</summary>
/// <typeparam name="T">What lies in it.</typeparam>
internal sealed unsafe class NativeBlock<T> : MemoryManager<T>
    where T : struct
{
    private readonly int _length;
    private readonly Action<NativeBlock<T>>? _released;
    private void* _pointer;

    /// <summary>Takes memory.</summary>
    /// <param name="length">The number of elements.</param>
    /// <param name="released">Told when it is given back.</param>
    /// <exception cref="OutOfMemoryException">There is not so much.</exception>
    public NativeBlock(int length, Action<NativeBlock<T>>? released = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _length = length;
        _released = released;
        _pointer = NativeMemory.AllocZeroed((nuint)Math.Max(1, length), (nuint)Unsafe.SizeOf<T>());
    }

    /// <summary>Bytes of all elements.</summary>
    public long ByteLength => (long)_length * Unsafe.SizeOf<T>();

    public override Span<T> GetSpan() => new(_pointer, _length);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length, nameof(elementIndex));
        return new MemoryHandle((byte*)_pointer + (nint)elementIndex * Unsafe.SizeOf<T>(), default, this);
    }

    public override void Unpin()
    {
        // Native memory does not move.
    }

    protected override void Dispose(bool disposing)
    {
        if (_pointer == null)
            return;
        NativeMemory.Free(_pointer);
        _pointer = null;
        _released?.Invoke(this);
    }
}

using System.Runtime.CompilerServices;

namespace ImageResize.Png.Deflating;

/// <summary>Writes bits, the lowest first (RFC 1951, 3.1.1), up to eight bytes beyond those that count.</summary>
/// <param name="next">The next byte.</param>
internal unsafe struct BitWriter(byte* next)
{
    private ulong _bits;
    private int _count;

    /// <summary>The next byte.</summary>
    public byte* Next { get; private set; } = next;

    /// <summary>Writes up to 48 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(ulong bits, int count)
    {
        Add(bits, count);
        Flush();
    }

    /// <summary>Writes the code of a symbol.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(uint code) => Put(code & 0xFFFF, (int)(code >> 16));

    /// <summary>Adds bits, of which there may be 56 before they must be flushed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong bits, int count)
    {
        _bits |= bits << _count;
        _count += count;
    }

    /// <summary>Writes whole bytes, and keeps the bits that are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Flush()
    {
        *(ulong*)Next = _bits;
        Next += _count >> 3;
        _bits >>= _count & ~7;
        _count &= 7;
    }

    /// <summary>Fills the byte up with zeros.</summary>
    public void Align()
    {
        if (_count > 0)
            Put(0, 8 - _count);
    }

    /// <summary>Goes on at another byte, with the bits that are left.</summary>
    public void Restart(byte* next) => Next = next;

    /// <summary>Writes bytes, after <see cref="Align"/>.</summary>
    public void Write(byte* data, int count)
    {
        Unsafe.CopyBlockUnaligned(Next, data, (uint)count);
        Next += count;
    }
}

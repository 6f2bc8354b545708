using System.Buffers;

namespace ImageResize.Files;

/// <summary>
/// An encoded output in memory, before it is written: a stream for encoders that seek (TIFF) and a buffer writer for
/// those that do not. Large memory goes back to the process's pool when it is cleared. Not thread safe.
/// </summary>
internal sealed class OutputBuffer : Stream, IBufferWriter<byte>
{
    private const int FirstCapacity = 128 << 10;

    private readonly ReusableBuffer _buffer = new();
    private int _length;
    private int _position;

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _buffer.Span[.._length];

    /// <summary>The same as memory; what is written later may move it.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _buffer.Memory[.._length];

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => _length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => _position = checked((int)value);
    }

    /// <summary>Empties the buffer for the next output.</summary>
    public void Clear()
    {
        _length = _position = 0;
        _buffer.Trim();
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Capacity - _position);
        _position += count;
        _length = Math.Max(_length, _position);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.Memory[_position..];
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.Span[_position..];
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Reserve(buffer.Length);
        if (_position > _length)
            _buffer.Span[_length.._position].Clear();
        buffer.CopyTo(_buffer.Span[_position..]);
        Advance(buffer.Length);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, Math.Max(0, _length - _position));
        _buffer.Span.Slice(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => _length + offset,
    };

    /// <inheritdoc/>
    public override void SetLength(long value)
    {
        int length = checked((int)value);
        if (length > _length)
        {
            Reserve(length - _position);
            _buffer.Span[_length..length].Clear();
        }

        _length = length;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    private void Reserve(int count)
    {
        long needed = (long)_position + count;
        if (needed <= _buffer.Capacity)
            return;
        if (needed > Array.MaxLength)
            throw new OutOfMemoryException("The output exceeds two gigabytes.");
        _buffer.Grow((int)Math.Min(Array.MaxLength, Math.Max(needed, Math.Max(FirstCapacity, 2L * _buffer.Capacity))), _length);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _buffer.Dispose();
        base.Dispose(disposing);
    }
}

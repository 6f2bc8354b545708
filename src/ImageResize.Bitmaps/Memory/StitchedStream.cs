namespace ImageResize.Bitmaps.Memory;

/// <summary>
/// A header of our own, what follows it in the file, and behind the file's end as many zeros as the image lacks.
/// Reading only. Here a decoder that knows no cancellation is stopped, since it reads row by row.
/// </summary>
/// <param name="head">The first bytes.</param>
/// <param name="body">What follows.</param>
/// <param name="length">Bytes in all; at least as many as the head and the body have.</param>
/// <param name="cancellation">Asks whoever reads to end.</param>
internal sealed class StitchedStream(byte[] head, ReadOnlyMemory<byte> body, long length, CancellationToken cancellation) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public override int Read(Span<byte> buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        int count = (int)Math.Clamp(length - _position, 0, buffer.Length);
        buffer = buffer[..count];
        buffer = buffer[Take(head, _position, buffer)..];
        buffer = buffer[Take(body.Span, _position - head.Length, buffer)..];
        buffer.Clear();
        _position += buffer.Length;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(one) == 1 ? one[0] : -1;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Take(ReadOnlySpan<byte> from, long at, Span<byte> buffer)
    {
        if (at < 0 || at >= from.Length)
            return 0;
        int count = (int)Math.Min(buffer.Length, from.Length - at);
        from.Slice((int)at, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}

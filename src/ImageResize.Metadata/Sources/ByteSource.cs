namespace ImageResize.Metadata.Sources;

/// <summary>
/// Bytes that can be read at any place, so that the parts of a large file are found without reading all of it. Not thread safe.
/// </summary>
internal abstract class ByteSource
{
    private const int CopyStep = 65_536;

    /// <summary>How many bytes there are.</summary>
    public abstract long Length { get; }

    /// <summary>Reads from a place; fewer bytes than asked for only at the end, and none for a place outside.</summary>
    /// <exception cref="IOException">The medium failed.</exception>
    public abstract int Read(long offset, Span<byte> target);

    /// <summary>
    /// Looks at bytes from a place on, where they are or read into a buffer that is made when it is needed: at least as many as asked for
    /// unless the source ends before. None for a place outside. The same buffer takes no more than
    /// at first. Valid until the next call.
    /// </summary>
    /// <exception cref="IOException">The medium failed.</exception>
    public virtual ReadOnlySpan<byte> Look(long offset, int count, ref byte[]? buffer)
    {
        buffer ??= new byte[count];
        return buffer.AsSpan(0, Read(offset, buffer.AsSpan(0, count)));
    }

    /// <summary>Fills the target, or tells that there are not so many bytes.</summary>
    public bool TryRead(long offset, Span<byte> target) => Read(offset, target) == target.Length;

    /// <summary>Copies a part of the source; what does not lie within it is left out.</summary>
    /// <exception cref="IOException">The medium failed.</exception>
    public void CopyTo(Stream target, long offset, long length)
    {
        var buffer = new byte[(int)Math.Clamp(length, 0, CopyStep)];
        for (long end = offset + length; offset < end;)
        {
            int count = Read(offset, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - offset)));
            if (count == 0)
                break;
            target.Write(buffer, 0, count);
            offset += count;
        }
    }

    /// <summary>
    /// A part of the source as an array; null where it does not lie within the source or what may be taken is used up. The
    /// memory is taken only once it is known that the bytes are there.
    /// </summary>
    public byte[]? Take(long offset, long length, MetadataLimit limit)
    {
        if (offset < 0 || length < 0 || length > Length - offset || !limit.TryTake(length))
            return null;
        var block = new byte[length];
        return TryRead(offset, block) ? block : null;
    }
}

/// <summary>Bytes that are in memory.</summary>
internal sealed class MemorySource(ReadOnlyMemory<byte> bytes) : ByteSource
{
    public override long Length => bytes.Length;

    public override int Read(long offset, Span<byte> target)
    {
        if (offset < 0 || offset >= bytes.Length)
            return 0;
        int count = (int)Math.Min(target.Length, bytes.Length - offset);
        bytes.Span.Slice((int)offset, count).CopyTo(target);
        return count;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Look(long offset, int count, ref byte[]? buffer) => offset < 0 || offset >= bytes.Length ? [] : bytes.Span[(int)offset..];
}

/// <summary>Bytes of a seekable stream, through a window: headers lie close together, and each is a few bytes.</summary>
internal sealed class StreamSource(Stream stream) : ByteSource
{
    private const int WindowLength = 8192;

    private readonly byte[] _window = new byte[WindowLength];
    private long _windowStart;
    private int _windowCount;

    public override long Length { get; } = stream.Length;

    public override int Read(long offset, Span<byte> target)
    {
        if (offset < 0 || offset >= Length)
            return 0;
        if (target.Length >= WindowLength)
            return ReadStream(offset, target);
        if (offset < _windowStart || offset + target.Length > _windowStart + _windowCount)
        {
            _windowCount = 0;
            _windowCount = ReadStream(offset, _window);
            _windowStart = offset;
        }

        int at = (int)(offset - _windowStart), count = Math.Min(target.Length, _windowCount - at);
        _window.AsSpan(at, count).CopyTo(target);
        return count;
    }

    private int ReadStream(long offset, Span<byte> target)
    {
        stream.Position = offset;
        return stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
    }
}

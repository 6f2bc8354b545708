namespace ImageResize.Files;

/// <summary>A stream over bytes in memory that needs no array of its own. Not thread safe.</summary>
internal sealed class ReadOnlyMemoryStream(ReadOnlyMemory<byte> bytes) : SeekableReadStream(bytes.Length)
{
    /// <inheritdoc/>
    protected override int ReadAt(Span<byte> buffer, long offset)
    {
        int count = (int)Math.Min(buffer.Length, bytes.Length - offset);
        bytes.Span.Slice((int)offset, count).CopyTo(buffer);
        return count;
    }
}

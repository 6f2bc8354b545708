using ImageResize.Metadata.Sources;

namespace ImageResize.Tiff.Fuzz;

/// <summary>Bytes between guard pages, which are looked at where they are, or read into windows.</summary>
internal sealed unsafe class GuardedSource(byte* bytes, int length, bool isStreamed) : ByteSource
{
    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> target)
    {
        if (offset < 0 || offset >= length)
            return 0;
        int count = (int)Math.Min(target.Length, length - offset);
        new ReadOnlySpan<byte>(bytes + offset, count).CopyTo(target);
        return count;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Look(long offset, int count, ref byte[]? buffer)
    {
        if (isStreamed)
            return base.Look(offset, count, ref buffer);
        return offset < 0 || offset >= length ? [] : new ReadOnlySpan<byte>(bytes + offset, (int)(length - offset));
    }
}

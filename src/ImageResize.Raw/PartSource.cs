using ImageResize.Metadata.Sources;

namespace ImageResize.Raw;

/// <summary>
/// A part of a source from some place on, with other bytes in the place of its first ones: a maker note is a TIFF structure whose
/// offsets count from somewhere of its own, and whose header is the maker's, or missing.
/// </summary>
internal sealed class PartSource(ByteSource source, long start, byte[] head) : ByteSource
{
    public override long Length => Math.Max(0, source.Length - start);

    public override int Read(long offset, Span<byte> target)
    {
        if (offset < 0 || offset >= Length)
            return 0;
        int count = source.Read(start + offset, target);
        if (offset < head.Length)
            head.AsSpan((int)offset, (int)Math.Min(head.Length - offset, count)).CopyTo(target);
        return count;
    }
}

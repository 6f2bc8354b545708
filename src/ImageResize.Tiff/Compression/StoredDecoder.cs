namespace ImageResize.Tiff.Compression;

/// <summary>Gives bytes that are stored as they are.</summary>
internal sealed unsafe class StoredDecoder : SegmentDecoder
{
    private SegmentBytes _bytes = null!;

    /// <inheritdoc/>
    public override void Begin(SegmentBytes bytes) => _bytes = bytes;

    /// <inheritdoc/>
    public override int Decode(byte* target, int wanted, int room)
    {
        for (int done = 0; done < wanted;)
        {
            ReadOnlySpan<byte> bytes = _bytes.Look();
            if (bytes.IsEmpty)
                return NotSound;
            int count = Math.Min(bytes.Length, wanted - done);
            bytes[..count].CopyTo(new Span<byte>(target + done, count));
            _bytes.Take(count);
            done += count;
        }

        return wanted;
    }
}

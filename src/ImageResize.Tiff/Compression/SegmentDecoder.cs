namespace ImageResize.Tiff.Compression;

/// <summary>Decodes the bytes of strips and tiles, a piece at a time. It believes nothing: what is not perfectly sound is refused. For one thread.</summary>
internal abstract unsafe class SegmentDecoder
{
    /// <summary>Bytes behind the room of a piece that may be written, with anything.</summary>
    public const int Slack = 64;

    /// <summary>What a decoder gives of bytes that are not sound.</summary>
    protected const int NotSound = -1;

    /// <summary>Bytes more than were wanted that there must be room for, unless the segment ends before.</summary>
    public virtual int MostSurplus => 0;

    /// <summary>Begins a segment.</summary>
    /// <param name="bytes">Its bytes.</param>
    public abstract void Begin(SegmentBytes bytes);

    /// <summary>Decodes the next bytes.</summary>
    /// <param name="target">Where they are written.</param>
    /// <param name="wanted">How many are wanted at least, and are still to come.</param>
    /// <param name="room">How many there is room for, besides the <see cref="Slack"/>; no more than are still to come.</param>
    /// <returns>How many were decoded; -1 where the segment is not sound.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public abstract int Decode(byte* target, int wanted, int room);

    /// <summary>Whether nothing speaks against the segment once all of its bytes were decoded.</summary>
    public virtual bool IsComplete() => true;
}

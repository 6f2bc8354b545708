using ImageResize.Metadata.Sources;

namespace ImageResize.Tiff.Compression;

/// <summary>
/// The stored bytes of one strip or tile from its first to its last: where they are, if the file is in memory, and else read a window at a
/// time. One for an image, and for one thread.
/// </summary>
/// <param name="source">The file.</param>
/// <param name="windowBytes">Bytes that are read at a time.</param>
internal sealed class SegmentBytes(ByteSource source, int windowBytes = SegmentBytes.WindowBytes)
{
    /// <summary>Bytes that are read at a time.</summary>
    public const int WindowBytes = 256 << 10;

    /// <summary>Bytes in memory that are shown at a time: the number of their bits is one of 32 bits.</summary>
    private const int MostShown = 64 << 20;

    private long _position;
    private byte[]? _window;

    /// <summary>Bytes that were not taken yet.</summary>
    public long Left { get; private set; }

    /// <summary>Begins a segment, which lies within the file.</summary>
    public void Begin(long offset, long length) => (_position, Left) = (offset, length);

    /// <summary>
    /// The next bytes: all that are left or as many as a window has, valid until the next look; fewer only where the file has become
    /// shorter.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ReadOnlySpan<byte> Look()
    {
        if (source is not MemorySource)
            _window ??= new byte[windowBytes];
        ReadOnlySpan<byte> bytes = source.Look(_position, (int)Math.Min(Left, windowBytes), ref _window);
        return bytes[..(int)Math.Min(Math.Min(bytes.Length, Left), MostShown)];
    }

    /// <summary>Takes bytes that were looked at.</summary>
    public void Take(int count)
    {
        _position += count;
        Left -= count;
    }
}

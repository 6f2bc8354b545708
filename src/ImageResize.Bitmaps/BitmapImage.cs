using System.Buffers;

namespace ImageResize.Bitmaps;

/// <summary>
/// Decoded pixels: interleaved samples without gaps, rows from the top, 16 bits in the byte order of the machine. They stay where
/// they are until the image is disposed of. Not thread safe.
/// </summary>
internal sealed unsafe class BitmapImage : IDisposable
{
    private readonly IDisposable? _owner;
    private MemoryHandle _pin;

    private BitmapImage(BitmapHeader header, int channels, MemoryHandle pin, IDisposable? owner, string? damage)
    {
        Damage = damage;
        (Width, Height, Channels, BytesPerSample) = (header.Width, header.Height, channels, header.BytesPerSample);
        _pin = pin;
        _owner = owner;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha, which colours are not multiplied with.</summary>
    public int Channels { get; }

    public int BytesPerSample { get; }

    public bool HasAlpha => Channels is 2 or 4;

    /// <summary>What was missing and filled up, because damage was to be passed over; null where nothing was.</summary>
    public string? Damage { get; }

    /// <summary>Whether the file holds further pictures behind this one.</summary>
    public bool HasMore { get; private init; }

    /// <summary>Where the pixels are.</summary>
    public nint Address => (nint)_pin.Pointer;

    /// <summary>Bytes from one row to the next.</summary>
    public long Stride => (long)Width * Channels * BytesPerSample;

    /// <summary>Bytes of all rows.</summary>
    public long Length => Stride * Height;

    public ReadOnlySpan<byte> Row(int y) => new((byte*)_pin.Pointer + y * Stride, (int)Stride);

    /// <summary>Pixels that lie in the file as they are to be: nothing is copied.</summary>
    public static BitmapImage Over(BitmapHeader header, ReadOnlyMemory<byte> pixels, bool hasMore = false) =>
        new(header, header.Channels, pixels.Pin(), null, null) { HasMore = hasMore };

    /// <summary>Pixels in memory that belongs to an owner, who is disposed of with the image.</summary>
    /// <param name="header">Their size and depth.</param>
    /// <param name="channels">Their channels.</param>
    /// <param name="pin">Where they are.</param>
    /// <param name="owner">Whose they are.</param>
    /// <param name="damage">What of them was filled up; null where nothing was.</param>
    /// <param name="hasMore">Whether the file holds further pictures.</param>
    public static BitmapImage Of(BitmapHeader header, int channels, MemoryHandle pin, IDisposable owner, string? damage, bool hasMore = false) =>
        new(header, channels, pin, owner, damage) { HasMore = hasMore };

    public void Dispose()
    {
        _pin.Dispose();
        _owner?.Dispose();
    }
}

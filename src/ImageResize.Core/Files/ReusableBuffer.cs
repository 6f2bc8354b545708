using ImageResize.Pixels.Memory;

namespace ImageResize.Files;

/// <summary>
/// A byte buffer that grows. A small one is kept for the next image; a large one is a region of the process's pool and goes back to it
/// when its image is done, so that a batch does not feed the garbage collector's large object heap, and workers that wait hold nothing.
/// Belongs to one worker; not thread safe.
/// </summary>
internal sealed class ReusableBuffer : IDisposable
{
    /// <summary>Bytes more than were asked for, so that what is a little longer finds room.</summary>
    private const int MostSpare = 1 << 20;

    private byte[] _small = [];
    private PageMemory? _large;

    /// <summary>All bytes that there are, whatever they hold.</summary>
    public Memory<byte> Memory => _large is { } large ? large.Memory : _small;

    /// <summary>The same, to be read or written at once.</summary>
    public Span<byte> Span => _large is { } large ? large.GetSpan() : _small;

    /// <summary>How many there are.</summary>
    public int Capacity => _large?.Length ?? _small.Length;

    /// <summary>Room for at least <paramref name="length"/> bytes; the former content is lost.</summary>
    /// <exception cref="OutOfMemoryException">The system has no more.</exception>
    public Memory<byte> Rent(int length) => Grow(length, 0);

    /// <summary>Room for at least <paramref name="length"/> bytes that begins with the first <paramref name="kept"/> of those before.</summary>
    /// <exception cref="OutOfMemoryException">The system has no more.</exception>
    public Memory<byte> Grow(int length, int kept)
    {
        if (Capacity >= length)
            return Memory;
        int wanted = (int)Math.Min(Array.MaxLength, length + (long)Math.Min(length / 4, MostSpare));
        if (wanted < PagePool.SmallestBytes)
        {
            byte[] larger = GC.AllocateUninitializedArray<byte>(wanted);
            Span[..kept].CopyTo(larger);
            _small = larger;
        }
        else
        {
            var region = new PageMemory(wanted, PagePool.Shared);
            Span[..kept].CopyTo(region.GetSpan());
            ReleaseLarge();
            _large = region;
        }

        return Memory;
    }

    /// <summary>Gives a large buffer back; its content must not be looked at any more.</summary>
    public void Trim() => ReleaseLarge();

    /// <inheritdoc/>
    public void Dispose() => ReleaseLarge();

    private void ReleaseLarge()
    {
        (_large as IDisposable)?.Dispose();
        _large = null;
    }
}

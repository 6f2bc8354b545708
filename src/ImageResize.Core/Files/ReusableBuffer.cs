namespace ImageResize.Files;

/// <summary>
/// A byte buffer that grows and is used again for the next image, so that a batch does not feed the garbage
/// collector's large object heap. Belongs to one worker; not thread safe.
/// </summary>
internal sealed class ReusableBuffer
{
    /// <summary>Up to this many bytes are kept for the next image; more is given back.</summary>
    public const int KeepLimit = 32 << 20;

    /// <summary>Bytes more than were asked for, so that a file that is a little longer than the last one finds room.</summary>
    private const int MostSpare = 1 << 20;

    private byte[] _bytes = [];

    /// <summary>An array of at least <paramref name="length"/> bytes; its former content is lost.</summary>
    public byte[] Rent(int length) => Grow(length, 0);

    /// <summary>An array of at least <paramref name="length"/> bytes that begins with the first <paramref name="kept"/> bytes of the one before.</summary>
    public byte[] Grow(int length, int kept)
    {
        if (_bytes.Length >= length)
            return _bytes;
        byte[] larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(Array.MaxLength, length + (long)Math.Min(length / 4, MostSpare)));
        _bytes.AsSpan(0, kept).CopyTo(larger);
        return _bytes = larger;
    }

    /// <summary>Gives back an array that one large image needed.</summary>
    /// <param name="limit">Bytes that may be kept, if fewer than <see cref="KeepLimit"/>.</param>
    public void Trim(long limit = KeepLimit)
    {
        if (_bytes.Length > Math.Min(limit, KeepLimit))
            _bytes = [];
    }
}

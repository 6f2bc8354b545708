namespace ImageResize.Files;

/// <summary>
/// A byte buffer that grows and is used again for the next image, so that a batch does not feed the garbage
/// collector's large object heap. Belongs to one worker; not thread safe.
/// </summary>
internal sealed class ReusableBuffer
{
    /// <summary>Up to this many bytes are kept for the next image; more is given back.</summary>
    public const int KeepLimit = 32 << 20;

    private byte[] _bytes = [];

    /// <summary>An array of at least <paramref name="length"/> bytes; its former content is lost.</summary>
    public byte[] Rent(int length)
    {
        if (_bytes.Length < length)
            _bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(Array.MaxLength, length + (long)length / 4));
        return _bytes;
    }

    /// <summary>Gives back an array that one large image needed.</summary>
    /// <param name="limit">Bytes that may be kept, if fewer than <see cref="KeepLimit"/>.</param>
    public void Trim(int limit = KeepLimit)
    {
        if (_bytes.Length > Math.Min(limit, KeepLimit))
            _bytes = [];
    }
}

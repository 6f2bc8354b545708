namespace ImageResize.Bitmaps;

/// <summary>A bitmap cannot be read. The message says what of it, without the file's name.</summary>
/// <param name="isSupported">Whether the kind is one that is read, so that the file is to blame.</param>
/// <param name="message">What is wrong, as one sentence.</param>
/// <param name="inner">The decoder's exception, where one told.</param>
internal sealed class BitmapException(bool isSupported, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the file is truncated or corrupt; otherwise it is sound, as far as is known, and of a kind that is not read.</summary>
    public bool IsDamage { get; } = isSupported;

    public static BitmapException Damaged(string message, Exception? inner = null) => new(true, message, inner);

    public static BitmapException Unsupported(string message) => new(false, message);
}

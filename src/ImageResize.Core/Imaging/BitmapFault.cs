using ImageResize.Bitmaps;

namespace ImageResize.Imaging;

/// <summary>What a bitmap that cannot be read means for the user.</summary>
internal static class BitmapFault
{
    /// <summary>Reads; what cannot be read becomes an error with an id.</summary>
    /// <exception cref="ImageResizeException">The bitmap is damaged, or of a kind that is not read.</exception>
    public static T Translate<T>(ImageFormat format, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (BitmapException e)
        {
            throw new ImageResizeException(Of(format, e));
        }
    }

    /// <summary>The fault that an exception means.</summary>
    public static Fault Of(ImageFormat format, BitmapException e)
    {
        string name = FormatTraits.Of(format).Name;
        return e.IsDamage
            ? new Fault(ImageErrorId.Damaged, $"The {name} data is truncated or corrupt: {e.Message} Restore the file from a backup or its source.") { Cause = e }
            : new Fault(ImageErrorId.UnsupportedFormat, $"The {name} file is of a kind that is not read: {e.Message} Save it again in another program as an ordinary {name}, or as PNG.") { Cause = e };
    }
}

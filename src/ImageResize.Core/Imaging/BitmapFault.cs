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
            // Without a header there is nothing to salvage.
            throw new ImageResizeException(Of(format, e, DamagePolicy.Salvage));
        }
    }

    /// <summary>The fault that an exception means.</summary>
    /// <param name="format">The image's format.</param>
    /// <param name="e">The exception.</param>
    /// <param name="policy">What was to become of damage; the way out that was taken already is not named again.</param>
    public static Fault Of(ImageFormat format, BitmapException e, DamagePolicy policy)
    {
        string name = FormatTraits.Of(format).Name;
        return e.IsDamage
            ? DamageFault.Of(format, e.Message, policy, e)
            : new Fault(ImageErrorId.UnsupportedFormat, $"The {name} file is of a kind that is not read: {e.Message} Save it again in another program as an ordinary {name}, or as PNG.") { Cause = e };
    }
}

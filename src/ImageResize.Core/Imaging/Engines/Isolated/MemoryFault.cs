namespace ImageResize.Imaging.Engines.Isolated;

/// <summary>Whether a decoder failed since it got no more memory, which it tells in words alone.</summary>
internal static class MemoryFault
{
    /// <summary>libvips ("out of memory"), libspng and libheif ("memory allocation"), libtiff and libjpeg ("insufficient memory"), libwebp ("OUT_OF_MEMORY").</summary>
    private static readonly string[] Words = ["out of memory", "out_of_memory", "memory allocation", "unable to allocate", "insufficient memory", "no space for", "cannot allocate"];

    /// <summary>Whether an exception, or one behind it, says so.</summary>
    public static bool IsMeantBy(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is OutOfMemoryException || Array.Exists(Words, word => e.Message.Contains(word, StringComparison.OrdinalIgnoreCase)))
                return true;
        }

        return false;
    }
}

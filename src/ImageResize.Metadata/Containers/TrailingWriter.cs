using ImageResize.Metadata.Rewriting;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// Writes what lies behind the end of an image: further pictures, the video of a motion photo, bytes of unknown meaning. It keeps
/// its length, since indexes and announcements count it.
/// </summary>
internal static class TrailingWriter
{
    /// <summary>Writes everything from a place of the source on, as far as it stays.</summary>
    /// <exception cref="MetadataFormatException">It tells a position that cannot be taken out.</exception>
    /// <exception cref="IOException">The medium failed.</exception>
    public static void Write(ByteSource source, long start, Stream target, OtherContent others)
    {
        long length = source.Length - start;
        if (length <= 0 || others == OtherContent.Picture)
            return;
        if (others == OtherContent.All)
        {
            source.CopyTo(target, start, length);
            return;
        }

        if (length > Array.MaxLength)
            throw new MetadataFormatException("What lies behind the picture is too long to be cleared of a position.");
        byte[] content = new byte[length];
        if (!source.TryRead(start, content) || !HiddenPosition.TryErase(content))
            throw new MetadataFormatException("What lies behind the picture cannot be cleared of a position.");
        target.Write(content);
    }
}

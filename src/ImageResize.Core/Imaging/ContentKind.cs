namespace ImageResize.Imaging;

/// <summary>The kinds of what an image file may hold. The names are stable: Get-ImageInfo tells them.</summary>
internal enum ContentKind
{
    /// <summary>Frames of an animation.</summary>
    Frames,

    /// <summary>Pages of a document.</summary>
    Pages,

    /// <summary>Other pictures in the same file.</summary>
    Pictures,

    /// <summary>The video of a motion photo.</summary>
    Video,

    /// <summary>Layers of an image editor, beside the picture made of them.</summary>
    Layers,

    /// <summary>Distances, masks and the like over the same picture.</summary>
    Auxiliary,

    /// <summary>The same picture, smaller, in the file beside it.</summary>
    Preview,

    /// <summary>Bytes behind the end of the image that are none of the above.</summary>
    TrailingData,

    /// <summary>Application segments of a JPEG that only their maker knows.</summary>
    Segments,

    /// <summary>A gain map (HDR).</summary>
    GainMap,

    /// <summary>The thumbnail in the metadata.</summary>
    Thumbnail,

    /// <summary>EXIF.</summary>
    Exif,

    /// <summary>XMP.</summary>
    Xmp,

    /// <summary>IPTC.</summary>
    Iptc,

    /// <summary>An ICC profile.</summary>
    ColorProfile,

    /// <summary>Texts with keywords.</summary>
    Texts,

    /// <summary>Comments.</summary>
    Comments,
}

/// <summary>So much of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Count">How many; at least 1.</param>
/// <param name="Bytes">Their bytes together; 0 where that is not known.</param>
internal readonly record struct Content(ContentKind Kind, int Count, long Bytes);

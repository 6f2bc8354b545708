using ImageResize.Imaging;

namespace ImageResize;

/// <summary>So much of one kind that an image file holds. Immutable.</summary>
public sealed class ImagePartInfo
{
    internal ImagePartInfo(Content content)
    {
        Kind = content.Kind.ToString();
        Count = content.Count;
        Length = content.Bytes;
    }

    /// <summary>Frames, Pages, Pictures, Video, Auxiliary, Preview, TrailingData, Segments, GainMap, Thumbnail, Exif, Xmp, Iptc, ColorProfile, Texts or Comments.</summary>
    public string Kind { get; }

    /// <summary>How many there are; of frames and pages, the picture itself included.</summary>
    public int Count { get; }

    /// <summary>Their bytes together; 0 where that is not known.</summary>
    public long Length { get; }

    /// <summary>Kind, and count where there are several: "Exif", "Frames 3".</summary>
    public override string ToString() => Count == 1 ? Kind : $"{Kind} {Quantity.Count(Count)}";
}

using System.Collections.Immutable;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata;

/// <summary>The containers that are told apart.</summary>
internal enum ContainerFormat
{
    Jpeg,
    Png,
    WebP,
    Gif,
    Tiff,

    /// <summary>The ISO base media file format: AVIF, HEIF.</summary>
    IsoMedia,

    /// <summary>One of another module's formats, which is not written.</summary>
    Other,
}

/// <summary>A picture besides the one that is shown: of a multi-picture file, an item of AVIF or HEIF, a preview in a TIFF.</summary>
/// <param name="Role">What it is.</param>
/// <param name="Length">Its length in bytes; 0 where unknown.</param>
internal sealed record OtherPicture(PictureRole Role, long Length);

/// <summary>What another picture is to the one that is shown.</summary>
internal enum PictureRole
{
    /// <summary>A picture in its own right, whose loss is a loss of content.</summary>
    Picture,

    /// <summary>The same picture smaller, for quick display.</summary>
    Preview,

    /// <summary>Distances, a mask or the like, over the same picture.</summary>
    Auxiliary,

    /// <summary>A layer of an image editor, of which the picture that is shown was made.</summary>
    Layer,
}

/// <summary>What lies behind the end of the image.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where it begins in the file.</param>
/// <param name="Length">Its length in bytes.</param>
internal sealed record TrailingData(TrailingKind Kind, long Offset, long Length);

/// <summary>Application segments of a JPEG file that only their maker knows: what a camera measures besides light, what programs note.</summary>
/// <param name="Name">What their first bytes say: "FLIR", "Ducky"; else the marker, "APP6".</param>
/// <param name="Length">Their length in bytes together.</param>
internal sealed record OtherSegments(string Name, long Length);

/// <summary>Where the reading of a JPEG file's head ended, and the index of the pictures behind it.</summary>
/// <param name="Position">Behind the code of the first scan's marker.</param>
/// <param name="Index">The multi-picture index from its byte order mark on; null without.</param>
/// <param name="IndexOffset">Where that is in the file.</param>
internal sealed record UnreadRest(long Position, byte[]? Index, long IndexOffset);

/// <summary>What the bytes behind the end of an image are.</summary>
internal enum TrailingKind
{
    /// <summary>The video of a motion photo.</summary>
    Video,

    /// <summary>Samsung's trailer of named blocks.</summary>
    Samsung,

    /// <summary>Anything else but zeros.</summary>
    Other,
}

/// <summary>What the numbers of a sample mean.</summary>
internal enum SampleKind
{
    Unsigned,
    Signed,
    Float,
    Complex,
}

/// <summary>
/// All that an image file holds, as its container says; no pixel is decoded to know it. What the file says need not be true,
/// but every length is one that fits into the file.
/// </summary>
internal sealed record ImageParts
{
    public required ContainerFormat Format { get; init; }

    /// <summary>The format for people, finer than the container: "AVIF sequence", "camera raw (DNG)"; null where the container says it all.</summary>
    public string? Variant { get; init; }

    /// <summary>Width as stored, in pixels; 0 where unknown.</summary>
    public long Width { get; init; }

    /// <summary>Height as stored, in pixels; 0 where unknown.</summary>
    public long Height { get; init; }

    /// <summary>Where the first stored row and column belong, 1 to 8, in the order of precedence of the container: its own property, EXIF, XMP.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>Frames of an animation; 1 for a still picture.</summary>
    public int Frames { get; init; } = 1;

    /// <summary>Pages of a document; 1 where one of them was picked.</summary>
    public int Pages { get; init; } = 1;

    /// <summary>Pages of a document, also where one of them was picked.</summary>
    public int PagesInFile { get; init; } = 1;

    /// <summary>The place of the picture that is shown among the directories of a TIFF file, from 0: smaller versions of it may come first.</summary>
    public int MainDirectory { get; init; }

    /// <summary>The places of the pages among the directories of a TIFF file, from 0.</summary>
    public ImmutableArray<int> PageDirectories { get; init; } = [];

    /// <summary>Whether a document has more pages than are looked at, which count for nothing.</summary>
    public bool HasMorePages { get; init; }

    /// <summary>What to read instead of the bytes at some places of a TIFF file, so that it holds the picked page alone; empty where none was picked, or the chain of directories is broken.</summary>
    public ImmutableArray<TiffLink> PageLinks { get; init; } = [];

    /// <summary>Whether the pages of a document are of one size and kind, and nothing stands between them.</summary>
    public bool ArePagesAlike { get; init; } = true;

    public ImmutableArray<OtherPicture> OtherPictures { get; init; } = [];

    public ImmutableArray<TrailingData> Trailing { get; init; } = [];

    public ImmutableArray<OtherSegments> OtherSegments { get; init; } = [];

    /// <summary>Whether there is a gain map, or the metadata announce one.</summary>
    public bool HasGainMap { get; init; }

    /// <summary>The length in bytes of the gain map that a JPEG's index of pictures names; 0 without.</summary>
    public long GainMapLength { get; init; }

    /// <summary>The length in bytes of the thumbnail in the metadata; 0 without.</summary>
    public long ThumbnailLength { get; init; }

    /// <summary>The bits of a sample, of the deepest channel; 0 where unknown.</summary>
    public int BitsPerSample { get; init; } = 8;

    public SampleKind SampleKind { get; init; }

    /// <summary>Channels that are stored, alpha and others included; 0 where unknown.</summary>
    public int Channels { get; init; }

    public bool HasAlpha { get; init; }

    /// <summary>Which of the channels of a TIFF file is alpha, from 0; -1 where none is, or nothing tells.</summary>
    public int AlphaChannel { get; init; } = -1;

    /// <summary>Whether the colours are multiplied with alpha already.</summary>
    public bool IsPremultiplied { get; init; }

    /// <summary>Channels besides colour and alpha.</summary>
    public int ExtraChannels { get; init; }

    public ColorDescription Color { get; init; } = ColorDescription.Unspecified;

    public MetadataBlocks Metadata { get; init; } = MetadataBlocks.None;

    /// <summary>Blocks of metadata that are there and were not taken, because they are broken or exceed the limit.</summary>
    public int BlocksNotTaken { get; init; }

    /// <summary>Whether some of those were not taken because together they exceed the limit.</summary>
    public bool ExceedsLimit { get; init; }

    /// <summary>Where the reading of the container had to end, for people; null where it was read to its end.</summary>
    public string? Problem { get; init; }

    /// <summary>What of the file was not read yet, and may hold further parts; null where all was.</summary>
    public UnreadRest? Unread { get; init; }

    /// <summary>Whether the file ends inside a frame of a GIF, so that a part of it or all of it is lost; a missing end mark alone loses nothing.</summary>
    public bool EndsInsideFrame { get; init; }

    /// <summary>Whether bytes of the pixels that decoders do not miss lie outside of the file: tiles of a TIFF, pieces of an AVIF.</summary>
    public bool LacksPixelData { get; init; }

    /// <summary>Whether all pages of a TIFF are in tiles, and each of these has data: sparse files leave out what is empty.</summary>
    public bool IsInWholeTiles { get; init; }

    /// <summary>Why the coding is out of the ordinary, for people: "arithmetic coding", "12 bits", "tiled planar"; null for a usual one.</summary>
    public string? UnusualCoding { get; init; }
}

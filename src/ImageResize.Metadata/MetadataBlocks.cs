using System.Collections.Immutable;
using ImageResize.Metadata.Color;

namespace ImageResize.Metadata;

/// <summary>
/// The metadata of an image, as blocks of bytes that a container's reader gives and a container's writer takes. No block knows
/// which container it came from. Immutable by agreement: who changes a block makes a new array.
/// </summary>
internal sealed record MetadataBlocks
{
    public static readonly MetadataBlocks None = new();

    /// <summary>EXIF (CIPA DC-008) as a TIFF structure from its byte order mark on; null without.</summary>
    public byte[]? Exif { get; init; }

    /// <summary>Further EXIF blocks, which some JPEG files have in segments of their own.</summary>
    public ImmutableArray<byte[]> FurtherExif { get; init; } = [];

    /// <summary>The XMP packet (ISO 16684-1); null without.</summary>
    public byte[]? Xmp { get; init; }

    /// <summary>The extended XMP packet of a JPEG file, put together (XMP specification part 3, 1.1.3.1); null without.</summary>
    public byte[]? ExtendedXmp { get; init; }

    /// <summary>IPTC data sets (IIM 4.2); null without. Where there are image resources, they are in there and not here.</summary>
    public byte[]? Iptc { get; init; }

    /// <summary>Photoshop's image resources, one of which holds the IPTC data sets; null without.</summary>
    public byte[]? ImageResources { get; init; }

    /// <summary>The ICC profile; null without.</summary>
    public byte[]? Icc { get; init; }

    /// <summary>
    /// Code points of the colours (cICP in PNG, nclx in AVIF), which only a writer takes, and AVIF in the place of the profile; null
    /// without. The matrix must be the one that the file's pixels were coded with.
    /// </summary>
    public CodePoints? CodePoints { get; init; }

    /// <summary>Texts with their keywords (PNG) and comments (JPEG, GIF), in the file's order.</summary>
    public ImmutableArray<TextEntry> Texts { get; init; } = [];

    /// <summary>Whether there is nothing.</summary>
    public bool IsEmpty => this is { Exif: null, Xmp: null, ExtendedXmp: null, Iptc: null, ImageResources: null, Icc: null, CodePoints: null } && FurtherExif.IsEmpty && Texts.IsEmpty;

    /// <summary>Bytes that the blocks take in memory; those of a text two for each character.</summary>
    public long Bytes
    {
        get
        {
            long bytes = FurtherExif.Sum(block => (long)block.Length) + Texts.Sum(text => 2L * (text.Keyword.Length + text.Value.Length + text.Language.Length + text.TranslatedKeyword.Length));
            foreach (byte[]? block in (byte[]?[])[Exif, Xmp, ExtendedXmp, Iptc, ImageResources, Icc])
                bytes += block?.Length ?? 0;
            return bytes;
        }
    }
}

/// <summary>A text of an image.</summary>
/// <param name="Keyword">What it is about, as PNG has it: "Title", "Author", "Comment" and others.</param>
/// <param name="Value">The text.</param>
/// <param name="Language">A language tag (RFC 3066), or empty.</param>
/// <param name="TranslatedKeyword">The keyword in that language, or empty.</param>
internal sealed record TextEntry(string Keyword, string Value, string Language = "", string TranslatedKeyword = "")
{
    /// <summary>The keyword of a comment, which in most formats has none.</summary>
    public const string Comment = "Comment";
}

/// <summary>The kinds of metadata, as flags.</summary>
[Flags]
internal enum MetadataKinds
{
    None = 0,
    Exif = 1,
    Xmp = 2,
    Iptc = 4,
    Icc = 8,
    Texts = 16,

    /// <summary>Chunks that only their maker knows.</summary>
    Other = 32,
}

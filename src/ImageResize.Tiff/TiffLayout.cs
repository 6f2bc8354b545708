using ImageResize.Pixels;

namespace ImageResize.Tiff;

/// <summary>
/// Where the pixels of a picture lie in a TIFF file, and how: strips or tiles, which are both called segments here, from left to right and
/// from top to bottom. All of them lie within the file. Immutable.
/// </summary>
/// <param name="Width">Width as stored, in pixels.</param>
/// <param name="Height">Height as stored, in pixels.</param>
/// <param name="Format">The pixels when they are decoded.</param>
internal sealed record TiffLayout(int Width, int Height, PixelFormat Format)
{
    /// <summary>How the bytes of a segment are coded.</summary>
    public required TiffCoding Coding { get; init; }

    /// <summary>Whether samples are stored as differences from those of the pixel to the left (TIFF 6.0, section 14).</summary>
    public required bool HasDifferences { get; init; }

    /// <summary>Whether the bytes of samples of 16 bits are in another order than this machine's.</summary>
    public required bool IsSwapped { get; init; }

    /// <summary>Pixels of a segment across: the width of the picture or a tile's.</summary>
    public required int SegmentWidth { get; init; }

    /// <summary>Rows of a segment; the last strip may have fewer, the last tile has as many.</summary>
    public required int SegmentHeight { get; init; }

    /// <summary>Whether the segments are tiles, which are whole also where they reach beyond the edges.</summary>
    public required bool IsTiled { get; init; }

    /// <summary>Where the segments begin, in bytes from the start of the file.</summary>
    public required long[] Offsets { get; init; }

    /// <summary>Their bytes as they are stored.</summary>
    public required long[] Lengths { get; init; }

    /// <summary>Bytes of a decoded row of the picture.</summary>
    public int RowBytes => Width * Format.BytesPerPixel;

    /// <summary>Bytes of a decoded row of a segment.</summary>
    public int SegmentRowBytes => SegmentWidth * Format.BytesPerPixel;

    /// <summary>Segments beside each other.</summary>
    public int Across => 1 + (Width - 1) / SegmentWidth;

    /// <summary>Whether decoded bytes are pixels as they are.</summary>
    public bool IsPlain => !HasDifferences && !IsSwapped;
}

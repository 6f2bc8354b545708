using ImageResize.Bitmaps.Bmp;

namespace ImageResize.Bitmaps.Ico;

/// <summary>The largest picture of an icon or cursor. Immutable.</summary>
internal sealed record IcoHeader : BitmapHeader
{
    public override BitmapKind Kind => BitmapKind.Ico;

    /// <summary>How many pictures the file holds.</summary>
    public required int Pictures { get; init; }

    /// <summary>Whether it is a cursor.</summary>
    public required bool IsCursor { get; init; }

    /// <summary>Where the picture lies in the file.</summary>
    public required long Offset { get; init; }

    /// <summary>Its bytes.</summary>
    public required int Length { get; init; }

    /// <summary>Its header, with offsets counted from its start; null where it is a PNG file.</summary>
    public required BmpHeader? Bitmap { get; init; }

    public bool IsPng => Bitmap is null;

    /// <summary>Where the mask lies in the picture: a bit a pixel, a set one is transparent, rows padded to four bytes and from below.</summary>
    public long MaskOffset => Bitmap is { } bitmap ? bitmap.DataOffset + bitmap.Stride * Height : 0;

    public long MaskStride => (Width + 31L) / 32 * 4;

    public override long DecodingBytes => PixelBytes + (Bitmap?.DecodingBytes ?? 0);
}

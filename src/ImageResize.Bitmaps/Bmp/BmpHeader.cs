namespace ImageResize.Bitmaps.Bmp;

/// <summary>How the pixels of a BMP lie in the file.</summary>
internal enum BmpCoding
{
    /// <summary>Palette indices of 1, 2, 4 or 8 bits, 16 bits as 5-5-5, 24 or 32 bits as blue, green, red.</summary>
    Plain,

    /// <summary>Runs of palette indices of 8 bits.</summary>
    Rle8,

    /// <summary>Runs of palette indices of 4 bits.</summary>
    Rle4,

    /// <summary>16 or 32 bits, of which masks say what is red, green, blue and alpha.</summary>
    Masked,
}

/// <summary>The header of a device-independent bitmap, in a BMP file or in an icon (Microsoft, "Bitmap Storage"). Immutable.</summary>
internal sealed record BmpHeader : BitmapHeader
{
    public override BitmapKind Kind => BitmapKind.Bmp;

    /// <summary>1, 2, 4, 8, 16, 24 or 32.</summary>
    public required int BitsPerPixel { get; init; }

    public required BmpCoding Coding { get; init; }

    /// <summary>Whether the first row in the file is the uppermost.</summary>
    public bool IsTopDown { get; init; }

    /// <summary>Blue, green, red and nothing, four bytes for each of all colours that the bits can name; empty above 8 bits.</summary>
    public byte[] Palette { get; init; } = [];

    /// <summary>Which bits are red, green, blue and alpha.</summary>
    public (uint Red, uint Green, uint Blue, uint Alpha) Masks { get; init; }

    /// <summary>Where the pixels begin in the file.</summary>
    public required long DataOffset { get; init; }

    /// <summary>Bytes of a row in the file, padded to four; of no meaning in runs.</summary>
    public long Stride => ((long)Width * BitsPerPixel + 31) / 32 * 4;

    /// <summary>Bytes that the rows must have in the file; the last one's padding is not missed. 0 for runs, whose length is not known.</summary>
    public long DataLength => Coding is BmpCoding.Rle4 or BmpCoding.Rle8 ? 0 : Stride * (Height - 1) + ((long)Width * BitsPerPixel + 7) / 8;

    public bool HasRuns => Coding is BmpCoding.Rle4 or BmpCoding.Rle8;

    /// <summary>The pixels, with alpha where runs leave some out; rows in hand.</summary>
    public override long DecodingBytes => (HasRuns ? PixelCount * 4 : PixelBytes) + RowsInHand;

    private long RowsInHand => 4 * (Stride + Width * 4L) + (64 << 10);
}

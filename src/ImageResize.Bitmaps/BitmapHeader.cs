namespace ImageResize.Bitmaps;

/// <summary>The formats of this room.</summary>
internal enum BitmapKind
{
    /// <summary>Windows and OS/2 bitmaps.</summary>
    Bmp,

    /// <summary>Truevision Targa.</summary>
    Tga,

    /// <summary>Netpbm: PBM, PGM, PPM and PAM.</summary>
    Pnm,

    /// <summary>Windows icons and cursors.</summary>
    Ico,
}

/// <summary>What the header of a bitmap says, checked: decoding takes no more memory than it tells. Immutable.</summary>
internal abstract record BitmapHeader
{
    public abstract BitmapKind Kind { get; }

    /// <summary>Pixels across, at least 1.</summary>
    public required int Width { get; init; }

    /// <summary>Pixels down, at least 1.</summary>
    public required int Height { get; init; }

    /// <summary>1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.</summary>
    public required int Channels { get; init; }

    /// <summary>1, or 2 where the file has more than 8 bits.</summary>
    public int BytesPerSample { get; init; } = 1;

    /// <summary>Pixels per inch; 0 where unknown.</summary>
    public double DotsPerInch { get; init; }

    /// <summary>Where an ICC profile lies in the file, and its length; a length of 0 where there is none.</summary>
    public (long Offset, int Length) Profile { get; init; }

    public bool HasAlpha => Channels is 2 or 4;

    public long PixelCount => (long)Width * Height;

    /// <summary>Bytes of the decoded pixels.</summary>
    public long PixelBytes => PixelCount * Channels * BytesPerSample;

    /// <summary>Bytes that decoding takes at most, those of the pixels included and the file left out.</summary>
    public abstract long DecodingBytes { get; }
}

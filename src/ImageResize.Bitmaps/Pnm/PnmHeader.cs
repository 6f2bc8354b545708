namespace ImageResize.Bitmaps.Pnm;

/// <summary>The header of a Netpbm file: PBM, PGM, PPM (pbm(5), pgm(5), ppm(5)) or PAM (pam(5)). Immutable.</summary>
internal sealed record PnmHeader : BitmapHeader
{
    public override BitmapKind Kind => BitmapKind.Pnm;

    /// <summary>The digit of the signature, 1 to 7: PBM, PGM, PPM in text, the same in binary, PAM.</summary>
    public required int Type { get; init; }

    /// <summary>The value of white, 1 to 65535.</summary>
    public required int MaxValue { get; init; }

    /// <summary>Where the samples begin in the file.</summary>
    public required long DataOffset { get; init; }

    /// <summary>Whether samples are numbers in text.</summary>
    public bool IsPlain => Type <= 3;

    /// <summary>Whether samples are bits, of which a set one is black.</summary>
    public bool IsBits => Type is 1 or 4;

    /// <summary>Bytes that the samples take in the file; 0 in text, whose length is not known.</summary>
    public long DataLength => IsPlain ? 0 : Type == 4 ? (Width + 7L) / 8 * Height : PixelBytes;

    /// <summary>Whether the samples are in the file as they are to be.</summary>
    public bool IsVerbatim => !IsPlain && !IsBits && MaxValue == byte.MaxValue;

    public override long DecodingBytes => IsVerbatim ? 0 : PixelBytes;
}

using System.Collections.Immutable;
using ImageResize.Pixels;
using ImageResize.Png.Chunks;

namespace ImageResize.Png;

/// <summary>
/// What the chunks of a PNG file say besides the image data. Reading it decodes nothing. Immutable, so it may be shared by
/// threads.
/// </summary>
public sealed class PngHeader
{
    /// <summary>The largest width and height, in pixels: libpng's default.</summary>
    public const int MaxDimension = 1_000_000;

    /// <summary>The ancillary chunks that are listed, at most: libpng's default.</summary>
    public const int MaxChunks = 1000;

    /// <summary>Bytes of an ancillary chunk, at most: libpng's default. Longer ones are left out.</summary>
    public const int MaxChunkBytes = 8_000_000;

    internal PngHeader()
    {
    }

    /// <summary>Width in pixels, as stored.</summary>
    public int Width { get; internal init; }

    /// <summary>Height in pixels, as stored.</summary>
    public int Height { get; internal init; }

    /// <summary>Bits of a sample, or of a palette index: 1, 2, 4, 8 or 16.</summary>
    public int Depth { get; internal init; }

    /// <summary>What a pixel consists of.</summary>
    public PngColor Color { get; internal init; }

    /// <summary>Whether the image is stored in seven passes (Adam7).</summary>
    public bool IsInterlaced { get; internal init; }

    /// <summary>Whether pixels may be transparent: by an alpha channel, or by a tRNS chunk.</summary>
    public bool HasAlpha => Color is PngColor.GrayAlpha or PngColor.RgbAlpha || !Transparency.IsEmpty;

    /// <summary>Whether all pixels are shades of grey; of a palette it is not known.</summary>
    public bool IsGray => Color is PngColor.Gray or PngColor.GrayAlpha;

    /// <summary>Colours of the palette, 0 where there is none.</summary>
    public int PaletteSize => Palette.Length / 3;

    /// <summary>Whether the file has further frames (APNG).</summary>
    public bool IsAnimated => Chunks.Any(c => c.Type == ChunkType.AnimationControl);

    /// <summary>Whether ancillary chunks were left out because they are broken or beyond the limits.</summary>
    public bool DroppedChunks { get; internal init; }

    /// <summary>Red, green and blue of each colour of the palette.</summary>
    internal ImmutableArray<byte> Palette { get; init; } = [];

    /// <summary>The data of the tRNS chunk; empty where there is none that counts.</summary>
    internal ImmutableArray<byte> Transparency { get; init; } = [];

    /// <summary>The ancillary chunks with a sound CRC, in the order of the file.</summary>
    internal ImmutableArray<PngChunk> Chunks { get; init; } = [];

    /// <summary>Where the first chunk of image data begins, at its length.</summary>
    internal int ImageDataOffset { get; init; }

    /// <summary>Whether the file has an end chunk.</summary>
    internal bool HasEnd { get; init; }

    /// <summary>Whether this is the header of a frame whose data are in fdAT chunks.</summary>
    internal bool IsFrame { get; init; }

    /// <summary>Bits of a stored pixel.</summary>
    internal int BitsPerPixel => Depth * (Color switch { PngColor.Rgb => 3, PngColor.GrayAlpha => 2, PngColor.RgbAlpha => 4, _ => 1 });

    /// <summary>How decoded pixels lie in memory.</summary>
    internal PixelFormat Format => new(HasAlpha ? 4 : IsGray ? 1 : 3, Depth == 16 ? 2 : 1);

    /// <summary>The header that a frame would have as an image of its own.</summary>
    internal PngHeader ForFrame(int width, int height, int dataOffset, bool isFrame) => new()
    {
        Width = width,
        Height = height,
        Depth = Depth,
        Color = Color,
        IsInterlaced = IsInterlaced,
        Palette = Palette,
        Transparency = Transparency,
        ImageDataOffset = dataOffset,
        IsFrame = isFrame,
        HasEnd = true,
    };

    /// <summary>Reads the header of a PNG file.</summary>
    /// <param name="source">The file from its first byte. All up to the image data must be there; chunks behind them are listed as far as the source goes.</param>
    /// <exception cref="PngFormatException">These bytes are not a PNG image, or its header is broken.</exception>
    public static PngHeader Read(ReadOnlySpan<byte> source) => PngHeaderReader.Read(source);
}

/// <summary>What a pixel of a PNG image consists of; the numbers are those of the file.</summary>
public enum PngColor
{
    /// <summary>A shade of grey.</summary>
    Gray = 0,

    /// <summary>Red, green and blue.</summary>
    Rgb = 2,

    /// <summary>The number of a colour in the palette.</summary>
    Palette = 3,

    /// <summary>A shade of grey, and alpha.</summary>
    GrayAlpha = 4,

    /// <summary>Red, green, blue and alpha.</summary>
    RgbAlpha = 6,
}

using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ImageResize.Png.Decoding;

/// <summary>
/// Turns stored rows into pixels (PNG specification, 13.13): indices into their colours, samples of less than 8 bits into those of
/// 8, the transparent colour of a tRNS chunk into alpha, samples of 16 bits into the byte order of the machine. Grey with alpha
/// becomes red, green, blue and alpha. Rows are written up to <see cref="Unfilter.Margin"/> bytes beyond their ends.
/// </summary>
internal sealed unsafe class RowExpander
{
    private readonly uint[] _lookup = new uint[256];
    private PngHeader _header = null!;
    private int _bytesPerPixel;
    private ulong _transparent;

    /// <summary>Whether stored rows are pixels as they are.</summary>
    public bool IsNeeded { get; private set; }

    public void Begin(PngHeader header)
    {
        _header = header;
        _bytesPerPixel = header.Format.BytesPerPixel;
        bool isPlain = header is { Depth: 8, Color: PngColor.RgbAlpha }
            || (header is { Depth: 8, Color: PngColor.Gray or PngColor.Rgb } && header.Transparency.IsEmpty);
        IsNeeded = !isPlain;
        _transparent = ReadTransparentColor(header);
        if (header.Color == PngColor.Palette)
            FillPalette();
        else if (header.Color == PngColor.Gray && header.Depth <= 8)
            FillGray();
    }

    /// <summary>Expands a row of so many pixels.</summary>
    public void Run(byte* source, byte* target, int width)
    {
        switch (_header)
        {
            case { Color: PngColor.Palette } or { Color: PngColor.Gray, Depth: <= 8 }:
                LookUp(source, target, width);
                break;
            case { Depth: 8, Color: PngColor.GrayAlpha }:
                for (int x = 0; x < width; x++)
                    ((uint*)target)[x] = source[2 * x] * 0x01_0101u | (uint)source[2 * x + 1] << 24;
                break;
            case { Depth: 8 }:
                AddAlpha(source, target, width);
                break;
            default:
                Expand16((ushort*)source, (ushort*)target, width);
                break;
        }
    }

    /// <summary>The samples of the transparent colour, 16 bits each, red in the lowest; more than any colour where there is none.</summary>
    private static ulong ReadTransparentColor(PngHeader header)
    {
        if (header.Transparency.IsEmpty || header.Color == PngColor.Palette)
            return ulong.MaxValue;
        ulong color = 0;
        int mask = (1 << header.Depth) - 1;
        for (int i = 0; i < header.Transparency.Length / 2; i++)
            color |= (ulong)((header.Transparency[2 * i] << 8 | header.Transparency[2 * i + 1]) & mask) << 16 * i;
        return color;
    }

    private void FillPalette()
    {
        for (int i = 0; i < _lookup.Length; i++)
        {
            // Indices beyond the palette are black, as in libpng.
            uint alpha = i < _header.Transparency.Length ? _header.Transparency[i] : 255u;
            _lookup[i] = alpha << 24;
            for (int channel = 0; channel < 3 && i < _header.PaletteSize; channel++)
                _lookup[i] |= (uint)_header.Palette[3 * i + channel] << 8 * channel;
        }
    }

    private void FillGray()
    {
        int max = (1 << _header.Depth) - 1;
        for (int i = 0; i <= max; i++)
            _lookup[i] = (uint)(i * 255 / max) * 0x01_0101u | ((ulong)i == _transparent ? 0 : 0xFF00_0000);
    }

    private void LookUp(byte* source, byte* target, int width)
    {
        fixed (uint* lookup = _lookup)
        {
            switch (_header.Depth, _bytesPerPixel)
            {
                case (8, 4):
                    LookUp8(source, (uint*)target, width, lookup);
                    break;
                case (8, 3):
                    LookUp8To3(source, target, width, lookup);
                    break;
                default:
                    LookUpPacked(source, target, width, lookup);
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LookUp8(byte* source, uint* target, int width, uint* lookup)
    {
        for (int x = 0; x < width; x++)
            target[x] = lookup[source[x]];
    }

    /// <summary>The fourth byte of a pixel is overwritten by the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LookUp8To3(byte* source, byte* target, int width, uint* lookup)
    {
        for (int x = 0; x < width; x++, target += 3)
            *(uint*)target = lookup[source[x]];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LookUpPacked(byte* source, byte* target, int width, uint* lookup)
    {
        int depth = _header.Depth, mask = (1 << depth) - 1, perByte = 8 / depth, step = _bytesPerPixel;
        for (int x = 0; x < width; x += perByte)
        {
            int bits = *source++, count = Math.Min(perByte, width - x);
            for (int i = 0, shift = 8 - depth; i < count; i++, shift -= depth, target += step)
                *(uint*)target = lookup[bits >> shift & mask];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddAlpha(byte* source, byte* target, int width)
    {
        var transparent = (uint)(_transparent & 0xFF | _transparent >> 8 & 0xFF00 | _transparent >> 16 & 0xFF_0000);
        var pixels = (uint*)target;
        for (int x = 0; x < width; x++, source += 3)
        {
            uint color = source[0] | (uint)source[1] << 8 | (uint)source[2] << 16;
            pixels[x] = color == transparent ? color : color | 0xFF00_0000;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Expand16(ushort* source, ushort* target, int width)
    {
        bool hasTransparent = !_header.Transparency.IsEmpty;
        switch (_header.Color)
        {
            case PngColor.GrayAlpha:
            case PngColor.Gray when hasTransparent:
                int step = _header.Color == PngColor.Gray ? 1 : 2;
                for (int x = 0; x < width; x++, source += step, target += 4)
                {
                    ushort gray = BinaryPrimitives.ReverseEndianness(source[0]);
                    target[0] = target[1] = target[2] = gray;
                    target[3] = step == 2 ? BinaryPrimitives.ReverseEndianness(source[1]) : gray == _transparent ? (ushort)0 : ushort.MaxValue;
                }

                break;
            case PngColor.Rgb when hasTransparent:
                for (int x = 0; x < width; x++, source += 3, target += 4)
                {
                    ulong color = 0;
                    for (int i = 0; i < 3; i++)
                    {
                        target[i] = BinaryPrimitives.ReverseEndianness(source[i]);
                        color |= (ulong)target[i] << 16 * i;
                    }

                    target[3] = color == _transparent ? (ushort)0 : ushort.MaxValue;
                }

                break;
            default:
                int samples = width * _header.Format.Channels;
                BinaryPrimitives.ReverseEndianness(new ReadOnlySpan<ushort>(source, samples), new Span<ushort>(target, samples));
                break;
        }
    }
}

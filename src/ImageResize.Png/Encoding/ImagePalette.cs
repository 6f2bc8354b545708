using System.Runtime.CompilerServices;
using ImageResize.Pixels;

namespace ImageResize.Png.Encoding;

/// <summary>The colours of an image that has at most 256, those that are not opaque first, so that the tRNS chunk is short.</summary>
internal sealed unsafe class ImagePalette
{
    private const int MaxColors = 256;

    private readonly ColorTable _indices;

    private ImagePalette(uint[] colors)
    {
        Colors = colors;
        _indices = new ColorTable();
        for (int i = 0; i < colors.Length; i++)
            _indices.Of(colors[i]) = i;
    }

    private ImagePalette(uint[] colors, ColorTable indices)
    {
        Colors = colors;
        _indices = indices;
    }

    /// <summary>The colours, red in the lowest byte and alpha in the highest.</summary>
    public uint[] Colors { get; }

    /// <summary>Whether the colours stand for others that the image has.</summary>
    public bool IsReduced { get; private init; }

    /// <summary>Bits of an index: 1, 2, 4 or 8.</summary>
    public int Depth => Colors.Length switch { <= 2 => 1, <= 4 => 2, <= 16 => 4, _ => 8 };

    /// <summary>The palette of an image of 8 bits with colours; null where there are too many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ImagePalette? TryCreate(PixelImage image)
    {
        var colors = new ColorTable();
        for (int y = 0; y < image.Height; y++)
        {
            byte* pixel = image.Row(y);
            uint last = ~ReadColor(pixel, image.Format);
            for (int x = 0; x < image.Width; x++, pixel += image.Format.Channels)
            {
                uint color = ReadColor(pixel, image.Format);
                if (color == last)
                    continue;
                last = color;
                colors.Of(color) = 1;
                if (colors.Count > MaxColors)
                    return null;
            }
        }

        return new ImagePalette(Sort(colors.Colors));
    }

    /// <summary>A palette of other colours that stand for those of an image.</summary>
    /// <param name="colors">Every colour of the image.</param>
    /// <param name="standIns">For each the one that stands for it; at most 256 are different.</param>
    public static ImagePalette Of(ReadOnlySpan<uint> colors, ReadOnlySpan<uint> standIns)
    {
        ColorTable different = new(), indices = new();
        foreach (uint color in standIns)
            different.Of(color) = 1;
        var palette = new ImagePalette(Sort(different.Colors));
        for (int i = 0; i < colors.Length; i++)
            indices.Of(colors[i]) = palette._indices.Of(standIns[i]);
        return new ImagePalette(palette.Colors, indices) { IsReduced = true };
    }

    /// <summary>Alpha is the highest byte, so that those that are opaque come last.</summary>
    private static uint[] Sort(ReadOnlySpan<uint> colors)
    {
        uint[] sorted = colors.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>Writes the indices of a row, packed; the row must be clear.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pack(byte* pixel, PixelFormat format, int step, int width, byte* row)
    {
        int depth = Depth, shift = 8 - depth;
        uint last = ~ReadColor(pixel, format);
        byte index = 0;
        for (int x = 0; x < width; x++, pixel += step)
        {
            uint color = ReadColor(pixel, format);
            if (color != last)
                index = (byte)_indices.Of(color);
            last = color;
            *row |= (byte)(index << shift);
            shift -= depth;
            if (shift < 0)
            {
                shift = 8 - depth;
                row++;
            }
        }
    }

    /// <summary>Red, green and blue of each colour.</summary>
    public byte[] CreateChunk()
    {
        var data = new byte[3 * Colors.Length];
        for (int i = 0; i < Colors.Length; i++)
            (data[3 * i], data[3 * i + 1], data[3 * i + 2]) = ((byte)Colors[i], (byte)(Colors[i] >> 8), (byte)(Colors[i] >> 16));
        return data;
    }

    /// <summary>Alpha of the colours up to the last that is not opaque; empty where all are.</summary>
    public byte[] CreateTransparency()
    {
        int count = 0;
        while (count < Colors.Length && Colors[count] >> 24 != 255)
            count++;
        var alpha = new byte[count];
        for (int i = 0; i < count; i++)
            alpha[i] = (byte)(Colors[i] >> 24);
        return alpha;
    }

    /// <summary>The colour of a pixel, as in <see cref="Colors"/>.</summary>
    public static uint ReadColor(byte* pixel, PixelFormat format) =>
        format.HasAlpha ? *(uint*)pixel : pixel[0] | (uint)pixel[1] << 8 | (uint)pixel[2] << 16 | 0xFF00_0000;
}

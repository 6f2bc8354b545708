using System.Runtime.CompilerServices;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;

namespace ImageResize.Png.Encoding;

/// <summary>
/// Finds few colours for an image that has too many for a palette: those that scaling has mixed of the colours of a palette. Boxes of
/// colours are cut where they vary most (Wu, "Efficient Statistical Computations for Optimal Color Quantization", Graphics Gems II,
/// with cells of 8 levels in the place of a grid), then every colour takes the nearest of the means. Colours of large areas
/// stay as they are to the level. There is no dithering, which would make noise of drawings and cost bytes.
/// </summary>
internal sealed unsafe class ColorQuantizer
{
    /// <summary>Colours that a palette may have; fewer make smaller files. The index of each has 5 to 8 bits.</summary>
    private static readonly int[] Sizes = [32, 64, 128, 256];

    /// <summary>Different colours that are looked at, at most: an image with more is like a photo.</summary>
    private const int MaxColors = 1 << 16;

    /// <summary>Native and managed memory that the colours take at most, in bytes.</summary>
    public const long Bytes = MaxColors * 128L;

    /// <summary>
    /// The mean square error in levels, over all pixels and channels, up to which nobody sees a difference side by side: a signal-to-noise
    /// ratio of 40 decibels.
    /// </summary>
    private const double MaxError = 255.0 * 255.0 / 10_000;

    /// <summary>The error in levels of the worst colours that more than a thousandth of the pixels have: no area may change its look.</summary>
    private const int MaxAreaError = 12;

    /// <summary>The share of the pixels from which a colour is that of an area and stays exact.</summary>
    private const double AreaShare = 0.002;

    private readonly uint[] _colors;
    private readonly int[] _counts;
    private readonly long _pixels;

    private ColorQuantizer(ColorTable histogram)
    {
        _colors = histogram.Colors.ToArray();
        _counts = histogram.Values.ToArray();
        foreach (int count in _counts)
            _pixels += count;
    }

    /// <summary>A palette that stands for the colours of an image of 8 bits; null where there are too many, or the image would look different.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ImagePalette? TryQuantize(PixelImage image)
    {
        var histogram = new ColorTable();
        for (int y = 0; y < image.Height; y++)
        {
            byte* pixel = image.Row(y);
            uint color = ImagePalette.ReadColor(pixel, image.Format);
            int run = 0;
            for (int x = 0; x < image.Width; x++, run++, pixel += image.Format.Channels)
            {
                uint next = ImagePalette.ReadColor(pixel, image.Format);
                if (next == color)
                    continue;
                histogram.Of(color) += run;
                (color, run) = (next, 0);
                if (histogram.Count > MaxColors)
                    return null;
            }

            histogram.Of(color) += run;
        }

        return new ColorQuantizer(histogram).Quantize();
    }

    private ImagePalette? Quantize()
    {
        uint[] areas = FindAreas();
        List<ColorBox> boxes = Gather(areas);
        foreach (int size in Sizes)
        {
            if (areas.Length > size / 2)
                continue;
            Cut(boxes, size - areas.Length);

            // The nearest colour is hardly ever that much nearer than the mean of a colour's own box.
            double error = 0;
            foreach (ColorBox box in boxes)
                error += box.Error;
            if (error > 2 * MaxError * NearestColor.Channels * _pixels)
                continue;
            if (Map(new NearestColor(Different(areas, boxes))) is { } palette)
                return palette;
        }

        return null;
    }

    /// <summary>The colours of areas, the largest first.</summary>
    private uint[] FindAreas()
    {
        // At most 500 are that large.
        var keys = new long[(int)(1 / AreaShare) + 2];
        int count = 0;
        for (int i = 0; i < _colors.Length; i++)
            if (_counts[i] >= AreaShare * _pixels)
                keys[count++] = (long)_counts[i] << 32 | (long)(_colors.Length - 1 - i);
        NumberSort.Sort(keys.AsSpan(0, count));
        var areas = new uint[Math.Min(count, Sizes[^1] / 2)];
        for (int i = 0; i < areas.Length; i++)
            areas[i] = _colors[_colors.Length - 1 - (int)keys[count - 1 - i]];
        return areas;
    }

    /// <summary>The colours of areas and of boxes, each once.</summary>
    private static uint[] Different(uint[] areas, List<ColorBox> boxes)
    {
        var different = new ColorTable();
        foreach (uint area in areas)
            different.Of(area) = 1;
        foreach (ColorBox box in boxes)
            different.Of(box.Mean) = 1;
        return different.Colors.ToArray();
    }

    /// <summary>The colours that are not those of areas, in one box; those that are close to each other count as one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private List<ColorBox> Gather(uint[] areas)
    {
        const uint Opaque = 0xFF00_0000, Coarse = 0xF0F8_F8F8, Middle = 0x0804_0404;
        ColorTable cells = new(), ofAreas = new();
        foreach (uint area in areas)
            ofAreas.Of(area) = 1;
        for (int i = 0; i < _colors.Length; i++)
        {
            uint color = _colors[i], cell = color & Coarse | Middle | (color >= Opaque ? Opaque : 0);
            if (!ofAreas.Contains(color))
                cells.Of(cell) += _counts[i];
        }

        return cells.Count == 0 ? [] : [new ColorBox(cells.Colors.ToArray(), cells.Values.ToArray(), 0, cells.Count)];
    }

    /// <summary>Cuts the box that varies most, until there are so many or none varies.</summary>
    private static void Cut(List<ColorBox> boxes, int count)
    {
        if (boxes.Count == 0)
            return;
        while (boxes.Count < count)
        {
            // At most 256 boxes: looking at all is as fast as a heap.
            int worst = 0;
            for (int i = 1; i < boxes.Count; i++)
                if (boxes[i].Error > boxes[worst].Error)
                    worst = i;
            if (boxes[worst].Error <= 0)
                return;
            (ColorBox left, ColorBox right) = boxes[worst].Cut();
            boxes[worst] = left;
            boxes.Add(right);
        }
    }

    /// <summary>Gives every colour the nearest one of the palette; null where the image would look different.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ImagePalette? Map(NearestColor nearest)
    {
        var standIns = new uint[_colors.Length];
        double sum = 0;
        long far = 0;
        for (int i = 0; i < _colors.Length; i++)
        {
            standIns[i] = nearest.Find(_colors[i], out int error);
            sum += (double)error * _counts[i];
            if (error > MaxAreaError * MaxAreaError * NearestColor.Channels)
                far += _counts[i];
        }

        bool looksAlike = sum <= MaxError * NearestColor.Channels * _pixels && far <= _pixels / 1000;
        return looksAlike ? ImagePalette.Of(_colors, standIns) : null;
    }
}

using NetVips;

namespace ImageResize.SideBySide.Inputs;

/// <summary>
/// Draws what a screenshot is to a codec: flat panels, small text with smooth edges, a gradient, a translucent shadow and
/// transparent corners. The same number gives the same picture.
/// </summary>
internal static class Screenshot
{
    private const int Width = 1920, Height = 1080;
    private const int GlyphWidth = 7, GlyphHeight = 12, Glyphs = 64;

    /// <summary>An image of 1920x1080 with alpha.</summary>
    public static Image Make(int seed)
    {
        var random = new Random(seed);
        byte[] pixels = new byte[Width * Height * 4];
        byte[][] font = [.. Enumerable.Range(0, Glyphs).Select(_ => Glyph(random))];
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++)
                Set(pixels, x, y, 40 + y / 18, 60 + y / 14, 110 + y / 10, 255);
        for (int window = 0; window < 5; window++)
            Window(pixels, random, font, 40 + random.Next(900), 30 + random.Next(500), 500 + random.Next(450), 300 + random.Next(250));
        for (int y = 0; y < 12; y++)
            for (int x = 0; x < 12; x++)
                if ((12 - x) * (12 - x) + (12 - y) * (12 - y) > 144)
                    Set(pixels, x, y, 0, 0, 0, 0);
        using Image image = Image.NewFromMemoryCopy(pixels, Width, Height, 4, Enums.BandFormat.Uchar);
        return image.Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static void Window(byte[] pixels, Random random, byte[][] font, int left, int top, int width, int height)
    {
        const int Shadow = 16, Title = 28, Line = 17;
        for (int y = -Shadow; y < height + Shadow; y++)
            for (int x = -Shadow; x < width + Shadow; x++)
                if (x < 0 || y < 0 || x >= width || y >= height)
                    Blend(pixels, left + x, top + y, 0, 0, 0, 90 - 5 * Math.Max(Math.Max(-x, x - width + 1), Math.Max(-y, y - height + 1)));
        int shade = random.Next(200, 256);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                Set(pixels, left + x, top + y, y < Title ? 225 : shade, y < Title ? 228 : shade, y < Title ? 233 : 255, y < Title ? 235 : 255);
        for (int y = Title + 8; y + Line < height; y += Line)
        {
            int end = 20 + random.Next(width - 40);
            for (int x = 12 + 24 * random.Next(4); x + GlyphWidth < end; x += GlyphWidth + 1)
                if (random.Next(6) > 0)
                    Print(pixels, font[random.Next(Glyphs)], left + x, top + y);
        }
    }

    /// <summary>Some strokes, with the grey edges that smoothing leaves.</summary>
    private static byte[] Glyph(Random random)
    {
        byte[] ink = new byte[GlyphWidth * GlyphHeight];
        for (int stroke = 0; stroke < 3; stroke++)
        {
            int x = random.Next(1, GlyphWidth - 1), y = random.Next(1, GlyphHeight - 1), length = random.Next(3, 9);
            bool across = random.Next(2) == 0;
            for (int i = 0; i < length && x < GlyphWidth && y < GlyphHeight; i++, x += across ? 1 : 0, y += across ? 0 : 1)
            {
                ink[y * GlyphWidth + x] = 255;
                int beside = across ? (y - 1) * GlyphWidth + x : y * GlyphWidth + x - 1;
                ink[beside] = Math.Max(ink[beside], (byte)90);
            }
        }

        return ink;
    }

    private static void Print(byte[] pixels, byte[] glyph, int left, int top)
    {
        for (int y = 0; y < GlyphHeight; y++)
            for (int x = 0; x < GlyphWidth; x++)
                Blend(pixels, left + x, top + y, 30, 30, 36, glyph[y * GlyphWidth + x]);
    }

    private static void Set(byte[] pixels, int x, int y, int red, int green, int blue, int alpha)
    {
        if (x < 0 || y < 0 || x >= Width || y >= Height)
            return;
        int at = (y * Width + x) * 4;
        (pixels[at], pixels[at + 1], pixels[at + 2], pixels[at + 3]) = ((byte)red, (byte)green, (byte)blue, (byte)alpha);
    }

    private static void Blend(byte[] pixels, int x, int y, int red, int green, int blue, int weight)
    {
        if (x < 0 || y < 0 || x >= Width || y >= Height || weight <= 0)
            return;
        int at = (y * Width + x) * 4;
        pixels[at] = (byte)((pixels[at] * (255 - weight) + red * weight) / 255);
        pixels[at + 1] = (byte)((pixels[at + 1] * (255 - weight) + green * weight) / 255);
        pixels[at + 2] = (byte)((pixels[at + 2] * (255 - weight) + blue * weight) / 255);
    }
}

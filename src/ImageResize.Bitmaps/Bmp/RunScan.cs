namespace ImageResize.Bitmaps.Bmp;

/// <summary>
/// Goes over the runs of a BMP without decoding them (Microsoft, "Bitmap Compression"): whether they are all there, and whether
/// they cover all pixels. Decoders fill up what is missing without a word.
/// </summary>
/// <param name="IsWhole">Whether the end is there, or all rows are.</param>
/// <param name="HasGaps">Whether some pixels are given no colour.</param>
internal readonly record struct RunScan(bool IsWhole, bool HasGaps)
{
    /// <summary>Scans the data of a header that is run-length coded.</summary>
    public static RunScan Of(BmpHeader header, ReadOnlySpan<byte> data)
    {
        bool isHalf = header.Coding == BmpCoding.Rle4;
        long painted = 0, x = 0, y = 0;
        int at = 0;
        while (at + 1 < data.Length)
        {
            (int count, int value) = (data[at], data[at + 1]);
            at += 2;
            if (count > 0 || value > 2)
            {
                int pixels = count > 0 ? count : value;
                if (count == 0)
                    at += ((isHalf ? (pixels + 1) / 2 : pixels) + 1) / 2 * 2;
                if (at > data.Length)
                    break;
                painted += y < header.Height ? Math.Clamp(header.Width - x, 0, pixels) : 0;
                x += pixels;
            }
            else if (value == 0)
                (x, y) = (0, y + 1);
            else if (value == 1)
                return new RunScan(true, painted < header.PixelCount);
            else if (at + 1 < data.Length)
            {
                (x, y) = (x + data[at], y + data[at + 1]);
                at += 2;
            }
        }

        return new RunScan(y >= header.Height || painted == header.PixelCount, painted < header.PixelCount);
    }
}

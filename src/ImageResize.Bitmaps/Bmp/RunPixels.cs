namespace ImageResize.Bitmaps.Bmp;

/// <summary>
/// Runs of palette indices to pixels (Microsoft, "Bitmap Compression"). A run ends with its row: ImageMagick fills rows up to four bytes, and
/// what is beyond the width shows nowhere. ImageSharp goes on in the next row.
/// </summary>
internal static class RunPixels
{
    /// <summary>Paints the runs; pixels that they pass over stay as the target is.</summary>
    /// <param name="header">What lies there.</param>
    /// <param name="data">The runs, which may break off.</param>
    /// <param name="target">Receives all pixels, rows from the top.</param>
    /// <param name="channels">1 for a palette of grey, 3, or 4, where what is painted is opaque.</param>
    /// <param name="cancellation">Asks the decoding to end.</param>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public static void Paint(BmpHeader header, ReadOnlySpan<byte> data, Span<byte> target, int channels, CancellationToken cancellation)
    {
        bool isHalf = header.Coding == BmpCoding.Rle4;
        long x = 0, y = 0;
        for (int at = 0; at + 1 < data.Length;)
        {
            (int count, int value) = (data[at], data[at + 1]);
            at += 2;
            if (count > 0)
            {
                Span<byte> run = Pixels(target, count);
                for (int i = 0; i * channels < run.Length; i++)
                    Set(run[(i * channels)..], isHalf ? (i % 2 == 0 ? value >> 4 : value & 15) : value);
                x += count;
            }
            else if (value > 2)
            {
                ReadOnlySpan<byte> indices = data.Slice(at, Math.Min(data.Length - at, isHalf ? (value + 1) / 2 : value));
                Span<byte> run = Pixels(target, Math.Min(value, isHalf ? indices.Length * 2 : indices.Length));
                for (int i = 0; i * channels < run.Length; i++)
                    Set(run[(i * channels)..], isHalf ? (i % 2 == 0 ? indices[i / 2] >> 4 : indices[i / 2] & 15) : indices[i]);
                x += value;
                at += (indices.Length + 1) / 2 * 2;
            }
            else if (value == 1)
            {
                return;
            }
            else if (value == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                (x, y) = (0, y + 1);
            }
            else if (at + 1 < data.Length)
            {
                (x, y) = (x + data[at], y + data[at + 1]);
                at += 2;
            }
        }

        // The pixels from where the runs are, as far as the row goes.
        Span<byte> Pixels(Span<byte> all, int count)
        {
            if (y >= header.Height || x >= header.Width)
                return [];
            long row = header.IsTopDown ? y : header.Height - 1 - y;
            return all.Slice((int)((row * header.Width + x) * channels), (int)Math.Min(count, header.Width - x) * channels);
        }

        void Set(Span<byte> pixel, int index)
        {
            ReadOnlySpan<byte> color = header.Palette.AsSpan(index * 4, 3);
            pixel[0] = color[2];
            if (channels == 1)
                return;
            (pixel[1], pixel[2]) = (color[1], color[0]);
            if (channels == 4)
                pixel[3] = byte.MaxValue;
        }
    }
}

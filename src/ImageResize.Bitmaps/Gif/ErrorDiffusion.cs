using System.Runtime.CompilerServices;

namespace ImageResize.Bitmaps.Gif;

/// <summary>
/// Gives each pixel an index of a palette and hands what its colour is off on to its neighbours (Floyd and Steinberg, "An adaptive
/// algorithm for spatial grey scale", 1976), in rows that go to and fro, so that what is mixed looks as it should from afar. Belongs to one thread.
/// </summary>
internal sealed unsafe class ErrorDiffusion(NearestColors nearest)
{
    /// <summary>Of an error, a sixteenth is let go of, so that small ones come to an end.</summary>
    private const double Kept = 15.0 / 16;

    /// <summary>The square of an error in levels from which it is held back: what no colour of the palette is near to would smear.</summary>
    private const int Large = 64 * 64;

    /// <summary>The square of an error that is not worth unrest.</summary>
    private const int Small = 2;

    private const int One = 16;

    /// <summary>Errors of three channels in sixteenths of a level, for the row in hand and the one below, with a pixel more at either end.</summary>
    private int[] _errors = [], _below = [];

    /// <summary>Gives the pixels of a part their indices.</summary>
    /// <param name="pixels">The whole picture's pixels, row by row, red in the lowest byte.</param>
    /// <param name="indices">The whole picture's indices: those that are <paramref name="left"/> stay so, and take part in no mixing.</param>
    /// <param name="stride">Pixels of a row.</param>
    /// <param name="part">The part.</param>
    /// <param name="left">The index of pixels that are left as they are; -1 where there are none.</param>
    /// <param name="amount">The share of errors that is handed on, 0 to 1.</param>
    public void Run(ReadOnlySpan<uint> pixels, Span<byte> indices, int stride, GifRectangle part, int left, double amount)
    {
        int share = (int)Math.Round(256 * Kept * Math.Clamp(amount, 0, 1)), length = 3 * (part.Width + 2);
        if (_errors.Length < length)
            (_errors, _below) = (new int[length], new int[length]);
        _errors.AsSpan(0, length).Clear();
        for (int y = 0; y < part.Height; y++)
        {
            int start = (part.Top + y) * stride + part.Left;
            ReadOnlySpan<uint> row = pixels.Slice(start, part.Width);
            Span<byte> targets = indices.Slice(start, part.Width);
            _below.AsSpan(0, length).Clear();
            fixed (uint* pixel = row)
            fixed (byte* index = targets)
            fixed (int* errors = _errors, below = _below)
            {
                if (y % 2 == 0)
                    Row(pixel, index, errors + 3, below + 3, part.Width, 1, left, share);
                else
                    Row(pixel + part.Width - 1, index + part.Width - 1, errors + 3 * part.Width, below + 3 * part.Width, part.Width, -1, left, share);
            }

            (_errors, _below) = (_below, _errors);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Row(uint* pixel, byte* index, int* errors, int* below, int count, int step, int left, int share)
    {
        NearestColors colors = nearest;
        int red = 0, green = 0, blue = 0;
        for (; count > 0; count--, pixel += step, index += step, errors += 3 * step, below += 3 * step)
        {
            if (*index == left)
            {
                red = green = blue = 0;
                continue;
            }

            red = red + errors[0] + One / 2 >> 4;
            green = green + errors[1] + One / 2 >> 4;
            blue = blue + errors[2] + One / 2 >> 4;
            int size = red * red + green * green + blue * blue;
            if (size < Small)
                red = green = blue = 0;
            else if (size > Large)
                (red, green, blue) = (red * 4 / 5, green * 4 / 5, blue * 4 / 5);
            uint color = *pixel;
            red = Math.Clamp((int)(color & 255) + red, 0, 255);
            green = Math.Clamp((int)(color >> 8 & 255) + green, 0, 255);
            blue = Math.Clamp((int)(color >> 16 & 255) + blue, 0, 255);
            int found = colors.Find(red, green, blue);
            *index = (byte)found;
            color = colors.ColorOf(found);
            red = (red - (int)(color & 255)) * share;
            green = (green - (int)(color >> 8 & 255)) * share;
            blue = (blue - (int)(color >> 16 & 255)) * share;
            int* behind = below - 3 * step, ahead = below + 3 * step;
            behind[0] += 3 * red >> 8;
            behind[1] += 3 * green >> 8;
            behind[2] += 3 * blue >> 8;
            below[0] += 5 * red >> 8;
            below[1] += 5 * green >> 8;
            below[2] += 5 * blue >> 8;
            ahead[0] += red >> 8;
            ahead[1] += green >> 8;
            ahead[2] += blue >> 8;
            red = 7 * red >> 8;
            green = 7 * green >> 8;
            blue = 7 * blue >> 8;
        }
    }
}

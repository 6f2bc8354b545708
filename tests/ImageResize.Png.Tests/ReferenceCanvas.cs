namespace ImageResize.Png.Tests;

/// <summary>What the frames of an animation show, by the formulas of the specification in doubles.</summary>
internal static class ReferenceCanvas
{
    /// <summary>What each frame shows: red, green, blue and alpha of every pixel of the canvas.</summary>
    public static IEnumerable<int[]> Compose(SampleAnimation animation)
    {
        (int width, int height) = (animation.Width, animation.Height);
        int max = animation.Depth == 16 ? 65_535 : 255;
        var canvas = new int[width * height * 4];
        for (int i = 0; i < animation.Frames.Length; i++)
        {
            SampleFrame frame = animation.Frames[i];
            int[] before = [.. canvas];
            Decoded pixels = Decoded.ByVips(animation.FileOf(frame, animation.StartsWithImage && i == 0 ? animation.Frames.Length : i));
            for (int y = 0; y < frame.Height; y++)
            {
                for (int x = 0; x < frame.Width; x++)
                {
                    int[] color = ColorOf(pixels, x, y, max);
                    int at = ((frame.Y + y) * width + frame.X + x) * 4;
                    double above = color[3] / (double)max, below = canvas[at + 3] / (double)max, alpha = above + below * (1 - above);
                    for (int c = 0; c < 3; c++)
                        canvas[at + c] = frame.Blend == 0 ? color[c] : alpha == 0 ? canvas[at + c] : (int)Math.Round((color[c] * above + canvas[at + c] * below * (1 - above)) / alpha);
                    canvas[at + 3] = frame.Blend == 0 ? color[3] : (int)Math.Round(alpha * max);
                }
            }

            yield return [.. canvas];
            bool isCleared = frame.Disposal == 1 || (frame.Disposal == 2 && i == 0);
            if (isCleared)
            {
                for (int y = 0; y < frame.Height; y++)
                    canvas.AsSpan(((frame.Y + y) * width + frame.X) * 4, frame.Width * 4).Clear();
            }
            else if (frame.Disposal == 2)
            {
                canvas = before;
            }
        }
    }

    private static int[] ColorOf(Decoded pixels, int x, int y, int max) => pixels.Channels switch
    {
        1 => [pixels.At(x, y, 0), pixels.At(x, y, 0), pixels.At(x, y, 0), max],
        2 => [pixels.At(x, y, 0), pixels.At(x, y, 0), pixels.At(x, y, 0), pixels.At(x, y, 1)],
        3 => [pixels.At(x, y, 0), pixels.At(x, y, 1), pixels.At(x, y, 2), max],
        _ => [pixels.At(x, y, 0), pixels.At(x, y, 1), pixels.At(x, y, 2), pixels.At(x, y, 3)],
    };
}

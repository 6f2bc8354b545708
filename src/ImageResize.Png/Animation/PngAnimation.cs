using System.Collections.Immutable;

namespace ImageResize.Png.Animation;

/// <summary>The frames of an animated PNG (PNG specification, third edition, 11.3.6).</summary>
/// <param name="Frames">Those that are there, in the order in which they are shown; at least one.</param>
/// <param name="Plays">How often the animation is shown; 0 for ever.</param>
internal sealed record PngAnimation(ImmutableArray<PngFrame> Frames, int Plays)
{
    /// <summary>How many frames the file announces.</summary>
    public required int Announced { get; init; }

    /// <summary>Why frames that are announced are not there; none where all are.</summary>
    public PngDamageKind Damage { get; init; }

    /// <summary>Whether the canvas is transparent somewhere at some time.</summary>
    /// <param name="header">The header of the file.</param>
    public bool NeedsAlpha(PngHeader header) =>
        header.HasAlpha || !Frames[0].Covers(header) || Frames[0].Disposal == FrameDisposal.Previous || Frames.Any(frame => frame.Disposal == FrameDisposal.Background);
}

/// <summary>A frame, as its fcTL chunk describes it.</summary>
/// <param name="X">Where its left edge lies on the canvas, in pixels.</param>
/// <param name="Y">Where its upper edge lies.</param>
/// <param name="Width">Its width in pixels; all of it lies on the canvas.</param>
/// <param name="Height">Its height.</param>
internal readonly record struct PngFrame(int X, int Y, int Width, int Height)
{
    /// <summary>How long it is shown.</summary>
    public FrameDelay Delay { get; init; }

    /// <summary>What becomes of its region before the next frame.</summary>
    public FrameDisposal Disposal { get; init; }

    /// <summary>Whether it is laid over what the canvas holds; else it takes its place.</summary>
    public bool IsBlended { get; init; }

    /// <summary>Where its first chunk of data begins, at its length.</summary>
    public int DataOffset { get; init; }

    /// <summary>Whether its data are in fdAT chunks; else the image of the file is the frame.</summary>
    public bool HasFrameData { get; init; }

    /// <summary>Whether it covers the whole canvas.</summary>
    public bool Covers(PngHeader header) => (X, Y, Width, Height) == (0, 0, header.Width, header.Height);
}

/// <summary>What becomes of the region of a frame before the next one; the numbers are those of the file.</summary>
internal enum FrameDisposal
{
    /// <summary>It stays.</summary>
    None = 0,

    /// <summary>It becomes transparent.</summary>
    Background = 1,

    /// <summary>It becomes what it was before the frame.</summary>
    Previous = 2,
}

/// <summary>How long a frame is shown: a fraction of a second.</summary>
/// <param name="Numerator">The numerator.</param>
/// <param name="Denominator">The denominator; 0 means 100.</param>
internal readonly record struct FrameDelay(ushort Numerator, ushort Denominator)
{
    /// <summary>Milliseconds, rounded.</summary>
    public int Milliseconds => (int)Math.Round(1000.0 * Numerator / (Denominator == 0 ? 100 : Denominator));

    /// <summary>The delay of so many milliseconds; above 655 seconds the longest there is.</summary>
    public static FrameDelay FromMilliseconds(int milliseconds) => milliseconds <= ushort.MaxValue
        ? new FrameDelay((ushort)Math.Max(0, milliseconds), 1000)
        : new FrameDelay((ushort)Math.Min(ushort.MaxValue, milliseconds / 10), 100);
}

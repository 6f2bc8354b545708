using ImageResize.Bitmaps.Gif;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// The frames of an animation as our GIF encoder asks for them: each is decoded and scaled when its turn comes, so that one is held and not
/// all of them twice. For one image, on one thread.
/// </summary>
internal sealed class ScaledFrames : IGifFrames, IDisposable
{
    private readonly Image _roll;
    private readonly FrameScaler _scaler;
    private readonly FrameStep _step;
    private readonly StageClock _clock;
    private Image? _first;

    private ScaledFrames(Image roll, FrameScaler scaler, FrameStep step, Image first, int count, StageClock clock)
    {
        (_roll, _scaler, _step, _first, _clock) = (roll, scaler, step, first, clock);
        (Width, Height, Count) = (first.Width, first.Height, count);
    }

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public int Height { get; }

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>How often the animation is shown; 0 for ever.</summary>
    public int Plays => VipsFrames.PlaysOf(_roll);

    /// <summary>Decodes and scales the first frame.</summary>
    /// <param name="roll">The frames as they are stored, below each other; the caller disposes of it, after this.</param>
    /// <param name="header">The header of the image.</param>
    /// <param name="request">What is wanted: a GIF.</param>
    /// <param name="clock">Is told whether frames are scaled or encoded.</param>
    /// <param name="cancellation">Asks the image to end.</param>
    /// <returns>The frames; null, and the roll as it was, where they are none that are scaled by our own resampler and encoded by our own encoder.</returns>
    /// <exception cref="VipsException">The first cannot be decoded.</exception>
    public static ScaledFrames? Begin(Image roll, ImageHeader header, ScaleRequest request, StageClock clock, CancellationToken cancellation)
    {
        header = header.Turned(request.Edits);
        int count = roll.Height / header.StoredSize.Height;
        if (count < 2 || !FrameScaler.CanScale(roll, header, request) || !VipsGifSaver.CanSave(request))
            return null;
        var scaler = new FrameScaler(roll, count, header, request);
        try
        {
            var step = new FrameStep(header, request, cancellation);
            return new ScaledFrames(roll, scaler, step, step.Finish(scaler.Scale(0)), count, clock);
        }
        catch
        {
            scaler.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public int DelayOf(int frame) => VipsGifSaver.DelayOf(_roll, frame);

    /// <inheritdoc/>
    /// <exception cref="VipsException">It cannot be decoded.</exception>
    public void Read(int frame, Span<uint> target)
    {
        // A decoder's failure is damage, and none of the encoder's.
        _clock.Enter(Stage.Scale);
        using (Image one = Interlocked.Exchange(ref _first, null) ?? _step.Finish(_scaler.Scale(frame)))
            VipsGifSaver.Read(one, target);
        _clock.Enter(Stage.Encode);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _first?.Dispose();
        _scaler.Dispose();
    }
}

using ImageResize.Imaging.Engines.Vips;
using ImageResize.Pixels;
using NetVips;

namespace ImageResize.Imaging.Engines.Animations;

/// <summary>An output that is made frame by frame. A failure of libvips is kept until the frames are joined. Not thread safe.</summary>
/// <param name="output">What is wanted.</param>
/// <param name="header">The header of the source, as it is true of the canvas.</param>
/// <param name="cancellation">Asks the image to end.</param>
internal sealed class AnimatedOutput(ScaleOutput output, ImageHeader header, CancellationToken cancellation) : IDisposable
{
    private readonly FrameStep _step = new(header.Turned(output.Request.Edits), output.Request, cancellation);
    private readonly List<Image> _frames = [];
    private VipsException? _failure;
    private int _shown;

    /// <summary>What is wanted.</summary>
    public ScaleOutput Output => output;

    /// <summary>Whether nothing was made: the one frame that is wanted is lost.</summary>
    public bool IsEmpty => _frames.Count == 0 && _failure is null;

    /// <summary>Makes the next frame of what the canvas shows, where it is wanted.</summary>
    public void Add(PixelImage canvas)
    {
        cancellation.ThrowIfCancellationRequested();
        bool isWanted = output.Request.Frame is not { } number || number == _shown;
        _shown++;
        if (_failure is not null || !isWanted)
            return;
        try
        {
            using Image frame = _step.Apply(Wrap(canvas, header));
            _frames.Add(frame.CopyMemory());
        }
        catch (VipsException e)
        {
            _failure = e;
        }
    }

    /// <summary>All frames, with their times; the only one, where one is wanted.</summary>
    /// <param name="delays">How long each is shown, in milliseconds.</param>
    /// <param name="plays">How often the animation is shown; 0 for ever.</param>
    /// <exception cref="VipsException">A frame could not be made.</exception>
    public Image Join(int[] delays, int plays)
    {
        if (_failure is not null)
            throw _failure;
        if (output.Request.Frame is not null)
            return _frames[0].Copy();
        using Image roll = VipsFrames.Join(_frames);
        return VipsFrames.WithTimes(roll, delays, plays);
    }

    /// <inheritdoc/>
    public void Dispose() => _frames.ForEach(frame => frame.Dispose());

    /// <summary>The canvas in the channels that the source has.</summary>
    public static Image Wrap(PixelImage canvas, ImageHeader header)
    {
        Image pixels = VipsPixels.Wrap(canvas, header.ColorModel == ColorModel.Gray, header.DotsPerInch);
        return header.HasAlpha ? pixels : pixels.Then(opaque => opaque.ExtractBand(0, n: opaque.Bands - 1));
    }
}

using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// The frames of an animation that several outputs show one by one, decoded once: a frame builds on those before it, so that decoding
/// each anew would take the square of their number. Belongs to one worker.
/// </summary>
internal sealed class FrameRoll : IDisposable
{
    private readonly int _first;
    private readonly int _count;
    private Image? _frames;

    private FrameRoll(int first, int count) => (_first, _count) = (first, count);

    /// <summary>A roll that holds these frames; null where they are less than two, so that it would save nothing.</summary>
    /// <param name="frames">The numbers of frames, from 0.</param>
    public static FrameRoll? For(IEnumerable<int> frames)
    {
        int[] all = [.. frames.Distinct()];
        return all.Length < 2 ? null : new FrameRoll(all.Min(), all.Max() - all.Min() + 1);
    }

    /// <summary>A frame as it is stored; the first call decodes them all.</summary>
    /// <param name="source">The file, which is read where they are not decoded yet.</param>
    /// <param name="header">Its header.</param>
    /// <param name="request">What the output is.</param>
    /// <returns>The frame; null where the output is not of one.</returns>
    /// <exception cref="VipsException">They cannot be decoded.</exception>
    public Image? Take(VipsSource source, ImageHeader header, ScaleRequest request)
    {
        if (request.Frame is not { } frame)
            return null;
        if (_frames is null)
        {
            using Image roll = VipsLoader.DecodeFrames(source, header, request, _first, _count);
            _frames = roll.CopyMemory();
        }

        int height = header.StoredSize.Height;
        return _frames.ExtractArea(0, (frame - _first) * height, _frames.Width, height);
    }

    /// <inheritdoc/>
    public void Dispose() => _frames?.Dispose();
}

using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Png.Decoding;

namespace ImageResize.Png.Animation;

/// <summary>
/// Decodes animated PNG images: a frame onto the canvas, which is shown, and then the next, so that one canvas is in memory whatever
/// the number of frames. Must not be used by two threads at a time; after an exception it can be used again.
/// </summary>
internal sealed class AnimationDecoder : IDisposable
{
    private readonly BufferArena _arena;
    private readonly DecodingReport _report = new();
    private readonly ImageDecoder _decoder;
    private readonly FrameCompositor _compositor;

    /// <summary>Makes a decoder.</summary>
    public AnimationDecoder() : this(BufferAllocator.Default)
    {
    }

    /// <summary>Makes a decoder for tests.</summary>
    public AnimationDecoder(BufferAllocator allocator)
    {
        _arena = new BufferArena(allocator);
        _decoder = new ImageDecoder(_arena, _report);
        _compositor = new FrameCompositor(_arena);
    }

    /// <summary>Bytes of native memory that the last image took at most.</summary>
    public long PeakBytes => _arena.Peak;

    /// <summary>The memory, in bytes, that decoding takes at most, besides the source.</summary>
    public static long EstimateMemory(PngHeader header) => ImageDecoder.BytesFor(header) + FrameCompositor.BytesFor(header);

    /// <summary>Decodes all frames.</summary>
    /// <param name="source">The whole file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="animation">Its frames.</param>
    /// <param name="policy">What to do about frames that are damaged or missing.</param>
    /// <param name="show">Gets what each frame shows: four channels of the file's depth, valid for that call.</param>
    /// <param name="cancellation">Stops the work within a few hundred kilobytes.</param>
    /// <returns>What was odd, and what was salvaged: of a damaged frame the rows before the damage.</returns>
    /// <exception cref="PngDamagedException">A frame is damaged or missing, and it was not to be salvaged. Frames before it were shown.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public PngScaleResult Decode(
        ReadOnlySpan<byte> source, PngHeader header, PngAnimation animation, PngDamagePolicy policy, Action<PixelImage> show, CancellationToken cancellation)
    {
        bool salvages = policy == PngDamagePolicy.Salvage;
        _arena.ResetPeak();
        _report.Clear();
        if (animation.Damage != PngDamageKind.None)
            _report.AddDamage(animation.Damage, 1 - (double)animation.Frames.Length / animation.Announced);
        try
        {
            _compositor.Begin(header);
            foreach (PngFrame frame in animation.Frames)
            {
                Decode(source, header.ForFrame(frame.Width, frame.Height, frame.DataOffset, frame.HasFrameData), frame, !salvages, cancellation);
                if (!salvages && _report.Damage is { } damage)
                    throw new PngDamagedException(damage);
                show(_compositor.Canvas);
            }
        }
        finally
        {
            _arena.TrimAbove(0);
        }

        if (!header.HasEnd)
            _report.Warn(PngWarnings.EndMissing);
        return new PngScaleResult(_report.Warnings, _report.Damage);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _decoder.Dispose();
        _arena.Dispose();
    }

    private unsafe void Decode(ReadOnlySpan<byte> source, PngHeader header, PngFrame frame, bool stopsAtDamage, CancellationToken cancellation)
    {
        _compositor.Begin(frame);
        fixed (byte* pointer = source)
            _decoder.Decode(pointer, source.Length, header, _compositor, stopsAtDamage, cancellation);
    }
}

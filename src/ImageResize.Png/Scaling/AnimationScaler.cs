using System.Diagnostics;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.Png.Animation;
using ImageResize.Png.Decoding;

namespace ImageResize.Png.Scaling;

/// <summary>
/// Scales animated PNG images: decodes a frame onto the canvas, scales what is shown to every output, and goes on with the next, so
/// that one canvas is in memory whatever the number of frames. Must not be used by two threads at a time.
/// </summary>
internal sealed unsafe class AnimationScaler : IDisposable
{
    private readonly BufferArena _arena;
    private readonly DecodingReport _report = new();
    private readonly ImageDecoder _decoder;
    private readonly FrameCompositor _compositor;
    private readonly PixelKernels _kernels;
    private readonly List<PixelRenderer> _renderers = [];

    /// <summary>Makes a scaler that uses the widest vectors of this processor.</summary>
    public AnimationScaler() : this(PixelKernels.Best, BufferAllocator.Default)
    {
    }

    /// <summary>Makes a scaler for tests.</summary>
    public AnimationScaler(PixelKernels kernels, BufferAllocator allocator)
    {
        _kernels = kernels;
        _arena = new BufferArena(allocator);
        _decoder = new ImageDecoder(_arena, _report);
        _compositor = new FrameCompositor(_arena);
    }

    /// <summary>Bytes of native memory that the last image took at most.</summary>
    public long PeakBytes => _arena.Peak;

    /// <summary>The memory, in bytes, that scaling takes at most, besides the source and what the caller makes of the pixels.</summary>
    public static long EstimateMemory(PngHeader header, IReadOnlyList<PixelOutput> outputs) =>
        ImageDecoder.BytesFor(header) + FrameCompositor.BytesFor(header)
        + outputs.Sum(output => output.Plan(header).BytesFrom(header.Width, header.Height, FrameCompositor.FormatOf(header)));

    /// <summary>Scales all frames.</summary>
    /// <param name="source">The whole file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="animation">Its frames.</param>
    /// <param name="outputs">The outputs, at least one. Each gets every frame, in their order, before the next is decoded.</param>
    /// <param name="cancellation">Stops the work within a few hundred kilobytes.</param>
    /// <returns>What was odd, and what was salvaged; frames that are damaged or missing are transparent where nothing could be decoded, or not there.</returns>
    /// <exception cref="PngDamagedException">A frame is damaged or missing, and not all options ask to salvage. Outputs may have got frames before.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public PngScaleResult Scale(
        ReadOnlySpan<byte> source, PngHeader header, PngAnimation animation, IReadOnlyList<PixelOutput> outputs, CancellationToken cancellation = default)
    {
        foreach (PixelOutput output in outputs)
            output.Options.Validate(header);
        bool salvages = outputs.All(output => output.Options.OnDamage == PngDamagePolicy.Salvage);
        _arena.ResetPeak();
        _report.Clear();
        while (_renderers.Count < outputs.Count)
            _renderers.Add(new PixelRenderer(_arena, _kernels));
        long encoding = 0;
        try
        {
            if (animation.Damage != PngDamageKind.None)
                _report.AddDamage(animation.Damage, 1 - (double)animation.Frames.Length / animation.Announced);
            _compositor.Begin(header);
            foreach (PngFrame frame in animation.Frames)
            {
                if (!salvages && _report.Damage is not null)
                    break;
                Decode(source, header.ForFrame(frame.Width, frame.Height, frame.DataOffset, frame.HasFrameData), frame, !salvages, cancellation);
                if (salvages || _report.Damage is null)
                    encoding += Give(header, outputs);
            }

            if (!salvages && _report.Damage is { } damage)
                throw new PngDamagedException(damage);
        }
        finally
        {
            _arena.TrimAbove(PngScaler.KeptBytes);
        }

        if (!header.HasEnd)
            _report.Warn(PngWarnings.EndMissing);
        return new PngScaleResult(_report.Warnings, _report.Damage) { EncodingTime = Stopwatch.GetElapsedTime(0, encoding) };
    }

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    private void Decode(ReadOnlySpan<byte> source, PngHeader header, PngFrame frame, bool stopsAtDamage, CancellationToken cancellation)
    {
        _compositor.Begin(frame);
        fixed (byte* pointer = source)
            _decoder.Decode(pointer, source.Length, header, _compositor, stopsAtDamage, cancellation);
    }

    /// <summary>Scales what is shown; gives the ticks that the outputs took to encode it.</summary>
    private long Give(PngHeader header, IReadOnlyList<PixelOutput> outputs)
    {
        PixelImage canvas = _compositor.Canvas;
        long ticks = 0;
        for (int i = 0; i < outputs.Count; i++)
        {
            PixelRenderer renderer = _renderers[i];
            renderer.Begin(outputs[i].Plan(header), header.Width, header.Height, canvas.Format);
            for (int y = 0; y < header.Height; y += PixelResampler.StripRows)
                renderer.Take(canvas.Row(y), canvas.Stride, y, Math.Min(PixelResampler.StripRows, header.Height - y));
            PixelImage image = renderer.Finish();
            long start = Stopwatch.GetTimestamp();
            outputs[i].Encode(image);
            ticks += Stopwatch.GetTimestamp() - start;
        }

        return ticks;
    }
}

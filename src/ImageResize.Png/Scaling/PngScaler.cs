using System.Diagnostics;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.Png.Decoding;
using ImageResize.Png.Encoding;

namespace ImageResize.Png.Scaling;

/// <summary>
/// Scales PNG images. Rows are scaled as they are decoded, with a Lanczos filter, so that of an image that is not interlaced only
/// a window and the output are in memory. Colours are weighted by their alpha, in floats, and rounded once.
/// </summary>
/// <remarks>
/// An instance keeps its buffers for the next image. It must not be used by two threads at a time; give each worker its own.
/// After an exception it can be used again.
/// </remarks>
public sealed unsafe class PngScaler : IDisposable
{
    /// <summary>
    /// Bytes of small native buffers that an instance may keep from one image to the next; large ones go back to the pool of the process.
    /// </summary>
    public const long KeptBytes = 1L << 20;

    /// <summary>Managed objects, and what the platform's deflate takes.</summary>
    private const long ManagedBytes = 768 * 1024;

    private readonly BufferArena _arena;
    private readonly DecodingReport _report = new();
    private readonly ImageDecoder _decoder;
    private readonly PngEncoder _encoder;
    private readonly PixelKernels _kernels;
    private readonly List<PixelRenderer> _renderers = [];
    private bool _isDisposed;

    /// <summary>Makes a scaler that uses the widest vectors of this processor.</summary>
    public PngScaler() : this(PixelKernels.Best, BufferAllocator.Default)
    {
    }

    internal PngScaler(PixelKernels kernels, BufferAllocator allocator)
    {
        _kernels = kernels;
        _arena = new BufferArena(allocator);
        _decoder = new ImageDecoder(_arena, _report);
        _encoder = new PngEncoder(_arena);
    }

    /// <summary>How a large image is decoded by two threads; null, the default, for one.</summary>
    internal Parallelism? Parallelism
    {
        get => _decoder.Parallelism;
        set => _decoder.Parallelism = value;
    }

    /// <summary>Steps of the last image that were inflated ahead, and the native memory held for that at most; all of it was lent.</summary>
    internal (int Steps, long Bytes) Ahead => _decoder.Ahead;

    /// <summary>Stretches of the last image that were inflated ahead from guessed beginnings, and taken.</summary>
    internal int StretchesAhead => _decoder.StretchesAhead;

    /// <summary>Bytes of native memory that the last image took at most.</summary>
    internal long PeakBytes => _arena.Peak;

    /// <summary>
    /// The memory, in bytes, that scaling to PNG takes at most, besides the source, what the targets keep, and the up to
    /// <see cref="KeptBytes"/> that the instance holds from earlier images.
    /// </summary>
    /// <param name="header">The header of the source.</param>
    /// <param name="outputs">The outputs that one call makes.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static long EstimateMemory(PngHeader header, params IReadOnlyList<PngScaleOptions> outputs)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(outputs);
        long encoding = outputs.Max(o => PngEncoder.BytesFor(o.Width, o.Height, header.Format));
        return EstimatePixels(header, [.. outputs.Select(o => new PixelOutput(o, header.Format, default, _ => { }))]) + encoding;
    }

    /// <summary>Scales an image to several PNG outputs; it is decoded once.</summary>
    /// <param name="source">The whole PNG file.</param>
    /// <param name="header">The header read from it.</param>
    /// <param name="outputs">The outputs, at least one. Nothing is written before all of the source is decoded; after an exception what is there is of no use.</param>
    /// <param name="cancellation">Stops the work within a few hundred kilobytes.</param>
    /// <exception cref="PngDamagedException">The image data are damaged, and not all options ask to salvage.</exception>
    /// <exception cref="ArgumentException">An option is outside its range, or a chunk is not one that a caller may give.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public PngScaleResult Scale(
        ReadOnlySpan<byte> source, PngHeader header, IReadOnlyList<PngOutput> outputs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(outputs);
        foreach (PngOutput output in outputs)
            PngEncoder.Validate(output.Options.Chunks);
        return Scale(source, header, [.. outputs.Select(CreatePixelOutput)], cancellation);

        PixelOutput CreatePixelOutput(PngOutput output) => new(
            output.Options, header.Format, default, image => _encoder.Encode(image, header.IsGray, output.Options with { KeepsPalette = header.Color == PngColor.Palette }, output.Target, cancellation));
    }

    /// <summary>The same for outputs of any format, whose pixels the caller encodes.</summary>
    /// <inheritdoc cref="EstimateMemory"/>
    internal static long EstimatePixels(PngHeader header, IReadOnlyList<PixelOutput> outputs)
    {
        long bytes = ImageDecoder.BytesFor(header) + ManagedBytes;
        foreach (PixelOutput output in outputs)
        {
            output.Options.Validate(header);
            bytes += output.Plan(header).BytesFrom(header.Width, header.Height, header.Format);
        }

        return bytes;
    }

    /// <summary>Scales an image to several outputs, whose pixels the caller encodes; it is decoded once.</summary>
    /// <inheritdoc cref="Scale(ReadOnlySpan{byte}, PngHeader, IReadOnlyList{PngOutput}, CancellationToken)"/>
    internal PngScaleResult Scale(
        ReadOnlySpan<byte> source, PngHeader header, IReadOnlyList<PixelOutput> outputs, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfZero(outputs.Count, nameof(outputs));
        foreach (PixelOutput output in outputs)
            output.Options.Validate(header);
        bool salvages = outputs.All(o => o.Options.OnDamage == PngDamagePolicy.Salvage);
        _arena.ResetPeak();
        _report.Clear();
        TimeSpan encodingTime;
        try
        {
            Decode(source, header, outputs, !salvages, cancellation);
            if (!salvages && _report.Damage is { } damage)
                throw new PngDamagedException(damage);
            long decoded = Stopwatch.GetTimestamp();
            for (int i = 0; i < outputs.Count; i++)
                outputs[i].Encode(_renderers[i].Finish());
            encodingTime = Stopwatch.GetElapsedTime(decoded);
        }
        finally
        {
            _arena.TrimAbove(KeptBytes);
        }

        if (header.DroppedChunks)
            _report.Warn(PngWarnings.ChunksDropped);
        if (!header.HasEnd)
            _report.Warn(PngWarnings.EndMissing);
        return new PngScaleResult(_report.Warnings, _report.Damage) { EncodingTime = encodingTime };
    }

    /// <summary>Frees the buffers that would be kept for the next image.</summary>
    public void Trim() => _arena.TrimAbove(0);

    /// <summary>Frees the buffers.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _decoder.Dispose();
        _arena.Dispose();
    }

    private void Decode(
        ReadOnlySpan<byte> source, PngHeader header, IReadOnlyList<PixelOutput> outputs, bool stopsAtDamage, CancellationToken cancellation)
    {
        while (_renderers.Count < outputs.Count)
            _renderers.Add(new PixelRenderer(_arena, _kernels));
        fixed (byte* pointer = source)
        {
            bool isDone = _decoder.MayBeInStretches(header, source.Length)
                && _decoder.TryDecodeInStretches(pointer, source.Length, header, BeginRendering(header, outputs), stopsAtDamage, cancellation);
            if (!isDone)
                _decoder.Decode(pointer, source.Length, header, BeginRendering(header, outputs), stopsAtDamage, cancellation);
        }
    }

    private RowDistributor BeginRendering(PngHeader header, IReadOnlyList<PixelOutput> outputs)
    {
        for (int i = 0; i < outputs.Count; i++)
            _renderers[i].Begin(outputs[i].Plan(header), header.Width, header.Height, header.Format);
        return new RowDistributor(_renderers, outputs.Count);
    }

    /// <summary>Hands every strip to all outputs.</summary>
    private sealed class RowDistributor(List<PixelRenderer> renderers, int count) : IRowSink
    {
        public void Take(byte* rows, nint stride, int firstRow, int rowCount)
        {
            for (int i = 0; i < count; i++)
                renderers[i].Take(rows, stride, firstRow, rowCount);
        }
    }
}

/// <summary>An output whose pixels the caller encodes.</summary>
/// <param name="Options">How to make it.</param>
/// <param name="Format">The format of its pixels; of one channel where the source's is.</param>
/// <param name="Background">What transparent pixels are laid on where the format has no alpha.</param>
/// <param name="Encode">Gets the pixels, after all of the source was decoded; they are valid for that call.</param>
internal sealed record PixelOutput(PngScaleOptions Options, PixelFormat Format, (byte Red, byte Green, byte Blue) Background, Action<PixelImage> Encode)
{
    public RenderPlan Plan(PngHeader header) => Options.Plan(header, Format, Background);
}

using System.Buffers;
using System.Diagnostics;
using ImageResize.Jpeg.Entropy;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Simd;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Scaling;

/// <summary>
/// Scales JPEG images to JPEG images. The planes are never put together to pixels: each component is decoded only as far as
/// the output needs, by an inverse DCT of reduced size, resampled with a Lanczos filter at its own resolution straight to the
/// resolution of the output's component, and encoded again. A row of MCUs is in memory at a time, unless the image is
/// progressive. For outputs of other formats the resampled planes are joined to pixels, which the caller encodes.
/// </summary>
/// <remarks>
/// An instance keeps its buffers for the next image. It must not be used by two threads at a time; give each worker its own.
/// After an exception it can be used again.
/// </remarks>
public sealed unsafe class JpegScaler : IDisposable
{
    /// <summary>
    /// Bytes of small native buffers that an instance may keep from one image to the next; large ones go back to the pool of the process.
    /// </summary>
    public const long KeptBytes = 1L << 20;

    private readonly BufferArena _arena;
    private readonly DecodingReport _report = new();
    private readonly FrameDecoder _decoder;
    private readonly OutputFileWriter _writer;
    private readonly Kernels _kernels;
    private readonly List<OutputRenderer> _renderers = [];
    private readonly PixelImage _pixels;
    private bool _isDisposed;

    /// <summary>Makes a scaler that uses the widest vectors of this processor.</summary>
    public JpegScaler() : this(Kernels.Best, BufferAllocator.Default)
    {
    }

    internal JpegScaler(Kernels kernels, BufferAllocator allocator)
    {
        _kernels = kernels;
        _arena = new BufferArena(allocator);
        _decoder = new FrameDecoder(_arena, kernels, _report);
        _writer = new OutputFileWriter(_arena, kernels, _report);
        _pixels = new PixelImage(_arena);
    }

    /// <summary>What lends processors for large images, and which those are; null for one thread. The outputs are the same.</summary>
    internal Parallelism? Parallelism
    {
        get => _decoder.Parallelism;
        set => _decoder.Parallelism = value;
    }

    /// <summary>Bytes of native memory that the last image took at most.</summary>
    internal long PeakBytes => _arena.Peak;

    /// <summary>How the helpers of the last image fared.</summary>
    internal ParallelFigures ParallelFigures => _decoder.ParallelFigures;

    /// <summary>
    /// The memory, in bytes, that scaling takes at most, besides the source, what the targets keep, and the up to
    /// <see cref="KeptBytes"/> that the instance holds from earlier images.
    /// </summary>
    /// <param name="header">The header of the source.</param>
    /// <param name="outputs">The outputs that one call makes.</param>
    /// <exception cref="JpegUnsupportedException">The image is of a kind that is not supported.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static long EstimateMemory(JpegHeader header, params IReadOnlyList<JpegScaleOptions> outputs)
    {
        ArgumentNullException.ThrowIfNull(header);
        ThrowIfUnsupported(header);
        long bytes = new ScalePlan(header, outputs).Bytes;
        return GainMapJob.Create(header, outputs) is { } gainMaps ? Math.Max(bytes, gainMaps.Plan.Bytes) + gainMaps.Bytes : bytes;
    }

    /// <summary>Scales an image to one output.</summary>
    /// <param name="source">The whole JPEG file.</param>
    /// <param name="options">How to make the output.</param>
    /// <param name="target">Where to write the output. Nothing is written before all of the source is decoded; after an exception what is there is of no use.</param>
    /// <param name="cancellation">Stops the work within a few rows of MCUs.</param>
    /// <exception cref="JpegFormatException">The source is not a JPEG image, or nothing of it can be decoded.</exception>
    /// <exception cref="JpegUnsupportedException">The image is of a kind that is not supported.</exception>
    /// <exception cref="JpegDamagedException">The image data are damaged, and the options do not ask to salvage.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public JpegScaleResult Scale(
        ReadOnlySpan<byte> source, JpegScaleOptions options, IBufferWriter<byte> target, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(target);
        return Scale(source, JpegHeader.Read(source), [new JpegOutput(options, target)], cancellation);
    }

    /// <summary>Scales an image to several outputs; it is decoded once, at the size that the largest of them needs.</summary>
    /// <param name="source">The whole JPEG file.</param>
    /// <param name="header">The header read from it.</param>
    /// <param name="outputs">The outputs, at least one.</param>
    /// <param name="cancellation">Stops the work within a few rows of MCUs.</param>
    /// <inheritdoc cref="Scale(ReadOnlySpan{byte}, JpegScaleOptions, IBufferWriter{byte}, CancellationToken)" path="/exception"/>
    public JpegScaleResult Scale(
        ReadOnlySpan<byte> source, JpegHeader header, IReadOnlyList<JpegOutput> outputs, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentOutOfRangeException.ThrowIfZero(outputs.Count, nameof(outputs));
        ThrowIfUnsupported(header);
        JpegScaleOptions[] options = [.. outputs.Select(o => o.Options)];
        var plan = new ScalePlan(header, options);
        var gainMaps = GainMapJob.Create(header, options);
        bool salvages = Array.TrueForAll(options, o => o.OnDamage == JpegDamagePolicy.Salvage);
        _arena.ResetPeak();
        TimeSpan encodingTime;
        try
        {
            if (gainMaps is not null && !ScaleGainMaps(source, gainMaps, salvages, cancellation))
                gainMaps = null;
            _report.Clear();
            Decode(source, plan, cancellation);
            ThrowIfDamaged(salvages);
            long decoded = Stopwatch.GetTimestamp();
            for (int i = 0; i < outputs.Count; i++)
                Finish(source, plan, i, outputs[i], gainMaps, cancellation);
            encodingTime = Stopwatch.GetElapsedTime(decoded);
        }
        finally
        {
            _arena.TrimAbove(KeptBytes);
        }

        NoteHeaderOddities(header, gainMaps is not null);
        return new JpegScaleResult(header, _report.Warnings, _report.Damage) { EncodingTime = encodingTime };
    }

    /// <summary>
    /// Decodes the entropy-coded data of all scans and makes nothing of them, to tell what is wrong with an image. It takes none
    /// of the memory of an output, and of a progressive image only which coefficients are zero. CMYK (see <see cref="CanCheck"/>) is
    /// told as well, although it is not scaled.
    /// </summary>
    /// <param name="source">The whole JPEG file.</param>
    /// <param name="header">The header read from it.</param>
    /// <param name="cancellation">Stops the work within a few rows of MCUs.</param>
    /// <exception cref="JpegFormatException">Nothing of the source can be decoded.</exception>
    /// <exception cref="JpegUnsupportedException">The image is of a kind that is not supported.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public JpegScaleResult Check(ReadOnlySpan<byte> source, JpegHeader header, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentNullException.ThrowIfNull(header);
        if (!CanCheck(header))
            ThrowIfUnsupported(header);
        var plan = new ScalePlan(header, [new JpegScaleOptions { Width = 1, Height = 1 }]);
        _report.Clear();
        try
        {
            fixed (byte* pointer = source)
                _decoder.Decode(pointer, source.Length, plan, null, cancellation);
        }
        finally
        {
            _arena.TrimAbove(KeptBytes);
        }

        return new JpegScaleResult(header, _report.Warnings, _report.Damage);
    }

    /// <summary>Whether <see cref="Check"/> can tell what is wrong with an image.</summary>
    /// <param name="header">Its header.</param>
    public static bool CanCheck(JpegHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return header.Unsupported is JpegUnsupported.None or JpegUnsupported.Cmyk;
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

    private static void ThrowIfUnsupported(JpegHeader header)
    {
        if (header.Unsupported != JpegUnsupported.None)
            throw new JpegUnsupportedException(header.Unsupported, $"This kind of JPEG image is not supported: {header.Unsupported}.");
    }

    private void ThrowIfDamaged(bool salvages)
    {
        if (!salvages && _report.Damage is { } damage)
            throw new JpegDamagedException(damage);
    }

    /// <summary>Makes all gain maps; false where they are damaged and to be left out.</summary>
    private bool ScaleGainMaps(ReadOnlySpan<byte> source, GainMapJob job, bool salvages, CancellationToken cancellation)
    {
        _report.Clear();
        ReadOnlySpan<byte> image = job.GainMap.Of(source);
        try
        {
            Decode(image, job.Plan, cancellation);
        }
        catch (JpegFormatException) when (salvages)
        {
            return false;
        }

        // A gain map with holes would show bright patches: better none at all.
        ThrowIfDamaged(salvages);
        if (_report.Damage is not null)
            return false;
        JpegOutput[] outputs = job.Outputs;
        for (int i = 0; i < outputs.Length; i++)
            _writer.WriteGainMap(image, job.Plan.Header, _renderers[i].Finish(), outputs[i], cancellation);
        return true;
    }

    private void Decode(ReadOnlySpan<byte> source, ScalePlan plan, CancellationToken cancellation)
    {
        while (_renderers.Count < plan.Outputs.Length)
            _renderers.Add(new OutputRenderer(_arena, _kernels));
        for (int i = 0; i < plan.Outputs.Length; i++)
            _renderers[i].Begin(plan, plan.Outputs[i]);
        fixed (byte* pointer = source)
            _decoder.Decode(pointer, source.Length, plan, new StripDistributor(_renderers, plan.Outputs.Length), cancellation);
    }

    /// <summary>Hands over an output's pixels, or writes its file.</summary>
    private void Finish(ReadOnlySpan<byte> source, ScalePlan plan, int index, JpegOutput output, GainMapJob? gainMaps, CancellationToken cancellation)
    {
        if (output.TakePixels is { } take)
        {
            _renderers[index].FinishPixels(_pixels);
            take(_pixels);
            return;
        }

        _writer.Write(source, plan.Header, _renderers[index].Finish(), output, () => gainMaps?.FileFor(index), cancellation);
    }

    private void NoteHeaderOddities(JpegHeader header, bool keepsGainMap)
    {
        if (header.HasGainMap && !keepsGainMap)
            _report.Warn(JpegWarnings.GainMapDropped);
        if (header is { AdobeTransform: > 1, ComponentCount: 3 })
            _report.Warn(JpegWarnings.AdobeTransform);
    }

    /// <summary>Hands every strip to all outputs.</summary>
    private sealed class StripDistributor(List<OutputRenderer> renderers, int count) : IStripSink
    {
        public void Take(int component, float* rows, int stride, int firstRow, int rowCount)
        {
            for (int i = 0; i < count; i++)
                renderers[i].Take(component, rows, stride, firstRow, rowCount);
        }
    }
}

/// <summary>What became of one source.</summary>
/// <param name="Header">The header of the source.</param>
/// <param name="Warnings">Oddities that did no harm.</param>
/// <param name="Damage">What was damaged and salvaged; null for a sound source.</param>
public sealed record JpegScaleResult(JpegHeader Header, JpegWarnings Warnings, JpegDamage? Damage)
{
    /// <summary>The part of the time that went into encoding, all outputs together.</summary>
    public TimeSpan EncodingTime { get; init; }
}

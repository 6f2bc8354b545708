using ImageResize.Imaging.Engines.Animations;
using ImageResize.Imaging.Engines.Bitmaps;
using ImageResize.Imaging.Engines.Embedded;
using ImageResize.Imaging.Engines.Encoding;
using ImageResize.Imaging.Engines.Isolated;
using ImageResize.Imaging.Engines.Jpeg;
using ImageResize.Imaging.Engines.Png;
using ImageResize.Imaging.Engines.Rewriting;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Pixels;
using ImageResize.Processes;

namespace ImageResize.Imaging.Engines;

/// <summary>
/// Chooses the engine for each output: none of them decodes where metadata alone change; our own scalers for JPEG and PNG, our own decoders for bitmaps, whichever fits for
/// the picture inside a camera raw file, libvips for everything else and for the few images that the scalers leave to others.
/// Nothing but the result's engine tells which.
/// </summary>
internal sealed class ImageScaler : IImageScaler
{
    /// <summary>The first that can makes an output; the last can do everything.</summary>
    private readonly IImageEngine[] _engines;

    private readonly OptionalOutputs _optional;

    /// <summary>With all engines.</summary>
    /// <param name="children">The processes in which libvips works; null for this one.</param>
    public ImageScaler(ChildProcessPool? children = null)
        : this(children, null)
    {
    }

    /// <summary>With all engines.</summary>
    /// <param name="children">The processes in which libvips works; null for this one.</param>
    /// <param name="idle">Lends processors for huge images; null for none.</param>
    public ImageScaler(ChildProcessPool? children, IIdleProcessors? idle)
        : this(Codecs(children is null ? new VipsEngine(new OutputEncoder()) : new IsolatedEngine(children), idle))
    {
    }

    private ImageScaler(IImageEngine[] engines)
    {
        OptionalCodecs? further = OptionalFormats.NewCodecs();
        _engines = [new RewritingEngine(engines), new EmbeddedEngine(engines), new BitmapEngine(), new AnimatedPngEngine(), .. further is null ? [] : (IImageEngine[])[further.Engine], .. engines];
        _optional = new OptionalOutputs(further?.Encoder);
    }

    /// <summary>The engines for encoded pictures, in their order.</summary>
    /// <param name="general">The last, which can do everything.</param>
    /// <param name="idle">Lends processors for huge images; null for none.</param>
    internal static IImageEngine[] Codecs(IImageEngine general, IIdleProcessors? idle = null) => [new JpegEngine(idle), new PngEngine(idle), general];

    /// <summary>For headers alone, of which libvips tells the most.</summary>
    public static ImageScaler ForHeaders() => new([new VipsEngine(new OutputEncoder())]);

    /// <inheritdoc/>
    public ImageHeader ReadHeader(ImageInput input, ImageFormat format, CancellationToken cancellation)
    {
        foreach (IImageEngine engine in _engines)
        {
            if (engine.ReadHeader(input, format, cancellation) is { } header)
                return header;
        }

        throw new InvalidOperationException("No engine reads the header.");
    }

    /// <inheritdoc/>
    public ScaleNeeds Needs(ImageHeader header, long fileLength, IReadOnlyList<ScaleRequest> requests)
    {
        bool isWhole = false;
        long memory = 0;
        foreach (IGrouping<IImageEngine, ScaleRequest> work in requests.Select(OptionalOutputs.Before).GroupBy(request => EngineFor(header, request)))
        {
            isWhole |= work.Key.ReadsWhole(header, fileLength);

            // One engine after the other. What keeps its pixels is as long as the file, and what lies behind the picture is held once more.
            // A child process has the file once more, and once more in its own memory.
            double copies = work.Key switch
            {
                RewritingEngine => (work.Count() + 1.0) * fileLength,
                IsolatedEngine => 2.0 * fileLength,
                _ => 0,
            };
            memory = (long)Math.Max(memory, Math.Min(work.Key.EstimateMemory(header, [.. work]) + copies, long.MaxValue / 2));
        }

        return new ScaleNeeds((long)Math.Min((isWhole ? fileLength : 0) + (double)memory + _optional.EstimateMemory(requests), long.MaxValue / 2), isWhole);
    }

    /// <inheritdoc/>
    public ScaleResult[] Scale(ImageInput input, ImageHeader header, IReadOnlyList<ScaleOutput> outputs, StageClock clock, CancellationToken cancellation)
    {
        var results = new ScaleResult[outputs.Count];
        ScaleOutput[] asked = [.. outputs.Select(output => output with { Request = OptionalOutputs.Before(output.Request) })];
        foreach (IGrouping<IImageEngine, int> work in Enumerable.Range(0, outputs.Count).GroupBy(i => EngineFor(header, asked[i].Request)))
        {
            IEnumerable<ScaleResult> made = work.Key.Scale(input, header, [.. work.Select(i => asked[i])], clock, cancellation);
            foreach ((int i, ScaleResult result) in work.Zip(made))
                results[i] = _optional.After(input, header, outputs[i], result, clock, cancellation);
        }

        return results;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IImageEngine engine in _engines)
            engine.Dispose();
        _optional.Dispose();
    }

    private IImageEngine EngineFor(ImageHeader header, ScaleRequest request) => _engines.First(engine => engine.CanMake(header, request));
}

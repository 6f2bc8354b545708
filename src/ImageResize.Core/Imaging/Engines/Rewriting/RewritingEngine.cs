using ImageResize.Files;
using ImageResize.Metadata;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;

namespace ImageResize.Imaging.Engines.Rewriting;

/// <summary>
/// JPEG, PNG and WebP whose metadata alone change: segments or chunks are rewritten, scans and image data copied bit for bit, with
/// all frames. The image is decoded once for the verdict, as for a copy, and what cannot be taken apart is encoded anew by
/// another engine. Belongs to one worker.
/// </summary>
/// <param name="engines">The other engines in their order; the last can do everything. They are not disposed of here.</param>
internal sealed class RewritingEngine(IReadOnlyList<IImageEngine> engines) : IImageEngine
{
    private static readonly string Name = $"ImageResize.Metadata {typeof(BlockWriter).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>What is decoded for the verdict.</summary>
    private readonly OutputBuffer _thrownAway = new();

    /// <summary>The other engines read headers.</summary>
    public ImageHeader? ReadHeader(ImageInput input, ImageFormat format, CancellationToken cancellation) => null;

    /// <inheritdoc/>
    public bool CanMake(ImageHeader header, ScaleRequest request) =>
        request.KeepsPixels
        && header is { Embedded: null, Format: ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.WebP }
        && !ColorPlan.For(header, request).Converts;

    /// <inheritdoc/>
    public bool ReadsWhole(ImageHeader header, long fileLength) => fileLength <= ImageInput.LongestInMemory;

    /// <summary>Of the engine that decodes for the verdict, or of the one that takes over where the file cannot be taken apart.</summary>
    public long EstimateMemory(ImageHeader header, IReadOnlyList<ScaleRequest> requests)
    {
        ScaleRequest verdict = ScaleRequest.ForVerdict(header, DamagePolicy.Fail);
        long anew = requests.GroupBy(request => EngineFor(header, request)).Max(work => work.Key.EstimateMemory(header, [.. work]));
        return Math.Max(EngineFor(header, verdict).EstimateMemory(header, [verdict]), anew);
    }

    /// <inheritdoc/>
    public IEnumerable<ScaleResult> Scale(ImageInput input, ImageHeader header, IReadOnlyList<ScaleOutput> outputs, StageClock clock, CancellationToken cancellation)
    {
        if (input.Length > ImageInput.LongestInMemory)
            return outputs.Select(output => Encode(input, header, output, clock, cancellation));
        input.ReadWhole();
        ScaleResult verdict = Judge(input, header, clock, cancellation);
        return outputs.Select(output => Scale(input, header, output, verdict, clock, cancellation));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private ScaleResult Scale(ImageInput input, ImageHeader header, ScaleOutput output, ScaleResult verdict, StageClock clock, CancellationToken cancellation)
    {
        if (verdict.Fault is { ErrorId: ImageErrorId.Damaged } && output.Request.OnDamage == DamagePolicy.Salvage)
            return Encode(input, header, output, clock, cancellation);
        if (verdict.Fault is { } fault)
            return new ScaleResult(output, Name) { Fault = fault };
        clock.Enter(Stage.Encode);
        return Rewrite(input, header, output, verdict) ?? Encode(input, header, output, clock, cancellation);
    }

    /// <summary>The file with other metadata; null where it is not well-formed, or holds a position that cannot be taken out.</summary>
    private static ScaleResult? Rewrite(ImageInput input, ImageHeader header, ScaleOutput output, ScaleResult verdict)
    {
        var source = new MemorySource(input.Memory);
        ImageParts? parts = header.Parts is { Unread: null } known ? known : PartsReader.Read(source);
        if (parts is null or { Problem: not null })
            return null;
        ScaleRequest request = output.Request;
        OtherContent others = OutputMetadata.OthersOf(request.Metadata);
        MetadataBlocks blocks = Colors(header, request, OutputMetadata.KeptWithPixels(parts, request, out MetadataKinds lost));
        try
        {
            lost |= BlockWriter.Write(source, parts.Format, blocks, output.Target, others);
        }
        catch (MetadataFormatException)
        {
            output.Target.Clear();
            return null;
        }

        return new ScaleResult(output, Name) { Losses = [.. Loss.OfRewriting(parts, request, others, lost)], Remarks = verdict.Remarks };
    }

    /// <summary>The profile as the plan for the colours has it; one is made where only EXIF told of them and goes.</summary>
    private static MetadataBlocks Colors(ImageHeader header, ScaleRequest request, MetadataBlocks blocks)
    {
        ColorPlan plan = ColorPlan.For(header, request);
        if (plan.DropsProfile)
            blocks = blocks with { Icc = null };
        bool losesColors = header.Color.Origin == ColorOrigin.Exif && request.Metadata == MetadataPolicy.ColorProfile;
        return losesColors && plan.AddedProfile is { } profile ? blocks with { Icc = profile } : blocks;
    }

    /// <summary>Decodes the image as for a copy, so that the verdict is the same.</summary>
    private ScaleResult Judge(ImageInput input, ImageHeader header, StageClock clock, CancellationToken cancellation)
    {
        ScaleRequest request = ScaleRequest.ForVerdict(header, DamagePolicy.Fail);
        _thrownAway.Clear();
        return EngineFor(header, request).Scale(input, header, [new ScaleOutput(request, _thrownAway)], clock, cancellation).Single();
    }

    private ScaleResult Encode(ImageInput input, ImageHeader header, ScaleOutput output, StageClock clock, CancellationToken cancellation) =>
        EngineFor(header, output.Request).Scale(input, header, [output], clock, cancellation).Single();

    private IImageEngine EngineFor(ImageHeader header, ScaleRequest request) => engines.First(engine => engine.CanMake(header, request));
}

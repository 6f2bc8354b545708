using ImageResize.Metadata;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;
using ImageResize.Pixels;
using ImageResize.Png;
using ImageResize.Png.Scaling;

namespace ImageResize.Imaging.Engines;

/// <summary>
/// Outputs of a format that another module writes. The engines make them as PNG, in the pass that makes all other outputs: pixels, profile
/// and metadata in one piece, wherever an engine works. What they made is taken apart here, and encoded anew. Belongs to one worker.
/// </summary>
/// <param name="encoder">The module's; null without the module.</param>
internal sealed class OptionalOutputs(IOptionalEncoder? encoder) : IDisposable
{
    /// <summary>Kinds of losses that are of pixels and colours.</summary>
    private static readonly string[] OfPixels = ["Depth", "Frames", "Alpha", "ColorProfile"];

    private readonly PngScaler _decoder = new();

    /// <summary>What the engines are asked for.</summary>
    /// <param name="request">What is wanted.</param>
    public static ScaleRequest Before(ScaleRequest request) => FormatTraits.Of(request.Format).IsOptional
        ? request with { Format = ImageFormat.Png, FinalFormat = request.Format, Effort = 0, TargetLength = null, Lossless = false, Progressive = false }
        : request;

    /// <summary>Bytes that encoding takes beyond what the engines do.</summary>
    /// <param name="requests">What is wanted.</param>
    public long EstimateMemory(IEnumerable<ScaleRequest> requests) => encoder is null ? 0
        : requests.Where(request => FormatTraits.Of(request.Format).IsOptional).Select(request => encoder.EstimateMemory(request.Size)).DefaultIfEmpty().Max();

    /// <summary>Makes the output of what an engine made; of a file whose metadata alone change, the coded picture stays.</summary>
    /// <param name="input">The image.</param>
    /// <param name="header">Its header.</param>
    /// <param name="output">What is wanted.</param>
    /// <param name="made">What the engine made, in the target of the output.</param>
    /// <param name="clock">Is told that encoding begins.</param>
    /// <param name="cancellation">Asks the image to end.</param>
    public ScaleResult After(ImageInput input, ImageHeader header, ScaleOutput output, ScaleResult made, StageClock clock, CancellationToken cancellation)
    {
        ScaleRequest wanted = output.Request;
        if (!FormatTraits.Of(wanted.Format).IsOptional)
            return made;
        output = output with
        {
            Request = made.Output.Request with { Format = wanted.Format, FinalFormat = null, Effort = wanted.Effort, TargetLength = wanted.TargetLength, Lossless = wanted.Lossless, Progressive = wanted.Progressive },
        };
        made = made with { Output = output };
        if (made.Fault is not null)
            return made;
        if (encoder is null)
            return made with { Fault = new Fault(ImageErrorId.UnsupportedFormat, $"{FormatTraits.Of(wanted.Format).Name} is written by the module {OptionalFormats.ModuleName}, which was removed meanwhile. Import it again: Import-Module {OptionalFormats.ModuleName}.") };
        clock.Enter(Stage.Encode);
        byte[] png = output.Target.Written.ToArray();
        output.Target.Clear();
        try
        {
            MetadataBlocks blocks = PartsReader.Read(new MemorySource(png))?.Metadata ?? MetadataBlocks.None;
            if (MayStay(header, wanted, made) && encoder.TryRewrite(input, blocks, output.Target))
                return made with { Engine = encoder.Name, Losses = [.. made.Losses.Where(loss => Array.IndexOf(OfPixels, loss.Kind) < 0)] };
            Encoded encoded = Encode(png, blocks, output, encoder, cancellation);
            MetadataKinds lost = OutputMetadata.KindsOf(blocks) & OutputMetadata.WithoutPlace(wanted.Format);
            return made with
            {
                Engine = $"{made.Engine}, {encoder.Name}",
                Quality = encoded.Quality,
                Fault = encoded.Fault,
                Losses = [.. made.Losses, .. Loss.WithoutPlace(lost, wanted.Format)],
            };
        }
        catch (ImageResizeException e)
        {
            output.Target.Clear();
            return made with { Fault = e.Fault };
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _decoder.Dispose();
        encoder?.Dispose();
    }

    /// <summary>Whether nothing but metadata changes, and the file is whole.</summary>
    private static bool MayStay(ImageHeader header, ScaleRequest wanted, ScaleResult made) =>
        wanted.KeepsPixels && header.Format == wanted.Format && made.Warnings.Count == 0 && !ColorPlan.For(header, wanted).Converts;

    /// <exception cref="ImageResizeException">It cannot be encoded.</exception>
    private Encoded Encode(byte[] png, MetadataBlocks blocks, ScaleOutput output, IOptionalEncoder to, CancellationToken cancellation)
    {
        try
        {
            PngHeader header = PngHeader.Read(png);
            var options = new PngScaleOptions { Width = header.Width, Height = header.Height };
            var format = new PixelFormat(header.Format.Channels, sizeof(byte));
            Encoded encoded = default;
            _decoder.Scale(png, header, [new PixelOutput(options, format, default, pixels => encoded = to.Encode(pixels, header.IsGray, blocks, output, cancellation))], cancellation);
            return encoded;
        }
        catch (PngException e)
        {
            throw new ImageResizeException(ImageErrorId.InternalError, $"The pixels for {FormatTraits.Of(output.Request.Format).Name} did not come whole from the engine. Please report it with the file.", e);
        }
    }
}

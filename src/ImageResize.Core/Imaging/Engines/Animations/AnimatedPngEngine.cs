using ImageResize.Imaging.Engines.Judging;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Pixels;
using ImageResize.Png;
using ImageResize.Png.Animation;
using NetVips;

namespace ImageResize.Imaging.Engines.Animations;

/// <summary>
/// Animated PNG to the formats that hold animations, and frames of it to all: our decoder shows one canvas after the other, libvips
/// makes of each a frame of the output. Several outputs of one image are made from one decoding. Belongs to one worker.
/// </summary>
internal sealed class AnimatedPngEngine : IImageEngine
{
    private static readonly string Name = $"ImageResize.Png {typeof(PngHeader).Assembly.GetName().Version!.ToString(3)}, libvips {VipsRuntime.BundledVersion}";

    private readonly AnimationDecoder _decoder = new();

    /// <summary>Another engine reads headers.</summary>
    public ImageHeader? ReadHeader(ImageInput input, ImageFormat format, CancellationToken cancellation) => null;

    /// <inheritdoc/>
    public bool CanMake(ImageHeader header, ScaleRequest request) => header is { PngHeader: not null, Pages: > 1 } && (request.AllFrames || request.Frame is not null);

    /// <inheritdoc/>
    public bool ReadsWhole(ImageHeader header, long fileLength) => true;

    /// <inheritdoc/>
    public long EstimateMemory(ImageHeader header, IReadOnlyList<ScaleRequest> requests) =>
        (long)Math.Min((double)AnimationDecoder.EstimateMemory(header.PngHeader!) + VipsMemory.Estimate(header, requests), long.MaxValue / 2);

    /// <inheritdoc/>
    public IEnumerable<ScaleResult> Scale(ImageInput input, ImageHeader header, IReadOnlyList<ScaleOutput> outputs, StageClock clock, CancellationToken cancellation)
    {
        input.ReadWhole();
        clock.Enter(Stage.Scale);
        AnimatedOutput[] made = [];
        try
        {
            PngHeader png = PngHeader.Read(input.Bytes);
            PngAnimation animation = AnimationReader.Read(input.Bytes, png)
                ?? throw new PngFormatException("The frames of the animation are missing.");
            ImageHeader shown = Describe(header, png, animation);
            made = [.. outputs.Select(output => new AnimatedOutput(output with { Request = Settle(input, shown, animation, output.Request, cancellation) }, shown, cancellation))];
            bool salvages = outputs.All(output => output.Request.OnDamage == DamagePolicy.Salvage);
            PngScaleResult result = _decoder.Decode(
                input.Bytes,
                png,
                animation,
                salvages ? PngDamagePolicy.Salvage : PngDamagePolicy.Fail,
                canvas => Array.ForEach(made, output => output.Add(canvas)),
                cancellation);
            return [.. made.Select(output => Finish(output, shown, animation, result, clock, cancellation))];
        }
        catch (PngException e)
        {
            return outputs.Select(output => new ScaleResult(output, Name) { Fault = DamageFault.Of(ImageFormat.Png, e.Message, output.Request.OnDamage, e) });
        }
        finally
        {
            Array.ForEach(made, output => output.Dispose());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _decoder.Dispose();

    /// <summary>Looks at the frames where they tell the layout, which costs a decoding.</summary>
    private ScaleRequest Settle(ImageInput input, ImageHeader header, PngAnimation animation, ScaleRequest request, CancellationToken cancellation)
    {
        Image Decode(bool all)
        {
            int shown = 0;
            var frames = new List<Image>();
            try
            {
                _decoder.Decode(input.Bytes, PngHeader.Read(input.Bytes), animation, PngDamagePolicy.Salvage, Take, cancellation);
                return VipsFrames.Join(frames);
            }
            finally
            {
                frames.ForEach(frame => frame.Dispose());
            }

            void Take(PixelImage canvas)
            {
                bool isWanted = request.Frame is { } frame ? frame == shown : all || shown == 0;
                shown++;
                if (isWanted)
                    frames.Add(AnimatedOutput.Wrap(canvas, header).Then(frame => frame.CopyMemory()));
            }
        }

        return PictureLook.Settle(header, request, wanted => new FrameStep(header.Turned(wanted.Edits), wanted, cancellation).Apply(Decode(all: false)), () => Decode(all: true));
    }

    /// <summary>The header as it is true of the canvas, which is transparent where no frame lies.</summary>
    private static ImageHeader Describe(ImageHeader header, PngHeader png, PngAnimation animation) =>
        animation.NeedsAlpha(png) && !header.HasAlpha ? header with { HasAlpha = true, Channels = header.Channels + 1 } : header;

    private static ScaleResult Finish(AnimatedOutput output, ImageHeader header, PngAnimation animation, PngScaleResult result, StageClock clock, CancellationToken cancellation)
    {
        ScaleOutput target = output.Output;
        string? damage = result.Damage?.ToString();
        if (output.IsEmpty)
            return new ScaleResult(target, Name) { Fault = DamageFault.Of(ImageFormat.Png, damage ?? "The frame is missing.", target.Request.OnDamage) };
        try
        {
            int[] delays = [.. animation.Frames.Select(frame => frame.Delay.Milliseconds)];
            Made made = VipsOutput.Render(output.Join(delays, animation.Plays), header, target, clock, cancellation);
            return new ScaleResult(target, Name)
            {
                Warnings = [.. VipsEngine.WarningsOf(damage, ColorPlan.For(header, target.Request).MapsTones)],
                Losses = [.. Loss.Of(header.Parts!, target.Request, keepsGainMap: false, made.Lost)],
                Quality = made.Encoded.Quality,
                Fault = made.Encoded.Fault,
                Remarks = damage is null ? [.. PngJudge.RemarksOf(result.Warnings)] : [],
            };
        }
        catch (VipsException e)
        {
            cancellation.ThrowIfCancellationRequested();
            return new ScaleResult(target, Name) { Fault = EncodingFault.Of(target.Request.Format, e) };
        }
    }
}

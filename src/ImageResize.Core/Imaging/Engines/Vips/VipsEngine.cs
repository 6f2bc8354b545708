using ImageResize.Files;
using ImageResize.Metadata;
using ImageResize.Pixels;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// The general engine: every format in and out, through libvips. The pixels are scaled into memory first (an output
/// is small) and encoded from there, so that a failure is known to be the input's or the output's, and the two are
/// timed apart; a very large output streams through in one pass instead. What needs no step of libvips' is scaled and, to JPEG and PNG,
/// encoded by us; sound lossy WebP stills are decoded by us, too. Belongs to one worker.
/// </summary>
internal sealed class VipsEngine : IImageEngine
{
    /// <summary>
    /// Files up to this many bytes are read whole: one long request is faster than thousands of short ones, and storage
    /// waits without a processor. A longer one streams, since it may take more memory than its pixels do.
    /// </summary>
    private const long WholeLimit = 16 << 20;

    /// <summary>What results call it.</summary>
    public static readonly string Name = $"libvips {VipsRuntime.BundledVersion}";

    private readonly IPixelEncoder _encoder;
    private readonly StripScaler _scaler;
    private readonly WebPStills _stills;

    /// <summary>Starts libvips where it does not run yet.</summary>
    /// <param name="encoder">Encodes pixels that are scaled by us; the engine disposes of it.</param>
    public VipsEngine(IPixelEncoder encoder)
    {
        VipsRuntime.Initialize();
        _encoder = encoder;
        _scaler = new StripScaler(encoder);
        _stills = new WebPStills(encoder);
    }

    /// <summary>Scales what libvips decodes as it is.</summary>
    internal StripScaler Strips => _scaler;

    /// <summary>Makes the pixels of sound lossy WebP stills.</summary>
    internal WebPStills Stills => _stills;

    /// <summary>Reads the header.</summary>
    /// <exception cref="ImageResizeException">The image is damaged or cannot be read.</exception>
    public ImageHeader ReadHeader(ImageInput input, ImageFormat format, CancellationToken cancellation)
    {
        ImageParts? parts = VipsHeaderReader.ReadHeadParts(input, format);
        return VipsHeaderReader.Describe(ReadFacts(input, format, parts, cancellation), format, parts);
    }

    /// <summary>What libvips tells of a file, which is the header but for what our own readers tell.</summary>
    /// <exception cref="ImageResizeException">The image is damaged or cannot be read.</exception>
    public static DecoderFacts ReadFacts(ImageInput input, ImageFormat format, ImageParts? parts, CancellationToken cancellation)
    {
        var messages = new DecoderMessages();
        try
        {
            cancellation.ThrowIfCancellationRequested();
            return VipsHeaderReader.ReadFacts(input, format, parts, messages);
        }
        catch (VipsException e)
        {
            throw new ImageResizeException(DamageFault.OfHeader(format, DamageReason.OfHeader(VipsHeaderReader.ReadParts(input, null)), e));
        }
        finally
        {
            messages.Close();
        }
    }

    /// <inheritdoc/>
    public bool CanMake(ImageHeader header, ScaleRequest request) => true;

    /// <inheritdoc/>
    public bool ReadsWhole(ImageHeader header, long fileLength) => WantsWhole(header, fileLength);

    /// <summary>A JPEG always where that can be: whether its data are whole can be told from memory alone. Of a document whose page was picked just that is read.</summary>
    public static bool WantsWhole(ImageHeader header, long fileLength) =>
        (fileLength <= WholeLimit && header.PagesInFile == header.Pages) || (header.Format == ImageFormat.Jpeg && fileLength <= ImageInput.LongestInMemory);

    /// <inheritdoc/>
    public long EstimateMemory(ImageHeader header, IReadOnlyList<ScaleRequest> requests) => VipsMemory.Estimate(header, requests);

    /// <inheritdoc/>
    public IEnumerable<ScaleResult> Scale(ImageInput input, ImageHeader header, IReadOnlyList<ScaleOutput> outputs, StageClock clock, CancellationToken cancellation)
    {
        // Of a JPEG whose header our own scaler has read, the parts are read when they are needed.
        if (header.Parts is null or { Unread: not null })
            header = header with { Parts = VipsHeaderReader.ReadParts(input, header.Parts) };
        var judgement = new ImageJudgement(input, header, cancellation);
        return ScaleEach(input, header, outputs, judgement, clock, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scaler.Dispose();
        _stills.Dispose();
        _encoder.Dispose();
    }

    private IEnumerable<ScaleResult> ScaleEach(ImageInput input, ImageHeader header, IReadOnlyList<ScaleOutput> outputs, ImageJudgement judgement, StageClock clock, CancellationToken cancellation)
    {
        using FrameRoll? roll = FrameRoll.For(outputs.Select(output => output.Request.Frame).OfType<int>());
        foreach (ScaleOutput output in outputs)
        {
            CHeap.KeepFreed(header.Format == ImageFormat.Avif);
            yield return CodecThreads.Shared.Run(() => Scale(input, header, output, judgement, roll, clock, cancellation));
        }
    }

    private ScaleResult Scale(ImageInput input, ImageHeader header, ScaleOutput output, ImageJudgement judgement, FrameRoll? roll, StageClock clock, CancellationToken cancellation)
    {
        var messages = new DecoderMessages();
        ScaleRequest request = output.Request;
        try
        {
            clock.Enter(Stage.Scale);
            DecoderVerdict? verdict = judgement.Beforehand;
            if (verdict is { Damage: { } damage } && request.OnDamage == DamagePolicy.Fail)
                return new ScaleResult(output, Name) { Fault = DamageFault.Of(header.Format, damage, request.OnDamage) };
            if (header.Parts is { LacksPixelData: true } && request.OnDamage == DamagePolicy.Fail)
                return new ScaleResult(output, Name) { Fault = DamageFault.Of(header.Format, DamageReason.CutOff, request.OnDamage) };
            if (verdict is { LacksEndAlone: true })
                input.AppendJpegEnd();
            ScaleRequest settled;
            Made made;
            try
            {
                (settled, made) = Run(input, header, verdict is null ? output : Lenient(output), roll, clock, messages, cancellation);
            }
            catch (VipsException) when (verdict is null && request.OnDamage == DamagePolicy.Fail && clock.Current != Stage.Encode)
            {
                verdict = judgement.Verdict;
                if (verdict is null)
                    throw;
                if (verdict.Damage is { } found)
                    return new ScaleResult(output, Name) { Fault = DamageFault.Of(header.Format, found, request.OnDamage) };
                output.Target.Clear();
                messages.Close();
                messages = new DecoderMessages();
                (settled, made) = Run(input, header, Lenient(output), roll, clock, messages, cancellation);
            }

            request = settled with { OnDamage = request.OnDamage };
            output = output with { Request = request };
            if (request.OnDamage == DamagePolicy.Salvage || messages.Messages.Any(DamageVerdict.IsComplaint))
                verdict ??= judgement.Verdict;
            (string? loss, string[] remarks) = verdict is null ? Listen(header, request, messages) : (verdict.Damage, verdict.Remarks);
            loss ??= judgement.FindFrameDamage(request);
            if (loss is not null && request.OnDamage == DamagePolicy.Fail)
                return new ScaleResult(output, Name) { Fault = DamageFault.Of(header.Format, loss, request.OnDamage) };
            return new ScaleResult(output, made.Engines ?? Name) { Warnings = [.. WarningsOf(verdict?.Damage ?? (loss is null ? null : $"The image is damaged ({loss})."), ColorPlan.For(header, request).MapsTones)], Losses = [.. LossesOf(header, request, made.Lost)], Remarks = loss is null ? remarks : [], Quality = made.Encoded.Quality, Fault = made.Encoded.Fault };
        }
        catch (VipsException e)
        {
            cancellation.ThrowIfCancellationRequested();
            Fault fault = clock.Current == Stage.Encode
                ? EncodingFault.Of(request.Format, e)
                : DamageFault.Of(header.Format, DamageReason.OfPixels(header.Parts), request.OnDamage, e);
            return new ScaleResult(output, Name) { Fault = fault };
        }
        catch (ImageResizeException e)
        {
            return new ScaleResult(output, Name) { Fault = e.Fault };
        }
        finally
        {
            messages.Close();
        }
    }

    /// <summary>Where our own decoder has judged, nothing that libvips finds odd stops it.</summary>
    private static ScaleOutput Lenient(ScaleOutput output) => output with { Request = output.Request with { OnDamage = DamagePolicy.Salvage } };

    /// <summary>
    /// What the decoder said, and the first of it that tells of lost data. Where nothing stops a decoder, its failures come as
    /// messages, too. libjpeg's texts are not its own alone (see <see cref="DamageVerdict"/>).
    /// </summary>
    private static (string? Loss, string[] Said) Listen(ImageHeader header, ScaleRequest request, DecoderMessages messages)
    {
        if (header.Format == ImageFormat.Jpeg)
            return (messages.Messages.Any(DamageVerdict.IsComplaint) ? DamageReason.CorruptData : null, []);
        string[] said = [.. messages.Messages.Distinct()];
        bool meansLoss = request.OnDamage == DamagePolicy.Salvage;
        return (said.FirstOrDefault(text => DamageVerdict.IsLoss(text) || (meansLoss && !DamageVerdict.IsHarmless(text))), said);
    }

    /// <summary>What the user should know of an output.</summary>
    internal static IEnumerable<string> WarningsOf(string? damage, bool mapsTones)
    {
        if (mapsTones)
            yield return "The colours beyond those of a screen (HDR) were brought into its range.";
        if (damage is not null)
            yield return $"{damage} What could be decoded was kept.";
    }

    private static IEnumerable<Loss> LossesOf(ImageHeader header, ScaleRequest request, MetadataKinds lost) =>
        header.Parts is { } parts ? Loss.Of(parts, request, VipsMetadata.CarriesGainMap(header, request), lost) : [];

    /// <summary>Settles the layout, scales and encodes.</summary>
    private (ScaleRequest Settled, Made Made) Run(ImageInput input, ImageHeader header, ScaleOutput output, FrameRoll? roll, StageClock clock, DecoderMessages messages, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        messages.Claim();
        bool triesFirst = roll is null && header.OpensSilently && output.Request.Open is null;
        if (triesFirst && ScaleStill(input, header, output, clock, cancellation) is { } still)
            return (output.Request, still);
        using var source = VipsSource.ForDecoding(input, header.Format, header.Parts, messages);
        try
        {
            clock.Enter(Stage.Scale);
            output = output with { Request = Settle(input, header, output.Request, messages, cancellation) };
            using Image? frame = roll?.Take(source, header, output.Request);
            if (frame is null && StripScaler.CanScale(header, output.Request))
                return (output.Request, ScaleStrips(source, input, header, output, !triesFirst, clock, cancellation));
            if (frame is null && output.Request is { Format: ImageFormat.Gif, AllFrames: true })
                return (output.Request, MakeGif(source, header, output, clock, cancellation));
            Image scaled = frame is null ? VipsLoader.Open(source, header, output.Request, cancellation) : VipsLoader.Open(frame, header, output.Request, cancellation);
            return (output.Request, VipsOutput.Render(scaled, header, output, clock, cancellation));
        }
        catch (VipsException)
        {
            source.ThrowIfFaulted();
            throw;
        }
    }

    /// <summary>Makes an output of pixels that we decode and scale; null where that is not for us.</summary>
    private Made? ScaleStill(ImageInput input, ImageHeader header, ScaleOutput output, StageClock clock, CancellationToken cancellation)
    {
        clock.Enter(Stage.Scale);
        try
        {
            if (_stills.Scale(input, header, output.Request, cancellation) is not { } pixels)
                return null;
            clock.Enter(Stage.Encode);
            return Encode(pixels, WebPStills.Name, header, output, cancellation);
        }
        finally
        {
            _stills.Trim();
        }
    }

    /// <summary>
    /// Makes an output of pixels that libvips decodes and we scale. Where there is something to say of a file, libvips has opened it here, and said it,
    /// before our own decoder may try.
    /// </summary>
    private Made ScaleStrips(VipsSource source, ImageInput input, ImageHeader header, ScaleOutput output, bool mayBeOurs, StageClock clock, CancellationToken cancellation)
    {
        using Image decoded = VipsLoader.DecodeToScale(source, header, output.Request, cancellation);
        try
        {
            if (mayBeOurs && ScaleStill(input, header, output, clock, cancellation) is { } still)
                return still;
            if (_scaler.Scale(decoded, input, header, output.Request, cancellation) is not { } pixels)
                return VipsOutput.Render(VipsLoader.Open(decoded, header, output.Request, cancellation), header, output, clock, cancellation);
            clock.Enter(Stage.Encode);
            return Encode(pixels, _scaler.Decoder, header, output, cancellation);
        }
        finally
        {
            _scaler.Trim();
        }
    }

    /// <summary>Encodes what we scaled, and says what decoded it.</summary>
    private Made Encode(PixelImage pixels, string decoder, ImageHeader header, ScaleOutput output, CancellationToken cancellation) =>
        _encoder.Encode(pixels, header, output, cancellation) with { Engines = _encoder.NamesFor(decoder, output.Request) };

    /// <summary>Makes an animation, frame by frame where they are scaled by us and encoded by us.</summary>
    private static Made MakeGif(VipsSource source, ImageHeader header, ScaleOutput output, StageClock clock, CancellationToken cancellation)
    {
        using Image roll = VipsLoader.Decode(source, header, output.Request);
        using ScaledFrames? frames = ScaledFrames.Begin(roll, header, output.Request, clock, cancellation);
        return frames is null
            ? VipsOutput.Render(VipsLoader.OpenDecoded(roll.Copy(), header, output.Request, cancellation), header, output, clock, cancellation)
            : VipsOutput.Encode(frames, header, output, cancellation) with { Engines = $"{Name}, {VipsGifSaver.Name}" };
    }

    /// <summary>Looks at the pixels where they tell the layout. Each look decodes anew, at the size that suffices for it.</summary>
    private static ScaleRequest Settle(ImageInput input, ImageHeader header, ScaleRequest request, DecoderMessages messages, CancellationToken cancellation)
    {
        if (request.Open is null)
            return request;
        var sources = new List<VipsSource>();
        VipsSource Source()
        {
            sources.Add(VipsSource.ForDecoding(input, header.Format, header.Parts, messages));
            return sources[^1];
        }

        try
        {
            return PictureLook.Settle(header, request, wanted => VipsLoader.Open(Source(), header, wanted, cancellation), () => VipsLoader.Decode(Source(), header, request));
        }
        catch (VipsException)
        {
            sources.ForEach(source => source.ThrowIfFaulted());
            throw;
        }
        finally
        {
            sources.ForEach(source => source.Dispose());
        }
    }
}

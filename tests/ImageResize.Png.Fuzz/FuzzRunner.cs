using System.Buffers;
using ImageResize.Fuzzing;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.Pixels.Simd;
using ImageResize.Png.Animation;
using ImageResize.Png.Decoding;
using ImageResize.Png.Encoding;
using ImageResize.Png.Scaling;

namespace ImageResize.Png.Fuzz;

/// <summary>Runs inputs through the PNG codec and checks what it promises: its memory, and outputs that are sound.</summary>
internal sealed class FuzzRunner : GuardedRunner
{
    private readonly PngScaler[] _scalers;
    private readonly AnimationDecoder _animationDecoder;
    private readonly BufferArena _arena;
    private readonly AnimationEncoder _animationEncoder;
    private readonly ArrayBufferWriter<byte>[] _targets = [new(), new(), new()];
    private readonly ArrayBufferWriter<byte> _parallelTarget = new();

    public FuzzRunner() : base(Corpus.Create())
    {
        _scalers = [.. Widths.Append(KernelWidths.WidestOfPixels).Distinct().Select(width => new PngScaler(PixelKernels.Get(width), Allocator))];
        _animationDecoder = new AnimationDecoder(Allocator);
        _arena = new BufferArena(Allocator);
        _animationEncoder = new AnimationEncoder(_arena);
    }

    /// <summary>Stretches that were inflated ahead, of all images so far.</summary>
    public long StretchesAhead { get; private set; }

    public override void Dispose()
    {
        foreach (PngScaler scaler in _scalers)
            scaler.Dispose();
        _animationDecoder.Dispose();
        _arena.Dispose();
    }

    protected override FuzzOutcome Run(ReadOnlySpan<byte> source, Random random)
    {
        try
        {
            PngHeader header = PngHeader.Read(source);
            return AnimationReader.Read(source, header) is { } animation && random.Next(3) != 0
                ? DecodeFrames(source, header, animation, random)
                : Scale(source, header, random);
        }
        catch (PngDamagedException)
        {
            return FuzzOutcome.Damaged;
        }
        catch (PngFormatException)
        {
            return FuzzOutcome.BadFormat;
        }
    }

    private static PngScaleOptions CreateOptions(PngHeader header, Random random)
    {
        int orientation = random.Next(1, 9);
        (int width, int height) = orientation >= 5 ? (header.Height, header.Width) : (header.Width, header.Height);
        PixelRegion? crop = CreateCrop(width, height, random);

        return new PngScaleOptions
        {
            Width = random.Next(4) == 0 ? width : random.Next(1, Math.Min(width, 200) + 8),
            Height = random.Next(4) == 0 ? height : random.Next(1, Math.Min(height, 200) + 8),
            Crop = crop,
            Orientation = orientation,
            Progressive = random.Next(4) == 0,
            OnDamage = random.Next(8) == 0 ? PngDamagePolicy.Fail : PngDamagePolicy.Salvage,
        };
    }

    private FuzzOutcome Scale(ReadOnlySpan<byte> source, PngHeader header, Random random)
    {
        var options = new PngScaleOptions[random.Next(6) == 0 ? random.Next(1, 4) : 1];
        for (int i = 0; i < options.Length; i++)
        {
            options[i] = CreateOptions(header, random);
            _targets[i].ResetWrittenCount();
        }

        long estimate = PngScaler.EstimateMemory(header, options);
        if ((long)header.Width * header.Height > MaxPixels || options.Any(o => (long)o.Width * o.Height > MaxPixels))
            return FuzzOutcome.TooLarge;
        PngScaler scaler = _scalers[random.Next(_scalers.Length)];
        bool checksMemory = random.Next(8) == 0;
        if (checksMemory)
            scaler.Trim();
        bool isPng = random.Next(4) != 0;
        if (isPng && random.Next(2) == 0)
            CheckParallel(source, header, options[0], scaler, random);
        PngScaleResult result = isPng
            ? scaler.Scale(source, header, [.. options.Select((o, i) => new PngOutput(o, _targets[i]))])
            : ScalePixels(scaler, source, header, options, random);
        if (checksMemory && scaler.PeakBytes > estimate)
            throw new InvalidOperationException($"{scaler.PeakBytes} bytes were used, {estimate} promised.");
        for (int i = 0; isPng && i < options.Length; i++)
            CheckOutput(_targets[i].WrittenSpan, options[i], scaler);
        return result.Damage is null ? FuzzOutcome.Sound : FuzzOutcome.Salvaged;
    }

    /// <summary>Two threads must have the verdict and the output of one, take no more memory than was lent, and give all back.</summary>
    private void CheckParallel(ReadOnlySpan<byte> source, PngHeader header, PngScaleOptions options, PngScaler scaler, Random random)
    {
        var lender = new SampleProcessors(random.Next(1, 4), random.Next(2) == 0 ? int.MaxValue : random.Next(random.Next(2) == 0 ? 6 : 60));
        _parallelTarget.ResetWrittenCount();
        // Mostly in stretches, where the image is large enough for some.
        scaler.Parallelism = new Parallelism(new HesitantProcessors(lender, random.Next(3))) { MinPixels = 0, MaxRatio = random.Next(4) == 0 ? 0 : 1000, PieceBytes = random.Next(2000, 9000) };
        string parallel = Verdict(source, header, options, _parallelTarget, scaler);
        long bytes = scaler.Ahead.Bytes;
        StretchesAhead += scaler.StretchesAhead;
        scaler.Parallelism = null;
        string serial = Verdict(source, header, options, _targets[0], scaler);
        if (parallel != serial)
            throw new InvalidOperationException($"Two threads say \"{parallel}\", one says \"{serial}\".");
        if (!_parallelTarget.WrittenSpan.SequenceEqual(_targets[0].WrittenSpan))
            throw new InvalidOperationException("The output of two threads is another than that of one.");
        if (lender.Working != 0 || lender.Bytes != 0 || bytes > lender.MostBytes)
            throw new InvalidOperationException($"{bytes} bytes were used, {lender.MostBytes} lent; {lender.Working} processors and {lender.Bytes} bytes were not given back.");
        _targets[0].ResetWrittenCount();
    }

    private static string Verdict(ReadOnlySpan<byte> source, PngHeader header, PngScaleOptions options, ArrayBufferWriter<byte> target, PngScaler scaler)
    {
        try
        {
            PngScaleResult result = scaler.Scale(source, header, [new PngOutput(options, target)]);
            return $"{result.Warnings} {result.Damage}";
        }
        catch (PngException e)
        {
            target.ResetWrittenCount();
            return e.Message;
        }
    }

    /// <summary>Decodes all frames, which become a file of as many.</summary>
    private FuzzOutcome DecodeFrames(ReadOnlySpan<byte> source, PngHeader header, PngAnimation animation, Random random)
    {
        if ((long)header.Width * header.Height * animation.Frames.Length > MaxPixels)
            return FuzzOutcome.TooLarge;
        var options = new PngScaleOptions { Width = header.Width, Height = header.Height, Progressive = random.Next(4) == 0 };
        _targets[0].ResetWrittenCount();
        _animationEncoder.Begin(new AnimationOptions(options, header.IsGray, animation.Frames.Length, animation.Plays), _targets[0]);
        int next = 0;
        void Show(PixelImage image)
        {
            FrameDelay delay = animation.Frames[next++].Delay;
            _animationEncoder.Add(image, delay.Numerator, delay.Denominator, CancellationToken.None);
        }

        PngDamagePolicy policy = random.Next(8) == 0 ? PngDamagePolicy.Fail : PngDamagePolicy.Salvage;
        PngScaleResult result = _animationDecoder.Decode(source, header, animation, policy, Show, CancellationToken.None);
        _animationEncoder.Complete();
        if (_animationDecoder.PeakBytes > AnimationDecoder.EstimateMemory(header))
            throw new InvalidOperationException($"{_animationDecoder.PeakBytes} bytes were used, {AnimationDecoder.EstimateMemory(header)} promised.");
        ReadOnlySpan<byte> written = _targets[0].WrittenSpan;
        if (AnimationReader.Read(written, PngHeader.Read(written)) is not { Damage: PngDamageKind.None } again || again.Frames.Length != animation.Frames.Length)
            throw new InvalidOperationException("An animation was written with other frames than came.");
        return result.Damage is null ? FuzzOutcome.Sound : FuzzOutcome.Salvaged;
    }

    /// <summary>Of eight bits, without alpha, as a JPEG encoder wants them.</summary>
    private static PngScaleResult ScalePixels(PngScaler scaler, ReadOnlySpan<byte> source, PngHeader header, PngScaleOptions[] options, Random random)
    {
        var format = new PixelFormat(header.Format.Channels == 1 ? 1 : 3, 1);
        var background = ((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
        return scaler.Scale(source, header, [.. options.Select(o => new PixelOutput(o, format, background, image =>
        {
            if ((image.Width, image.Height, image.Format) != (o.Width, o.Height, format))
                throw new InvalidOperationException("The pixels have another size or format than asked for.");
        }))]);
    }

    /// <summary>An output must be a sound image of the size asked for.</summary>
    private static void CheckOutput(ReadOnlySpan<byte> output, PngScaleOptions options, PngScaler scaler)
    {
        PngHeader header = PngHeader.Read(output);
        if ((header.Width, header.Height, header.IsInterlaced) != (options.Width, options.Height, options.Progressive))
            throw new InvalidOperationException("An output has another size than asked for.");
        PngScaleResult result = scaler.Scale(
            output, header, [new PngOutput(new PngScaleOptions { Width = options.Width, Height = options.Height }, new ArrayBufferWriter<byte>())]);
        if (result.Warnings != PngWarnings.None)
            throw new InvalidOperationException($"An output is not sound: {result.Warnings}.");
    }

    /// <summary>Holds the owner of an image up for so many milliseconds a few times, so that helpers of so small an image get to anything.</summary>
    private sealed class HesitantProcessors(SampleProcessors inner, int milliseconds) : IIdleProcessors
    {
        private int _asked;

        public IIdleProcessor? TryTake(long bytes)
        {
            if (inner.TryTake(bytes) is { } processor)
                return processor;
            if (_asked++ < 3)
                Thread.Sleep(milliseconds);
            return null;
        }
    }
}

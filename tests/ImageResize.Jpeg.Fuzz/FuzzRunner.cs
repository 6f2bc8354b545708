using System.Buffers;
using ImageResize.Fuzzing;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Samples;
using ImageResize.Jpeg.Scaling;
using ImageResize.Jpeg.Simd;
using ImageResize.Metadata;
using ImageResize.Pixels;

namespace ImageResize.Jpeg.Fuzz;

/// <summary>Runs inputs through the JPEG codec and checks what it promises: its memory, and outputs that are sound.</summary>
internal sealed class FuzzRunner : GuardedRunner
{
    private readonly JpegScaler[] _scalers;
    private readonly ArrayBufferWriter<byte>[] _targets = [new(), new(), new()];
    private readonly ArrayBufferWriter<byte> _parallelTarget = new();

    public FuzzRunner() : base(Corpus.Create())
    {
        _scalers = [.. Widths.Select(width => new JpegScaler(Kernels.Get(width), Allocator))];
    }

    public override void Dispose()
    {
        foreach (JpegScaler scaler in _scalers)
            scaler.Dispose();
    }

    protected override FuzzOutcome Run(ReadOnlySpan<byte> source, Random random)
    {
        try
        {
            JpegHeader header = JpegHeader.Read(source);
            header.ReadIccProfile(source);
            return header.Unsupported != JpegUnsupported.None ? FuzzOutcome.Unsupported : Scale(source, header, random);
        }
        catch (JpegDamagedException)
        {
            return FuzzOutcome.Damaged;
        }
        catch (JpegFormatException)
        {
            return FuzzOutcome.BadFormat;
        }
    }

    private static JpegScaleOptions CreateOptions(JpegHeader header, Random random)
    {
        int orientation = random.Next(1, 9);
        (int width, int height) = orientation >= 5 ? (header.Height, header.Width) : (header.Width, header.Height);
        PixelRegion? crop = CreateCrop(width, height, random);

        return new JpegScaleOptions
        {
            Width = Math.Min(JpegScaleOptions.MaxDimension, random.Next(4) == 0 ? width : random.Next(1, Math.Min(width, 200) + 8)),
            Height = Math.Min(JpegScaleOptions.MaxDimension, random.Next(4) == 0 ? height : random.Next(1, Math.Min(height, 200) + 8)),
            Crop = crop,
            Orientation = random.Next(2) == 0 ? orientation : orientation >= 5 ? 5 : 1,
            Quality = random.Next(1, 101),
            Chroma = (JpegChroma)random.Next(3),
            Progressive = random.Next(4) == 0,
            Metadata = (MetadataPolicy)random.Next(4),
            OnDamage = random.Next(8) == 0 ? JpegDamagePolicy.Fail : JpegDamagePolicy.Salvage,
            IsPixels = random.Next(4) == 0,
        };
    }

    private FuzzOutcome Scale(ReadOnlySpan<byte> source, JpegHeader header, Random random)
    {
        var options = new JpegScaleOptions[random.Next(6) == 0 ? random.Next(1, 4) : 1];
        for (int i = 0; i < options.Length; i++)
        {
            options[i] = CreateOptions(header, random);
            _targets[i].ResetWrittenCount();
        }

        long estimate = JpegScaler.EstimateMemory(header, options);
        if ((long)header.Width * header.Height > MaxPixels || options.Any(o => (long)o.Width * o.Height > MaxPixels))
            return FuzzOutcome.TooLarge;
        JpegScaler scaler = _scalers[random.Next(_scalers.Length)];
        bool checksMemory = random.Next(8) == 0;
        if (checksMemory)
            scaler.Trim();
        if (!options[0].IsPixels && random.Next(2) == 0)
            CheckParallel(source, header, options[0], scaler, random);
        JpegScaleResult result = scaler.Scale(source, header, [.. options.Select((o, i) => o.IsPixels ? JpegOutput.OfPixels(o, pixels => CheckPixels(pixels, o)) : new JpegOutput(o, _targets[i]))]);
        if (checksMemory && scaler.PeakBytes > estimate)
            throw new InvalidOperationException($"{scaler.PeakBytes} bytes were used, {estimate} promised.");
        for (int i = 0; i < options.Length; i++)
        {
            if (!options[i].IsPixels)
                CheckOutput(_targets[i].WrittenSpan, options[i], scaler);
        }

        return result.Damage is null ? FuzzOutcome.Sound : FuzzOutcome.Salvaged;
    }

    /// <summary>Several threads must have the verdict and the output of one, take no more memory than was lent, and give all back.</summary>
    private void CheckParallel(ReadOnlySpan<byte> source, JpegHeader header, JpegScaleOptions options, JpegScaler scaler, Random random)
    {
        var lender = new SampleProcessors(random.Next(1, 4), random.Next(2) == 0 ? int.MaxValue : random.Next(6));
        _parallelTarget.ResetWrittenCount();
        scaler.Parallelism = new Parallelism(lender) { MinPixels = 0, MaxSliceBytes = random.Next(200, 2000) };
        string parallel = Verdict(source, header, options, _parallelTarget, scaler);
        ParallelFigures figures = scaler.ParallelFigures;
        scaler.Parallelism = null;
        string serial = Verdict(source, header, options, _targets[0], scaler);
        if (parallel != serial)
            throw new InvalidOperationException($"Several threads say \"{parallel}\", one says \"{serial}\".");
        if (!_parallelTarget.WrittenSpan.SequenceEqual(_targets[0].WrittenSpan))
            throw new InvalidOperationException("The output of several threads is another than that of one.");
        if (lender.Working != 0 || lender.Bytes != 0 || figures.Bytes > lender.MostBytes)
            throw new InvalidOperationException($"{figures.Bytes} bytes were used, {lender.MostBytes} lent; {lender.Working} processors and {lender.Bytes} bytes were not given back.");
        _targets[0].ResetWrittenCount();
    }

    private static string Verdict(ReadOnlySpan<byte> source, JpegHeader header, JpegScaleOptions options, ArrayBufferWriter<byte> target, JpegScaler scaler)
    {
        try
        {
            JpegScaleResult result = scaler.Scale(source, header, [new JpegOutput(options, target)]);
            return $"{result.Warnings} {result.Damage}";
        }
        catch (JpegException e)
        {
            target.ResetWrittenCount();
            return e.Message;
        }
    }

    /// <summary>Pixels must be of the size asked for, and all of them there to be read.</summary>
    private static void CheckPixels(PixelImage pixels, JpegScaleOptions options)
    {
        if ((pixels.Width, pixels.Height) != (options.Width, options.Height))
            throw new InvalidOperationException("Pixels have another size than asked for.");
        byte last = pixels.RowBytes(pixels.Height - 1)[^1];
        GC.KeepAlive(last);
    }

    /// <summary>An output must be a sound image of the size asked for.</summary>
    private static void CheckOutput(ReadOnlySpan<byte> output, JpegScaleOptions options, JpegScaler scaler)
    {
        JpegHeader header = JpegHeader.Read(output);
        if ((header.Width, header.Height, header.Orientation) != (options.Width, options.Height, 1))
            throw new InvalidOperationException("An output has another size or orientation than asked for.");
        JpegScaleResult result = scaler.Scale(output, options with { Crop = null, Orientation = 1, OnDamage = JpegDamagePolicy.Fail }, new ArrayBufferWriter<byte>());
        if ((result.Warnings & ~JpegWarnings.MetadataDropped & ~JpegWarnings.GainMapDropped) != JpegWarnings.None)
            throw new InvalidOperationException($"An output is not sound: {result.Warnings}.");
    }
}

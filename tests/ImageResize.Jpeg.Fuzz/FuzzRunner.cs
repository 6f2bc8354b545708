using System.Buffers;
using ImageResize.Fuzzing;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Scaling;
using ImageResize.Jpeg.Simd;
using ImageResize.Metadata;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Simd;
using ImageResize.Testing.Hostile;

namespace ImageResize.Jpeg.Fuzz;

/// <summary>
/// Runs one input through the codec, with buffers and source between guard pages. The input, and all that is asked for, follow
/// from the seed and the number alone.
/// </summary>
internal sealed unsafe class FuzzRunner : IFuzzRunner, IDisposable
{
    /// <summary>Larger images are only measured: mutated headers ask for gigabytes, which says nothing about safety.</summary>
    private const long MaxPixels = 300_000;

    private readonly byte[][] _corpus = Corpus.Create();
    private readonly GuardedAllocator _allocator = new();
    private readonly JpegScaler[] _scalers;
    private readonly ArrayBufferWriter<byte>[] _targets = [new(), new(), new()];
    private byte* _source;
    private int _sourceLength;

    public FuzzRunner()
    {
        _scalers = [.. Enum.GetValues<KernelWidth>().Where(w => w <= KernelWidths.Widest).Select(w => new JpegScaler(Kernels.Get(w), _allocator))];
    }

    /// <summary>The input of a number.</summary>
    public byte[] CreateInput(int seed, long number) => CreateInput(CreateRandom(seed, number));

    /// <summary>Runs an input.</summary>
    /// <exception cref="InvalidOperationException">The codec broke a promise.</exception>
    public FuzzOutcome Run(int seed, long number)
    {
        Random random = CreateRandom(seed, number);
        byte[] input = CreateInput(random);
        _allocator.IsLow = random.Next(2) == 0;
        Guard(input);
        var source = new ReadOnlySpan<byte>(_source, _sourceLength);
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

    public void Dispose()
    {
        foreach (JpegScaler scaler in _scalers)
            scaler.Dispose();
    }

    private static Random CreateRandom(int seed, long number) => new(unchecked((int)(seed * 2_654_435_761L + number * 40_503L)));

    private static JpegScaleOptions CreateOptions(JpegHeader header, Random random)
    {
        int orientation = random.Next(1, 9);
        (int width, int height) = orientation >= 5 ? (header.Height, header.Width) : (header.Width, header.Height);
        PixelRegion? crop = null;
        if (random.Next(3) == 0)
        {
            int x = random.Next(width), y = random.Next(height);
            crop = new PixelRegion(x, y, random.Next(1, width - x + 1), random.Next(1, height - y + 1));
        }

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
        };
    }

    private byte[] CreateInput(Random random)
    {
        byte[] file = _corpus[random.Next(_corpus.Length)], other = _corpus[random.Next(_corpus.Length)];
        return random.Next(100) == 0 ? file : FileMutator.Mutate(file, other, random);
    }

    private void Guard(byte[] input)
    {
        if (_source != null)
            _allocator.Free(_source, _sourceLength);
        _source = _allocator.Allocate(input.Length);
        _sourceLength = input.Length;
        input.CopyTo(new Span<byte>(_source, _sourceLength));
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
        JpegScaleResult result = scaler.Scale(source, header, [.. options.Select((o, i) => new JpegOutput(o, _targets[i]))]);
        if (checksMemory && scaler.PeakBytes > estimate)
            throw new InvalidOperationException($"{scaler.PeakBytes} bytes were used, {estimate} promised.");
        for (int i = 0; i < options.Length; i++)
            CheckOutput(_targets[i].WrittenSpan, options[i], scaler);
        return result.Damage is null ? FuzzOutcome.Sound : FuzzOutcome.Salvaged;
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

using System.Buffers;
using ImageResize.Fuzzing;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.Pixels.Simd;
using ImageResize.Png.Scaling;
using ImageResize.Testing.Hostile;

namespace ImageResize.Png.Fuzz;

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
    private readonly PngScaler[] _scalers;
    private readonly ArrayBufferWriter<byte>[] _targets = [new(), new(), new()];
    private byte* _source;
    private int _sourceLength;

    public FuzzRunner()
    {
        _scalers = [.. Enum.GetValues<KernelWidth>().Where(w => w <= KernelWidths.Widest).Select(w => new PngScaler(PixelKernels.Get(w), _allocator))];
    }

    public byte[] CreateInput(int seed, long number) => CreateInput(CreateRandom(seed, number));

    public FuzzOutcome Run(int seed, long number)
    {
        Random random = CreateRandom(seed, number);
        byte[] input = CreateInput(random);
        _allocator.IsLow = random.Next(2) == 0;
        Guard(input);
        var source = new ReadOnlySpan<byte>(_source, _sourceLength);
        try
        {
            return Scale(source, PngHeader.Read(source), random);
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

    public void Dispose()
    {
        foreach (PngScaler scaler in _scalers)
            scaler.Dispose();
    }

    private static Random CreateRandom(int seed, long number) => new(unchecked((int)(seed * 2_654_435_761L + number * 40_503L)));

    private static PngScaleOptions CreateOptions(PngHeader header, Random random)
    {
        int orientation = random.Next(1, 9);
        (int width, int height) = orientation >= 5 ? (header.Height, header.Width) : (header.Width, header.Height);
        PixelRegion? crop = null;
        if (random.Next(3) == 0)
        {
            int x = random.Next(width), y = random.Next(height);
            crop = new PixelRegion(x, y, random.Next(1, width - x + 1), random.Next(1, height - y + 1));
        }

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
        PngScaleResult result = isPng
            ? scaler.Scale(source, header, [.. options.Select((o, i) => new PngOutput(o, _targets[i]))])
            : ScalePixels(scaler, source, header, options, random);
        if (checksMemory && scaler.PeakBytes > estimate)
            throw new InvalidOperationException($"{scaler.PeakBytes} bytes were used, {estimate} promised.");
        for (int i = 0; isPng && i < options.Length; i++)
            CheckOutput(_targets[i].WrittenSpan, options[i], scaler);
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
}

using ImageResize.Pixels;
using ImageResize.Pixels.Simd;
using ImageResize.Testing.Hostile;

namespace ImageResize.Fuzzing;

/// <summary>
/// Runs one input through a codec, with buffers and source between guard pages. The input, and all that is asked for, follow
/// from the seed and the number alone.
/// </summary>
/// <param name="corpus">Sound files, which the inputs are damaged forms of.</param>
internal abstract unsafe class GuardedRunner(byte[][] corpus) : IDisposable
{
    /// <summary>Larger images are only measured: mutated headers ask for gigabytes, which says nothing about safety.</summary>
    protected const long MaxPixels = 300_000;

    private byte* _source;
    private int _sourceLength;

    /// <summary>Where the codec has its buffers from.</summary>
    protected GuardedAllocator Allocator { get; } = new();

    /// <summary>The vectors that this processor has.</summary>
    protected static IEnumerable<KernelWidth> Widths => Enum.GetValues<KernelWidth>().Where(width => width <= KernelWidths.Widest);

    /// <summary>The input of a number.</summary>
    public byte[] CreateInput(int seed, long number) => CreateInput(CreateRandom(seed, number));

    /// <summary>Runs an input.</summary>
    /// <exception cref="InvalidOperationException">The codec broke a promise.</exception>
    public FuzzOutcome Run(int seed, long number)
    {
        Random random = CreateRandom(seed, number);
        byte[] input = CreateInput(random);
        Allocator.IsLow = random.Next(2) == 0;
        Guard(input);
        return Run(new ReadOnlySpan<byte>(_source, _sourceLength), random);
    }

    /// <summary>Frees the codec.</summary>
    public abstract void Dispose();

    /// <summary>Runs a guarded source through the codec.</summary>
    protected abstract FuzzOutcome Run(ReadOnlySpan<byte> source, Random random);

    /// <summary>A part of an upright image, or in two of three cases all of it.</summary>
    protected static PixelRegion? CreateCrop(int width, int height, Random random)
    {
        if (random.Next(3) != 0)
            return null;
        int x = random.Next(width), y = random.Next(height);
        return new PixelRegion(x, y, random.Next(1, width - x + 1), random.Next(1, height - y + 1));
    }

    private static Random CreateRandom(int seed, long number) => new(unchecked((int)(seed * 2_654_435_761L + number * 40_503L)));

    private byte[] CreateInput(Random random)
    {
        byte[] file = corpus[random.Next(corpus.Length)], other = corpus[random.Next(corpus.Length)];
        return random.Next(100) == 0 ? file : FileMutator.Mutate(file, other, random);
    }

    private void Guard(byte[] input)
    {
        if (_source != null)
            Allocator.Free(_source, _sourceLength);
        _source = Allocator.Allocate(input.Length);
        _sourceLength = input.Length;
        input.CopyTo(new Span<byte>(_source, _sourceLength));
    }
}

using ImageResize.Fuzzing;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.Pixels.Simd;
using ImageResize.Tiff.Compression;
using ImageResize.Tiff.Decoding;

namespace ImageResize.Tiff.Fuzz;

/// <summary>
/// Runs inputs through the TIFF reader: from memory and through windows, which must come to the same. What is sound is coded by LZW again, and must
/// come back.
/// </summary>
internal sealed unsafe class FuzzRunner : GuardedRunner
{
    private readonly BufferArena _arena;
    private readonly PixelRenderer[] _renderers;
    private readonly TiffRowReader _reader;
    private readonly LzwEncoder _encoder;
    private readonly LzwDecoder _decoder;
    private readonly NativeBuffer _plain, _coded, _decoded;
    private readonly List<byte> _first = [], _second = [];

    public FuzzRunner() : base(Corpus.Create())
    {
        _arena = new BufferArena(Allocator);
        _renderers = [.. Widths.Append(KernelWidths.WidestOfPixels).Distinct().Select(width => new PixelRenderer(_arena, PixelKernels.Get(width)))];
        _reader = new TiffRowReader(_arena);
        _encoder = new LzwEncoder(_arena);
        _decoder = new LzwDecoder(_arena);
        (_plain, _coded, _decoded) = (_arena.Create(), _arena.Create(), _arena.Create());
    }

    public override void Dispose() => _arena.Dispose();

    protected override FuzzOutcome Run(ReadOnlySpan<byte> source, Random random)
    {
        fixed (byte* bytes = source)
        {
            var inMemory = new GuardedSource(bytes, source.Length, false);
            if (TiffLayoutReader.Read(inMemory) is not { } layout)
                return FuzzOutcome.BadFormat;
            if ((long)layout.Width * layout.Height > MaxPixels || (long)layout.SegmentWidth * layout.SegmentHeight > 4 * MaxPixels)
                return FuzzOutcome.TooLarge;
            PixelRenderer renderer = _renderers[random.Next(_renderers.Length)];
            RenderPlan plan = PlanFor(layout, random);
            if (random.Next(4) == 0)
                _arena.TrimAbove(0);
            bool isSound = Read(new SegmentBytes(inMemory), layout, plan, renderer, _first);
            bool isSame = Read(new SegmentBytes(new GuardedSource(bytes, source.Length, true), 8192), layout, plan, renderer, _second);
            if (isSame != isSound || (isSound && !_first.SequenceEqual(_second)))
                throw new InvalidOperationException("A file in memory and one that is read in windows are not alike.");
            if (isSound)
                CheckCoding(random);
            return isSound ? FuzzOutcome.Sound : FuzzOutcome.Damaged;
        }
    }

    private static RenderPlan PlanFor(TiffLayout layout, Random random)
    {
        bool isPlain = random.Next(3) == 0;
        int width = isPlain ? layout.Width : random.Next(1, Math.Min(layout.Width, 200) + 8), height = isPlain ? layout.Height : random.Next(1, Math.Min(layout.Height, 200) + 8);
        PixelFormat format = isPlain ? layout.Format : new PixelFormat(layout.Format.Channels == 1 ? 1 : 3, 1);
        return new RenderPlan(width, height, new SourceRegion(0, 0, layout.Width, layout.Height), new Orientation(1), format, default);
    }

    /// <summary>Codes the pixels that were read, some at a time, and decodes them again.</summary>
    private void CheckCoding(Random random)
    {
        int length = _first.Count, step = random.Next(1, 5000);
        byte* plain = _plain.Require(length), coded = _coded.Require(LzwEncoder.MostBytes(length)), decoded = _decoded.Require(length + SegmentDecoder.Slack);
        _first.CopyTo(new Span<byte>(plain, length));
        _encoder.Begin(coded);
        for (int done = 0; done < length; done += step)
            _encoder.Encode(plain + done, Math.Min(step, length - done));
        int count = _encoder.Finish();
        var bytes = new SegmentBytes(new GuardedSource(coded, count, random.Next(2) == 0), 8192);
        bytes.Begin(0, count);
        _decoder.Begin(bytes);
        if (_decoder.Decode(decoded, length, length) != length || !new Span<byte>(plain, length).SequenceEqual(new Span<byte>(decoded, length)))
            throw new InvalidOperationException("Coded bytes did not come back.");
    }

    private bool Read(SegmentBytes bytes, TiffLayout layout, RenderPlan plan, PixelRenderer renderer, List<byte> pixels)
    {
        renderer.Begin(plan, layout.Width, layout.Height, layout.Format);
        if (!_reader.Read(bytes, layout, renderer, default))
            return false;
        PixelImage image = renderer.Finish();
        pixels.Clear();
        for (int y = 0; y < image.Height; y++)
            pixels.AddRange(image.RowBytes(y));
        return true;
    }
}

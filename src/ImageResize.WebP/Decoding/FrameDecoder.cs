using System.Runtime.CompilerServices;
using ImageResize.Pixels.Memory;
using ImageResize.WebP.Entropy;
using ImageResize.WebP.Filtering;
using ImageResize.WebP.Headers;
using ImageResize.WebP.Prediction;
using ImageResize.WebP.Transforms;

namespace ImageResize.WebP.Decoding;

/// <summary>
/// Decodes a key frame (RFC 6386) to rows of luma and chroma, a row of macroblocks at a time, bit for bit as the RFC and libwebp do. Samples
/// are predicted in the window from which they are taken. Prediction wants what is above unfiltered, so a row of macroblocks is filtered
/// when the one below it is predicted, and taken but for its last rows, which the next one's filter changes. Belongs to one thread.
/// </summary>
internal sealed unsafe class FrameDecoder
{
    private const int LumaSize = 16, ChromaSize = 8, StripRows = 8, MaxPartitions = 8, Planes = 3;

    private readonly CoefficientDecoder _coefficients;
    private readonly ModeDecoder _modes;
    private readonly PlaneWindow[] _planes;
    private readonly NativeBuffer _bytes, _contexts, _strengths, _scratch;
    private readonly FilterStrength[] _strengthOf = new FilterStrength[2 * Segmentation.Count];
    private readonly BoolDecoder[] _partitions = new BoolDecoder[MaxPartitions];
    private BoolDecoder _first;
    private FrameTag _tag;
    private FilterHeader _filter;
    private Quantizer[] _quantizers = [];
    private int _columns, _rows, _partitionCount;

    public FrameDecoder(BufferArena arena)
    {
        _coefficients = new CoefficientDecoder(arena);
        _modes = new ModeDecoder(arena);
        _planes = [new(arena), new(arena), new(arena)];
        _bytes = arena.Create();
        _contexts = arena.Create();
        _strengths = arena.Create();
        _scratch = arena.Create();
    }

    /// <summary>Whether this processor has the vectors that it is written for.</summary>
    public static bool IsSupported => InverseTransform.IsSupported;

    /// <summary>The native memory for a frame of so many bytes.</summary>
    public static long BytesFor(int width, long length)
    {
        int columns = Blocks(width);
        return length + BoolDecoder.Slack + CoefficientDecoder.Bytes + ModeDecoder.BytesFor(columns) + ScratchBytes + (CoefficientDecoder.Contexts + 2L) * (columns + 1)
            + PlaneWindow.BytesFor(columns, LumaSize) + 2 * PlaneWindow.BytesFor(columns, ChromaSize);
    }

    private static long ScratchBytes => CoefficientLayout.Length * sizeof(short) + NormalFilter.ScratchBytes;

    /// <summary>Decodes a frame into the sink; false where anything of it is not as it should be, and then nothing that the sink got counts.</summary>
    /// <exception cref="OperationCanceledException">The work was to end.</exception>
    public bool Decode(ReadOnlySpan<byte> frame, IPlaneSink sink, CancellationToken cancellation)
    {
        if (FrameTag.Read(frame) is not { } tag || !ReadHeaders(frame, tag))
            return false;
        (_columns, _rows) = (Blocks(tag.Width), Blocks(tag.Height));
        _planes[0].Begin(_columns, LumaSize);
        _planes[1].Begin(_columns, ChromaSize);
        _planes[2].Begin(_columns, ChromaSize);
        _contexts.RequireCleared(CoefficientDecoder.Contexts * (_columns + 1L));
        _strengths.RequireCleared(2L * _columns);
        _scratch.RequireCleared(ScratchBytes);
        for (int row = 0; row < _rows; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (PlaneWindow plane in _planes)
                plane.Open(row);
            if (!DecodeRow(row, ref _partitions[row & (_partitionCount - 1)]))
                return false;
            _planes[0].ExtendLast(row);
            if (row > 0)
                Finish(row - 1, sink);
        }

        Finish(_rows - 1, sink);
        EmitLast(sink);
        return true;
    }

    private static int Blocks(int size) => (size + LumaSize - 1) / LumaSize;

    private bool ReadHeaders(ReadOnlySpan<byte> frame, FrameTag tag)
    {
        // With room behind it, so that nobody need look at every byte whether there is one.
        byte* bytes = _bytes.Require(frame.Length + BoolDecoder.Slack);
        frame.CopyTo(new Span<byte>(bytes, frame.Length));
        new Span<byte>(bytes + frame.Length, BoolDecoder.Slack).Clear();
        _tag = tag;
        _first = new BoolDecoder(bytes + FrameTag.Length, tag.FirstPartition);

        // The colour space is always the same, and so is what clamping would save.
        _first.Flag();
        _first.Flag();
        Segmentation segments = Segmentation.Read(ref _first);
        _filter = FilterHeader.Read(ref _first);
        if (!FindPartitions(bytes, FrameTag.Length + tag.FirstPartition, frame.Length, 1 << _first.Literal(2)))
            return false;
        _quantizers = Quantizers.Read(ref _first, segments);

        // Whether probabilities are kept for the next frame, of which there is none.
        _first.Flag();
        _coefficients.Read(ref _first);
        int skipProbability = _first.Flag() ? _first.Literal(8) : -1;
        _modes.Begin(Blocks(tag.Width), segments.HasMap ? (segments.TreeProbabilities[0], segments.TreeProbabilities[1], segments.TreeProbabilities[2]) : null, skipProbability);
        for (int i = 0; i < _strengthOf.Length; i++)
            _strengthOf[i] = _filter.Level == 0 ? default : FilterStrength.Of(_filter, segments, i / 2, i % 2 != 0);
        return !_first.IsExhausted;
    }

    /// <summary>The partitions of coefficients, and before them the lengths of all but the last (RFC 6386, 9.5).</summary>
    private bool FindPartitions(byte* bytes, int start, int end, int count)
    {
        const int LengthBytes = 3;
        long at = start + (long)LengthBytes * (count - 1);
        for (int i = 0; i < count; i++)
        {
            byte* told = bytes + start + LengthBytes * i;
            long length = i == count - 1 ? end - at : at > end ? -1 : told[0] | told[1] << 8 | told[2] << 16;
            if (length < 0 || length > end - at || (i == count - 1 && length == 0))
                return false;
            _partitions[i] = new BoolDecoder(bytes + at, length);
            at += length;
        }

        _partitionCount = count;
        return true;
    }

    private bool DecodeRow(int row, ref BoolDecoder tokens)
    {
        Macroblock block = default;
        short* coefficients = (short*)_scratch.Pointer;
        byte* contexts = _contexts.Pointer, left = contexts + CoefficientDecoder.Contexts * (nint)_columns;
        new Span<byte>(left, CoefficientDecoder.Contexts).Clear();
        byte* strengths = Strengths(row);
        byte* luma = _planes[0].Row(row * LumaSize), blueness = _planes[1].Row(row * ChromaSize), redness = _planes[2].Row(row * ChromaSize);
        _modes.BeginRow();
        for (int column = 0; column < _columns; column++, contexts += CoefficientDecoder.Contexts, luma += LumaSize, blueness += ChromaSize, redness += ChromaSize)
        {
            _modes.Read(ref _first, column, ref block);
            uint groups = 0;
            if (!block.IsSkipped)
                groups = _coefficients.Decode(ref tokens, !block.HasSubblocks, _quantizers[block.Segment], contexts, left, coefficients);
            else
                Skip(block.HasSubblocks, contexts, left);
            if (_first.IsExhausted || tokens.IsExhausted)
                return false;
            int strength = 2 * block.Segment + (block.HasSubblocks ? 1 : 0);
            strengths[column] = (byte)(strength | (block.HasSubblocks || groups != 0 ? HasInner : 0));
            Reconstruct(ref block, groups, coefficients, luma, blueness, redness, row > 0, column > 0);
        }

        return true;
    }

    /// <summary>A bit beside the number of a strength: that edges within the macroblock are filtered, too.</summary>
    private const byte HasInner = 0x80;

    /// <summary>Those of a row of macroblocks, of which two are kept.</summary>
    private byte* Strengths(int row) => _strengths.Pointer + (row & 1) * (nint)_columns;

    /// <summary>Without coefficients; what is known of Y2 stays where the macroblock has none.</summary>
    private static void Skip(bool hasSubblocks, byte* above, byte* left)
    {
        int count = hasSubblocks ? CoefficientDecoder.Contexts - 1 : CoefficientDecoder.Contexts;
        new Span<byte>(above, count).Clear();
        new Span<byte>(left, count).Clear();
    }

    private static void Reconstruct(ref Macroblock block, uint groups, short* coefficients, byte* luma, nint lumaStride, byte* blueness, byte* redness, nint chromaStride, bool hasAbove, bool hasLeft)
    {
        if (block.HasSubblocks)
        {
            fixed (byte* modes = block.Subblocks)
                Reconstruction.PredictSubblocks(modes, coefficients, groups, luma, lumaStride);
        }
        else
        {
            BlockPredictor.Predict(block.Luma, luma, lumaStride, isWide: true, hasAbove, hasLeft);
            for (int y = 0; y < 4; y++)
            {
                if ((groups >> y & 1) != 0)
                    Reconstruction.AddRow(coefficients + y * CoefficientLayout.GroupLength, luma + 4 * y * lumaStride, lumaStride);
            }
        }

        BlockPredictor.Predict(block.Chroma, blueness, chromaStride, isWide: false, hasAbove, hasLeft);
        BlockPredictor.Predict(block.Chroma, redness, chromaStride, isWide: false, hasAbove, hasLeft);
        if ((groups >> 4 & 1) != 0)
            Reconstruction.AddSquare(coefficients + 4 * CoefficientLayout.GroupLength, blueness, chromaStride);
        if ((groups >> 5 & 1) != 0)
            Reconstruction.AddSquare(coefficients + 5 * CoefficientLayout.GroupLength, redness, chromaStride);
    }

    private void Reconstruct(ref Macroblock block, uint groups, short* coefficients, byte* luma, byte* blueness, byte* redness, bool hasAbove, bool hasLeft) =>
        Reconstruct(ref block, groups, coefficients, luma, _planes[0].Stride, blueness, redness, _planes[1].Stride, hasAbove, hasLeft);

    /// <summary>Filters a row of macroblocks, and hands over what no filter changes any more.</summary>
    private void Finish(int row, IPlaneSink sink)
    {
        if (_filter.Level > 0)
            Filter(row);
        Emit(sink, 0, row * LumaSize - StripRows, row * LumaSize, _tag.Height);
        Emit(sink, 0, row * LumaSize, row * LumaSize + StripRows, _tag.Height);
        for (int plane = 1; plane < Planes; plane++)
            Emit(sink, plane, row * ChromaSize - StripRows, row * ChromaSize, (_tag.Height + 1) / 2);
    }

    private void EmitLast(IPlaneSink sink)
    {
        Emit(sink, 0, _rows * LumaSize - StripRows, _rows * LumaSize, _tag.Height);
        for (int plane = 1; plane < Planes; plane++)
            Emit(sink, plane, _rows * ChromaSize - StripRows, _rows * ChromaSize, (_tag.Height + 1) / 2);
    }

    private void Emit(IPlaneSink sink, int plane, int first, int end, int height)
    {
        end = Math.Min(end, height);
        if (first >= 0 && first < end)
            sink.Take(plane, _planes[plane].Row(first), _planes[plane].Stride, first, end - first);
    }

    private void Filter(int row)
    {
        byte* luma = _planes[0].Row(row * LumaSize), blueness = _planes[1].Row(row * ChromaSize), redness = _planes[2].Row(row * ChromaSize);
        byte* strengths = Strengths(row), scratch = _scratch.Pointer + CoefficientLayout.Length * sizeof(short);
        nint lumaStride = _planes[0].Stride, chromaStride = _planes[1].Stride;
        for (int column = 0; column < _columns; column++, luma += LumaSize, blueness += ChromaSize, redness += ChromaSize)
        {
            FilterStrength strength = _strengthOf[strengths[column] & ~HasInner];
            if (strength.Limit == 0)
                continue;
            bool hasInner = (strengths[column] & HasInner) != 0;
            if (_filter.IsSimple)
                SimpleFilter.Filter(luma, lumaStride, strength, column > 0, row > 0, hasInner);
            else
                NormalFilter.Filter(luma, blueness, redness, lumaStride, chromaStride, strength, column > 0, row > 0, hasInner, scratch);
        }
    }
}

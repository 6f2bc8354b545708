using System.Diagnostics;
using ImageResize.Jpeg.Simd;
using ImageResize.Metadata.Jpeg;
using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// The entropy-coded data between two markers (ITU T.81, B.1.1.5), un-stuffed piece by piece into a window that stays in
/// the second-level cache. Kernels check the window only once for each MCU: before <see cref="Stop"/> there are always as
/// many bytes left as the longest MCU can take, and behind the end of the data as many zeros.
/// </summary>
internal sealed unsafe class EntropySegment(BufferArena arena, Kernels kernels)
{
    /// <summary>
    /// More than the bytes that one block can take: a DC difference of 31 bits and 63 coefficients of 28 bits, or in a
    /// refinement 63 codes of 16 bits with a sign, and 63 correction bits.
    /// </summary>
    public const int MaxBlockBytes = 256;

    /// <summary>The most blocks that an MCU may have (B.2.3).</summary>
    public const int MaxMcuBlocks = 10;

    /// <summary>The size of the window in native memory at most.</summary>
    public const int MaxWindowBytes = BufferAllocator.MaxWindowBytes + McuBytes + Kernels.UnstuffSlack;

    /// <summary>What one MCU can take, and a refill reads ahead.</summary>
    public const int McuBytes = MaxMcuBlocks * MaxBlockBytes + 2 * sizeof(ulong);

    private readonly int _dataBytes = arena.Allocator.WindowBytes;
    private readonly NativeBuffer _window = arena.Create();
    private byte* _source, _sourceBegin, _sourceEnd;

    private int WindowBytes => _dataBytes + McuBytes + Kernels.UnstuffSlack;

    /// <summary>Where the data in the window end.</summary>
    public byte* End { get; private set; }

    /// <summary>Kernels begin no MCU at or beyond this; see <see cref="BitState.IsBeyond"/> for the exact test at a marker.</summary>
    public byte* Stop => AtMarker ? End : End - McuBytes;

    /// <summary>Whether the window ends at a marker or the end of the source.</summary>
    public bool AtMarker { get; private set; }

    /// <summary>About how far the source was read, in bytes.</summary>
    public long Offset => _source - _sourceBegin;

    /// <summary>Begins at an offset of the source; follow with <see cref="Begin"/>.</summary>
    public void Attach(byte* source, long length, long offset)
    {
        _sourceBegin = source;
        _source = source + offset;
        _sourceEnd = source + length;
    }

    /// <summary>Begins a segment at the current place, so many bits behind it, 0 to 7.</summary>
    public void Begin(ref BitState state, int bit = 0)
    {
        byte* window = _window.Require(WindowBytes);
        AtMarker = false;
        End = window;
        Fill();
        state.Start(window, bit);
    }

    /// <summary>Goes to an offset of the source; follow with <see cref="Begin"/>.</summary>
    public void Seek(long offset) => _source = _sourceBegin + offset;

    /// <summary>Finds where the next bit lies in the source; false where the window does not tell: it was just refilled, or there are fill bytes.</summary>
    public bool TryLocate(in BitState state, out long offset, out int bit)
    {
        long ahead = (End - state.Next) * 8 + state.Count, bytes = (ahead + 7) >> 3;
        byte* first = End - bytes;
        (offset, bit) = (0, (int)(bytes * 8 - ahead));
        if (ahead <= 0 || first < _window.Pointer)
            return false;
        byte* source = _source - bytes - new ReadOnlySpan<byte>(first, (int)bytes).Count((byte)0xFF);
        offset = source - _sourceBegin;
        return source >= _sourceBegin && Stuffing.Pass(source, _sourceEnd, bytes) == _source;
    }

    /// <summary>Brings more data into the window, behind those not yet taken.</summary>
    public void Refill(ref BitState state)
    {
        byte* window = _window.Pointer;
        long rest = Math.Max(0, End - state.Next);
        Buffer.MemoryCopy(state.Next, window, WindowBytes, rest);
        End = window + rest;
        state.Next = window;
        Fill();
    }

    /// <summary>Skips what is left of the segment.</summary>
    /// <returns>The bytes skipped that were data, so should not have been there.</returns>
    public long SkipToMarker(in BitState state)
    {
        long skipped = Math.Max(0, state.BytesBefore(End));
        return AtMarker ? skipped : skipped + SkipToNextMarker();
    }

    /// <summary>Goes from the current place of the source to the next marker, over data and stuffed bytes.</summary>
    /// <returns>The bytes passed.</returns>
    public long SkipToNextMarker()
    {
        byte* begin = _source;
        AtMarker = true;
        while (true)
        {
            int found = new ReadOnlySpan<byte>(_source, (int)(_sourceEnd - _source)).IndexOf((byte)0xFF);
            if (found < 0 || _sourceEnd - _source - found < 2)
            {
                _source = _sourceEnd;
                break;
            }

            _source += found;
            if (_source[1] is not (0 or 0xFF))
                break;
            _source += _source[1] == 0 ? 2 : 1;
        }

        return _source - begin;
    }

    /// <summary>Checks in debug builds that a kernel stayed within what it may read.</summary>
    [Conditional("DEBUG")]
    public void CheckBounds(in BitState state) =>
        Debug.Assert(state.Next >= _window.Pointer && state.Next <= End + McuBytes - sizeof(ulong) && state.Count is >= 0 and < 64);

    /// <summary>The marker that the segment ended with: EOI at the end of the source.</summary>
    public byte PeekMarker() => _sourceEnd - _source < 2 ? Marker.Eoi : _source[1];

    /// <summary>Passes the marker of two bytes.</summary>
    public void PassMarker() => _source += Math.Min(2, _sourceEnd - _source);

    private void Fill()
    {
        byte* window = _window.Pointer;
        byte* limit = window + _dataBytes;
        UnstuffResult result = kernels.Unstuff(_source, _sourceEnd, End, limit);
        Debug.Assert(result.Target <= limit + Kernels.UnstuffSlack && result.Source <= _sourceEnd);
        _source = result.Source;
        End = result.Target;
        AtMarker = result.AtMarker;
        if (AtMarker)
            new Span<byte>(End, McuBytes).Clear();
    }
}

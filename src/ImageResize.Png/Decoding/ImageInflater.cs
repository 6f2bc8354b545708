using System.Buffers.Binary;
using ImageResize.Pixels.Memory;
using ImageResize.Png.Inflating;

namespace ImageResize.Png.Decoding;

/// <summary>
/// Inflates the image data of a file step by step, and stops at the last row. Inflated bytes are in a window that slides over the image: the 32 KB
/// that matches refer back to, the rows that are not taken yet, and what is inflated at a time. While another thread takes the rows, there are two
/// windows more, and what must be kept is carried from one to the other instead. The steps are the same wherever they go. Used by one thread at a time.
/// </summary>
internal sealed unsafe class ImageInflater
{
    /// <summary>Bytes inflated at a time: few enough to stay in the cache until they are filtered back.</summary>
    private const int MaxStepBytes = 192 * 1024;

    /// <summary>Windows for two threads, and the steps of each: what is carried on is little beside them.</summary>
    private const int RingWindows = 2, RingSteps = 6;

    private readonly BufferAllocator _allocator;
    private readonly ImageDataReader _data;
    private readonly Inflater _inflater;
    private readonly NativeBuffer _window;
    private readonly NativeBuffer[] _ring;
    private CancellationToken _cancellation;
    private long _total, _produced;
    private int _step, _unit, _ringIndex;
    private byte* _begin, _end, _output;
    private bool _hasExtra;

    /// <param name="arena">What is in the estimate of the image's memory.</param>
    /// <param name="lent">What was lent for a second thread.</param>
    public ImageInflater(BufferArena arena, BufferArena lent)
    {
        _allocator = arena.Allocator;
        _data = new ImageDataReader(arena);
        _inflater = new Inflater(arena);
        _window = arena.Create();
        _ring = [.. Enumerable.Range(0, RingWindows).Select(_ => lent.Create())];
    }

    /// <summary>Whether the next step needs the window after this one.</summary>
    public bool IsAtEndOfWindow => _end - _output < _step + Margins;

    /// <summary>The bytes that came so far, of a unit that is not whole yet, where all units have the same size.</summary>
    public int Pending => (int)(_produced % _unit);

    /// <summary>Whether a chunk that was entered so far had a wrong CRC.</summary>
    public bool HasWrongCrc => _data.HasWrongCrc;

    /// <summary>The next bit of the image data, and whether a block begins there.</summary>
    public long Bit => 8 * _data.OffsetOf(_inflater.Position) - _inflater.SpareBits;

    public bool IsBetweenBlocks => _inflater.IsBetweenBlocks;

    private static int Margins => InflateKernel.OutputMargin + Unfilter.Margin;

    /// <summary>The native memory for one thread.</summary>
    /// <param name="unit">Bytes of a unit of rows at most.</param>
    public static long BytesFor(long unit) => ImageDataReader.MaxBytes + Inflater.Bytes + WindowBytes(unit, MaxStepBytes, 2);

    /// <summary>The native memory that is needed beside it for two.</summary>
    /// <param name="unit">Bytes of a unit of rows at most.</param>
    public static long RingBytesFor(long unit) => RingWindows * WindowBytes(unit, MaxStepBytes, RingSteps);

    /// <summary>Begins an image; false where its data are no zlib stream.</summary>
    /// <param name="source">The file.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="header">Its header.</param>
    /// <param name="rows">The sizes of its rows.</param>
    /// <param name="cancellation">Stops the work within some of the input.</param>
    public bool Begin(byte* source, int length, PngHeader header, RowReader rows, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        (_total, _produced, _hasExtra) = (rows.TotalBytes, 0, false);
        _unit = (int)rows.MaxUnitBytes;
        // Small in the fuzzer, so that the window slides often.
        _step = (int)Math.Min(_total, Math.Min(MaxStepBytes, 3L * _allocator.WindowBytes));
        long bytes = WindowBytes(_unit, _step, 2);
        _begin = _output = _window.Require(bytes);
        _end = _begin + bytes;
        _ringIndex = 0;
        _data.Open(source, length, header.ImageDataOffset, header.IsFrame);
        return ReadZlibHeader();
    }

    /// <summary>Takes the memory for two threads.</summary>
    public void PrepareRing()
    {
        foreach (NativeBuffer window in _ring)
            window.Require(WindowBytes(_unit, _step, RingSteps));
    }

    /// <summary>Inflates up to a step more; not to be called again where its status is not OutputFull, or all has come.</summary>
    /// <param name="pending">Bytes of the steps before that are still to be taken with the next ones.</param>
    /// <param name="goesOn">Whether another thread still reads this window, so that the next one is used at its end, which must be free.</param>
    /// <param name="stopsAt">Whether to stop before a block that begins at a bit; null to go on.</param>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public InflatedStep Next(nint pending, bool goesOn, Func<long, bool>? stopsAt = null)
    {
        if (IsAtEndOfWindow)
            Move(pending, goesOn);
        byte* before = _output;
        InflateStatus status = Run(_output + Math.Min(_step, _total - _produced), stopsAt);
        _produced += _output - before;
        if (_produced > _total)
        {
            // A match may go on beyond the last row.
            _output -= _produced - _total;
            _produced = _total;
            _hasExtra = true;
        }

        return new InflatedStep
        {
            Begin = before,
            Length = (nint)(_output - before),
            Status = status,
            IsLast = status != InflateStatus.OutputFull || _produced == _total,
            IsCut = _produced < _total && status != InflateStatus.OutputFull,
            HasExtra = _hasExtra,
            HasWrongCrc = _data.HasWrongCrc,
        };
    }

    /// <summary>Whether all that matches refer back to has come, and is in the window.</summary>
    public bool HasHistory => _output - _begin >= Inflater.HistoryBytes;

    /// <summary>The last 32 KB.</summary>
    public byte* History => _output - Inflater.HistoryBytes;

    /// <summary>Begins a piece of a stretch, whose bytes are the next ones; false where they go beyond the last row.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="pending">Bytes of the steps before that are still to be taken with the next ones.</param>
    public bool TryEnter(StretchPiece piece, nint pending)
    {
        if (piece.Length > _total - _produced)
            return false;
        if (!piece.IsMarked)
        {
            nint kept = Math.Max(pending, Inflater.HistoryBytes);
            Buffer.MemoryCopy(_output - kept, piece.Bytes - kept, kept, kept);
        }

        return true;
    }

    /// <summary>Up to a step more of a piece: symbols are made bytes in the window, bytes are taken where they are.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="at">How much of it was taken.</param>
    /// <param name="pending">Bytes of the steps before that are still to be taken with the next ones.</param>
    /// <param name="table">What symbols stand for.</param>
    public InflatedStep Take(StretchPiece piece, ref nint at, nint pending, byte* table)
    {
        nint length = Math.Min(_step, piece.Length - at);
        byte* begin = piece.Bytes + at;
        if (piece.IsMarked)
        {
            if (IsAtEndOfWindow)
                Move(pending, goesOn: false);
            begin = _output;
            MarkerResolver.Resolve(piece.Symbols + at, begin, length, table);
            _output += length;
        }

        at += length;
        _produced += length;
        return new InflatedStep { Begin = begin, Length = length, Status = InflateStatus.OutputFull, IsLast = _produced == _total, HasWrongCrc = _data.HasWrongCrc };
    }

    /// <summary>Carries what matches refer back to and what is not taken yet from the end of a piece of bytes into the own window.</summary>
    public void Return(StretchPiece piece, nint pending)
    {
        nint kept = Math.Max(pending, Inflater.HistoryBytes);
        Buffer.MemoryCopy(piece.Bytes + piece.Length - kept, _begin, kept, kept);
        _output = _begin + kept;
    }

    /// <summary>Goes on where a stretch has ended whose pieces have all been taken.</summary>
    public void GoOnFrom(InflateStretch stretch)
    {
        _data.CopyFrom(stretch.Data, stretch.Inflater.Position);
        _inflater.CopyFrom(stretch.Inflater);
        _inflater.SetInput(_data.Begin, _data.End, _data.IsLast);
    }

    /// <summary>What comes behind the last row: the end of the stream and its checksum.</summary>
    /// <param name="status">How the last step ended.</param>
    /// <param name="adler">The checksum of all steps.</param>
    /// <param name="report">Gets what is wrong.</param>
    public void Finish(InflateStatus status, uint adler, DecodingReport report)
    {
        if (status == InflateStatus.OutputFull)
        {
            byte* before = _output;
            status = Run(_output + 1, null);
            if (_output != before)
            {
                report.Warn(PngWarnings.ExtraData);
                return;
            }
        }

        if (status == InflateStatus.Invalid)
        {
            report.AddDamage(PngDamageKind.InvalidDeflate);
            return;
        }

        _data.Fill(_inflater.Position);
        if (status != InflateStatus.Done || _data.End - _data.Begin < sizeof(uint))
            report.Warn(PngWarnings.EndMissing);
        else if (!_hasExtra && BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(_data.Begin, sizeof(uint))) != adler)
            report.AddDamage(PngDamageKind.Checksum);
    }

    private static long WindowBytes(long unit, long step, int steps) => steps * step + Math.Max(unit, Inflater.HistoryBytes) + Margins;

    /// <summary>The two bytes before the deflate stream (RFC 1950, 2.2).</summary>
    private bool ReadZlibHeader()
    {
        byte* header = _data.Begin;
        bool isSound = _data.End - header >= 2 && (header[0] & 15) == 8 && header[0] >> 4 <= 7
            && (header[0] << 8 | header[1]) % 31 == 0 && (header[1] & 32) == 0;
        _inflater.Start();
        if (isSound)
            _inflater.SetInput(header + 2, _data.End, _data.IsLast);
        return isSound;
    }

    private InflateStatus Run(byte* limit, Func<long, bool>? stopsAt)
    {
        _inflater.PausesAtBlocks = stopsAt is not null;
        while (true)
        {
            InflateStatus status = _inflater.Run(_begin, ref _output, limit);
            if (status == InflateStatus.BlockEnd)
            {
                if (stopsAt!(Bit))
                    return InflateStatus.OutputFull;
                continue;
            }

            if (status != InflateStatus.NeedsInput)
                return status;
            _cancellation.ThrowIfCancellationRequested();
            _data.Fill(_inflater.Position);
            _inflater.SetInput(_data.Begin, _data.End, _data.IsLast);
        }
    }

    /// <summary>Carries what matches refer back to and what is not taken yet to the beginning of a window.</summary>
    private void Move(nint pending, bool goesOn)
    {
        nint kept = Math.Min((nint)(_output - _begin), Math.Max(pending, Inflater.HistoryBytes));
        byte* from = _output - kept;
        if (goesOn)
        {
            _begin = _ring[_ringIndex].Pointer;
            _end = _begin + WindowBytes(_unit, _step, RingSteps);
            _ringIndex = (_ringIndex + 1) % RingWindows;
        }

        Buffer.MemoryCopy(from, _begin, kept, kept);
        _output = _begin + kept;
    }
}

/// <summary>What a step has inflated.</summary>
internal readonly unsafe struct InflatedStep
{
    /// <summary>The bytes; before them are those of the steps before that make a unit with them.</summary>
    public byte* Begin { get; init; }

    public nint Length { get; init; }

    public InflateStatus Status { get; init; }

    /// <summary>Whether no step comes behind it.</summary>
    public bool IsLast { get; init; }

    /// <summary>Whether rows are missing behind it.</summary>
    public bool IsCut { get; init; }

    /// <summary>Whether there were bytes behind the last row, which were dropped.</summary>
    public bool HasExtra { get; init; }

    /// <summary>Whether a chunk that was entered so far had a wrong CRC.</summary>
    public bool HasWrongCrc { get; init; }

    /// <summary>Whether there is none, since something is wrong that one thread is to find the place and the words for.</summary>
    public bool IsVoid { get; init; }
}

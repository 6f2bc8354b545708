using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Png.Inflating;

namespace ImageResize.Png.Decoding;

/// <summary>
/// The steps of inflating, of which stretches are done by helpers before the owner comes to them (<see cref="InflateStretch"/>). The owner inflates up to the
/// beginning of the next stretch, which counts only where a block ends exactly there: so what comes out is that of one thread. It takes what the helper has
/// inflated from there on, and when nothing is left, the helper begins further ahead, and the owner goes on where it was. Where that comes to nothing, the rest is
/// inflated ahead in order (<see cref="InflateAhead"/>). Used by the owner alone; the helpers are its own.
/// </summary>
internal sealed unsafe class InflateStretches(ImageInflater inflater, InflateAhead ahead, BufferArena lent) : IInflatedSteps
{
    /// <summary>Stretches that come to nothing, one after the other, before no more are begun.</summary>
    private const int MaxMisses = 4;

    private readonly StretchQueue _queue = new();
    private readonly List<StretchHelper> _helpers = [];
    private readonly NativeBuffer _table = lent.Create();
    private Parallelism _parallelism = null!;
    private StretchSizes _sizes;
    private CancellationToken _cancellation;
    private InflateStretch? _stretch;
    private StretchPiece? _piece;
    private nint _at;
    private bool _hasGivenUp;

    /// <summary>Stretches of the last image that the owner has taken, and their pieces.</summary>
    public int StretchesTaken { get; private set; }

    public int PiecesTaken { get; private set; }

    /// <summary>Begins an image, which the inflater has begun.</summary>
    public void Begin(byte* source, int length, PngHeader header, RowReader rows, Parallelism parallelism, CancellationToken cancellation)
    {
        (_parallelism, _cancellation, _hasGivenUp, StretchesTaken, PiecesTaken) = (parallelism, cancellation, false, 0, 0);
        _sizes = new StretchSizes(parallelism.PieceBytes, rows.MaxUnitBytes, lent.Allocator.WindowBytes);
        double compressed = (double)(length - header.ImageDataOffset) / rows.TotalBytes;
        _queue.Begin(source, length, header.ImageDataOffset, _sizes, (long)(_sizes.MaxGap * compressed));
        ahead.Begin(null, rows.MaxUnitBytes);
    }

    /// <inheritdoc/>
    public InflatedStep Next(nint pending)
    {
        if (!_hasGivenUp)
            TryStart();
        if (_piece is not null && _at == _piece.Length)
            Leave(_piece, pending);
        while (_piece is null && !_hasGivenUp)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (_stretch is null && _queue.TryTake(inflater.Bit, inflater.IsBetweenBlocks) is { } stretch && inflater.HasHistory)
            {
                StretchesTaken++;
                _stretch = stretch;
                MarkerResolver.FillTable(_table.Pointer, inflater.History);
            }
            else if (_stretch is null)
            {
                if (_queue.Misses < MaxMisses)
                    return inflater.Next(pending, goesOn: false, _queue.BeginsAt);
                GiveUp();
            }
            else if (_queue.TakePiece(_stretch) is { } piece)
            {
                PiecesTaken++;
                (_piece, _at) = (piece, 0);
                if (!inflater.TryEnter(piece, pending))
                    return new InflatedStep { IsVoid = true };
            }
            else if (!TryLeave(_stretch))
            {
                return new InflatedStep { IsVoid = true };
            }
        }

        return _piece is null ? ahead.Next(pending) : inflater.Take(_piece, ref _at, pending, _table.Pointer);
    }

    /// <inheritdoc/>
    public bool AreOfOneThread()
    {
        if (StretchesTaken == 0 && !_hasGivenUp)
            GiveUp();
        return StretchesTaken == 0;
    }

    /// <inheritdoc/>
    public bool TryComplete()
    {
        if (_piece is not null)
            Leave(_piece, 0);
        while (_stretch is not null)
        {
            if (_queue.TakePiece(_stretch) is { } piece)
            {
                _queue.Free(piece, _stretch.Helper);
                if (piece.Length > 0)
                    return false;
            }
            else if (!TryLeave(_stretch))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void End()
    {
        if (_hasGivenUp)
            ahead.End();
        else
            EndStretches();
    }

    /// <summary>Gets helpers, where there is work and a processor for one.</summary>
    private void TryStart()
    {
        for (int i = 0; i < _parallelism.MaxHelpers && _queue.HasMore; i++)
        {
            if (i == _helpers.Count)
                _helpers.Add(new StretchHelper(_queue, lent));
            StretchHelper helper = _helpers[i];
            if (helper.IsWorking)
                continue;
            long bytes = helper.IsPrepared ? 0 : _sizes.HelperBytes + MarkerResolver.TableBytes;
            if (_parallelism.Idle.TryTake(bytes) is not { } processor)
            {
                if (i == 0 && !helper.IsPrepared && _parallelism.Idle.TryTake(ImageInflater.RingBytesFor(_sizes.Unit)) is { } frugal)
                {
                    // There is a processor, but not that much memory.
                    frugal.Dispose();
                    GiveUp();
                }

                return;
            }

            if (!helper.IsPrepared)
            {
                _table.Require(MarkerResolver.TableBytes);
                helper.Prepare(processor, _sizes);
            }

            helper.Start(processor, _cancellation);
        }
    }

    private void Leave(StretchPiece piece, nint pending)
    {
        if (!piece.IsMarked)
            inflater.Return(piece, pending);
        _queue.Free(piece, _stretch!.Helper);
        _piece = null;
    }

    private bool TryLeave(InflateStretch stretch)
    {
        if (stretch.IsInvalid)
            return false;
        inflater.GoOnFrom(stretch);
        _queue.Release(stretch);
        _stretch = null;
        return true;
    }

    private void GiveUp()
    {
        EndStretches();
        _hasGivenUp = true;
        ahead.Begin(_parallelism, _sizes.Unit);
    }

    private void EndStretches()
    {
        _queue.Close();
        foreach (StretchHelper helper in _helpers)
            helper.Join();
        _queue.Clear();
        (_stretch, _piece) = (null, null);
        lent.TrimAbove(0);
        foreach (StretchHelper helper in _helpers)
            helper.End();
    }
}

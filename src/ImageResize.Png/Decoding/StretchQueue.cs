namespace ImageResize.Png.Decoding;

/// <summary>
/// The stretches that are inflated ahead, in their order, and where the next one is to be. Used by the owner of an image and its helpers; thread safe.
/// </summary>
internal sealed unsafe class StretchQueue
{
    /// <summary>The part of what is left that the owner had best inflate by itself, since it also has all other work on the rows.</summary>
    private const double OwnPart = 0.3;

    /// <summary>How many times less than the largest the smallest gap is.</summary>
    private const int MinGapDivisor = 40;

    /// <summary>How often a helper that waits asks whether its processor is wanted elsewhere.</summary>
    private const int WaitMilliseconds = 5;

    private readonly object _gate = new();
    private readonly Queue<InflateStretch> _stretches = new();
    private byte* _source;
    private int _length;
    private long _maxGap, _end;
    private StretchSizes _sizes;
    private ImageDataPlace _last;
    private InflateStretch? _lastStretch;
    private bool _isClosed, _isExhausted;

    /// <summary>Stretches that came to nothing since the last that was taken.</summary>
    public int Misses { get; private set; }

    /// <summary>Whether there may be image data for one more stretch.</summary>
    public bool HasMore
    {
        get
        {
            lock (_gate)
                return !_isExhausted && !_isClosed;
        }
    }

    /// <summary>Begins an image. Called by the owner.</summary>
    /// <param name="source">The file.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="firstChunk">Where its image data begin.</param>
    /// <param name="sizes">The sizes.</param>
    /// <param name="gap">Bytes of image data from the end of a stretch to the next, at most.</param>
    public void Begin(byte* source, int length, int firstChunk, StretchSizes sizes, long gap)
    {
        _source = source;
        (_length, _maxGap, _end, _sizes) = (length, gap, length - firstChunk, sizes);
        (_last, _lastStretch, Misses, _isClosed, _isExhausted) = (new ImageDataPlace(firstChunk, 0, 0), null, 0, false, false);
    }

    /// <summary>Works on stretches until there is none to begin, or it may not go on.</summary>
    /// <param name="helper">Who works; pieces and stretches are its own.</param>
    /// <param name="mayGoOn">Asked every hundred microseconds.</param>
    public void Work(StretchHelper helper, Func<bool> mayGoOn)
    {
        while (mayGoOn() && TryDeal(helper, mayGoOn) is { } stretch)
        {
            bool isSound = false;
            try
            {
                isSound = stretch.Find(_source, _length) && stretch.Inflate(_sizes, () => GetFree(stretch, mayGoOn), piece => Publish(stretch, piece), mayGoOn);
            }
            finally
            {
                lock (_gate)
                {
                    (stretch.IsEnded, stretch.IsInvalid) = (true, !isSound);
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }

    /// <summary>The next stretch, where it begins at a bit; null where it does not. What cannot be any more is dropped. Called by the owner.</summary>
    /// <param name="bit">The bit that the owner stands at.</param>
    /// <param name="isBetweenBlocks">Whether a block begins there.</param>
    public InflateStretch? TryTake(long bit, bool isBetweenBlocks)
    {
        lock (_gate)
        {
            Advance(bit / 8);
            while (_stretches.TryPeek(out InflateStretch? stretch))
            {
                long start = stretch.StartBit;
                if (!stretch.IsInvalid && start == bit && isBetweenBlocks)
                {
                    Misses = 0;
                    return stretch;
                }

                if (!stretch.IsInvalid && (start > bit || start < 0))
                    break;
                stretch.IsEndAsked = true;
                if (!stretch.IsEnded)
                    break;
                Misses++;
                Release(stretch);
            }

            return null;
        }
    }

    /// <summary>Whether the next stretch begins at a bit. Called by the owner.</summary>
    public bool BeginsAt(long bit)
    {
        lock (_gate)
            return _stretches.TryPeek(out InflateStretch? stretch) && stretch.StartBit == bit;
    }

    /// <summary>The next piece of a stretch; null where it has ended. Where there is none yet, it is told to end, since the owner can go on itself. Called by the owner.</summary>
    public StretchPiece? TakePiece(InflateStretch stretch)
    {
        lock (_gate)
        {
            while (true)
            {
                if (stretch.Pieces.TryDequeue(out StretchPiece? piece))
                    return piece;
                if (stretch.IsEnded)
                    return null;
                stretch.IsEndAsked = true;
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Gives a piece back. Called by the owner.</summary>
    public void Free(StretchPiece piece, StretchHelper helper)
    {
        lock (_gate)
        {
            helper.FreePieces.Push(piece);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes the next stretch, which has ended, out. Called by the owner.</summary>
    public void Release(InflateStretch stretch)
    {
        lock (_gate)
        {
            _stretches.Dequeue();
            while (stretch.Pieces.TryDequeue(out StretchPiece? piece))
                stretch.Helper.FreePieces.Push(piece);
            stretch.Helper.FreeStretches.Push(stretch);
            if (_lastStretch == stretch)
                _lastStretch = null;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Ends the work. Called by the owner.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (InflateStretch stretch in _stretches)
                stretch.IsEndAsked = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Forgets all stretches, when nobody works on one any more. Called by the owner.</summary>
    public void Clear()
    {
        _stretches.Clear();
        _lastStretch = null;
    }

    private InflateStretch? TryDeal(StretchHelper helper, Func<bool> mayGoOn)
    {
        lock (_gate)
        {
            bool mayWait = true;
            while (mayWait && !_isClosed && helper.FreeStretches.Count == 0)
                mayWait = WaitAsHelper(mayGoOn);
            if (_isClosed || _isExhausted || helper.FreeStretches.Count == 0)
                return null;
            if (_lastStretch is not null)
                Advance(_lastStretch.Offset);
            long gap = (long)Math.Min(_maxGap, OwnPart * (_end - _last.Offset));
            ImageDataPlace? next = gap * MinGapDivisor < _maxGap ? null : _last.Advance(new ReadOnlySpan<byte>(_source, _length), gap);
            if (next is not { } place)
            {
                _isExhausted = true;
                return null;
            }

            InflateStretch stretch = helper.FreeStretches.Pop();
            stretch.Begin(place, helper);
            if (_lastStretch is not null)
                _lastStretch.Next = stretch;
            (_last, _lastStretch) = (place, stretch);
            _stretches.Enqueue(stretch);
            return stretch;
        }
    }

    /// <summary>Moves the place behind which the next stretch is to be.</summary>
    private void Advance(long offset)
    {
        if (offset > _last.Offset && _last.Advance(new ReadOnlySpan<byte>(_source, _length), offset - _last.Offset) is { } place)
            _last = place;
    }

    private StretchPiece? GetFree(InflateStretch stretch, Func<bool> mayGoOn)
    {
        lock (_gate)
        {
            Stack<StretchPiece> pieces = stretch.Helper.FreePieces;
            bool mayWait = true;
            while (mayWait && !_isClosed && !stretch.IsEndAsked && pieces.Count == 0)
                mayWait = WaitAsHelper(mayGoOn);
            return _isClosed || stretch.IsEndAsked || pieces.Count == 0 ? null : pieces.Pop();
        }
    }

    /// <summary>Waits for a change; false where the processor is wanted elsewhere meanwhile.</summary>
    private bool WaitAsHelper(Func<bool> mayGoOn) => Monitor.Wait(_gate, WaitMilliseconds) || mayGoOn();

    private void Publish(InflateStretch stretch, StretchPiece piece)
    {
        lock (_gate)
        {
            stretch.Pieces.Enqueue(piece);
            Monitor.PulseAll(_gate);
        }
    }
}

using ImageResize.Pixels.Memory;
using ImageResize.Png.Inflating;

namespace ImageResize.Png.Decoding;

/// <summary>
/// A stretch of the image data that is inflated before it is known what comes before it: from the first place where a block may begin, at first into
/// symbols with markers (<see cref="MarkerKernel"/>), and when 32 KB have come without any, into bytes. It may end anywhere, and can be gone on from there. Made
/// by one helper; the owner takes its pieces from the <see cref="StretchQueue"/>, and its state at the end.
/// </summary>
internal sealed unsafe class InflateStretch(BufferArena lent)
{
    private const int StepBytes = 128 * 1024, StepSymbols = 16 * 1024;

    /// <summary>Bytes that are searched for the beginning of a block; few blocks are as long.</summary>
    private const int SearchBytes = 512 * 1024;

    private long _startBit, _offset;
    private volatile bool _isEndAsked;

    /// <summary>The pieces that are ready, under the lock of the queue, like all that has no other word.</summary>
    public Queue<StretchPiece> Pieces { get; } = new();

    /// <summary>Whether nothing more comes.</summary>
    public bool IsEnded { get; set; }

    /// <summary>Whether no beginning was found, or none that leads to a stream.</summary>
    public bool IsInvalid { get; set; }

    /// <summary>The stretch behind this one, which it is not to go beyond; its beginning is looked at without the lock, where an old one does no harm.</summary>
    public InflateStretch? Next { get; set; }

    /// <summary>Whose pieces it takes.</summary>
    public StretchHelper Helper { get; private set; } = null!;

    /// <summary>The first bit of its first block; -1 before it is found. May be asked for by any thread.</summary>
    public long StartBit
    {
        get => Volatile.Read(ref _startBit);
        private set => Volatile.Write(ref _startBit, value);
    }

    /// <summary>How far it has come in the image data, in bytes. May be asked for by any thread.</summary>
    public long Offset
    {
        get => Volatile.Read(ref _offset);
        private set => Volatile.Write(ref _offset, value);
    }

    /// <summary>Whether it is to end soon. May be set by any thread.</summary>
    public bool IsEndAsked
    {
        get => _isEndAsked;
        set => _isEndAsked = value;
    }

    /// <summary>Where it goes on, once it has ended.</summary>
    public ImageDataReader Data { get; } = new(lent);

    public Inflater Inflater { get; } = new(lent);

    /// <summary>Takes the memory, for all that is done with it.</summary>
    public void Prepare()
    {
        Data.Prepare();
        Inflater.Start();
    }

    /// <summary>Begins one.</summary>
    public void Begin(ImageDataPlace place, StretchHelper helper)
    {
        (Place, Helper, StartBit, Offset, Next) = (place, helper, -1, place.Offset, null);
        (IsEnded, IsInvalid, IsEndAsked) = (false, false, false);
    }

    /// <summary>Where it looks for a beginning.</summary>
    private ImageDataPlace Place { get; set; }

    /// <summary>Finds the first bit from its place on where a block may begin, and begins there; false for none.</summary>
    /// <param name="source">The file.</param>
    /// <param name="length">Its bytes.</param>
    public bool Find(byte* source, int length)
    {
        Data.Open(source, length, Place);
        long searchEnd = Place.Offset + SearchBytes;
        while (!_isEndAsked)
        {
            byte* begin = Data.Begin, last = Data.End - Inflater.MinInput;
            long offset = Data.OffsetOf(begin), end = 8 * Math.Min(last - begin, searchEnd - offset);
            for (long bit = 0; (bit = BlockFinder.Find(begin, bit, end)) >= 0; bit++)
            {
                if (Inflater.TryStart(begin + (bit >> 3), (int)(bit & 7), Data.End))
                {
                    StartBit = 8 * offset + bit;
                    return true;
                }
            }

            if (Data.IsLast || last <= begin || offset + (last - begin) >= searchEnd)
                return false;
            Data.Fill(last);
        }

        return false;
    }

    /// <summary>Inflates from the beginning that was found; false where it leads to what is no stream.</summary>
    /// <param name="sizes">The sizes of pieces.</param>
    /// <param name="getFree">A piece to fill, which may be waited for; null to end.</param>
    /// <param name="publish">Takes a piece.</param>
    /// <param name="mayGoOn">Asked every hundred microseconds.</param>
    public bool Inflate(StretchSizes sizes, Func<StretchPiece?> getFree, Action<StretchPiece> publish, Func<bool> mayGoOn)
    {
        Inflater.PausesAtBlocks = true;
        StretchPiece? piece = getFree(), next;
        piece?.Begin();
        for (; piece is not null; piece = next)
        {
            (InflateStatus status, bool goesOn, bool isClean) = piece.IsMarked ? FillMarked(piece, sizes, mayGoOn) : FillBytes(piece, sizes, mayGoOn);
            if (status == InflateStatus.Invalid)
            {
                publish(piece);
                return false;
            }

            next = goesOn ? getFree() : null;
            next?.Begin(piece, !isClean);
            publish(piece);
        }

        return true;
    }

    private (InflateStatus Status, bool GoesOn, bool IsClean) FillMarked(StretchPiece piece, StretchSizes sizes, Func<bool> mayGoOn)
    {
        ushort* output = piece.Symbols, window = output - Inflater.HistoryBytes, end = output + sizes.Symbols;
        var status = InflateStatus.OutputFull;
        bool goesOn = true, isClean = false;
        while (goesOn && !isClean && output < end)
        {
            status = Inflater.RunMarked(window, ref output, end - output < StepSymbols ? end : output + StepSymbols);
            isClean = MarkerResolver.IsClean(output - Inflater.HistoryBytes, Inflater.HistoryBytes);
            goesOn = GoesOn(status) && mayGoOn();
        }

        piece.Length = (nint)(output - piece.Symbols);
        return (status, goesOn, isClean);
    }

    private (InflateStatus Status, bool GoesOn, bool IsClean) FillBytes(StretchPiece piece, StretchSizes sizes, Func<bool> mayGoOn)
    {
        byte* output = piece.Bytes, window = output - Inflater.HistoryBytes, end = output + sizes.Piece;
        var status = InflateStatus.OutputFull;
        bool goesOn = true;
        while (goesOn && output < end)
        {
            status = Inflater.Run(window, ref output, end - output < StepBytes ? end : output + StepBytes);
            goesOn = GoesOn(status) && mayGoOn();
        }

        piece.Length = (nint)(output - piece.Bytes);
        return (status, goesOn, true);
    }

    private bool GoesOn(InflateStatus status)
    {
        switch (status)
        {
            case InflateStatus.OutputFull:
                return !_isEndAsked;
            case InflateStatus.BlockEnd:
                Offset = Data.OffsetOf(Inflater.Position);
                return !_isEndAsked && Next?.StartBit != 8 * Offset - Inflater.SpareBits;
            case InflateStatus.NeedsInput when !Data.IsLast:
                Data.Fill(Inflater.Position);
                // The very end is left to the owner.
                Inflater.SetInput(Data.Begin, Data.End, isLast: false);
                return !_isEndAsked;
            default:
                return false;
        }
    }
}

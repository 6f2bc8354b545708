using ImageResize.Pixels.Memory;
using ImageResize.Png.Inflating;

namespace ImageResize.Png.Decoding;

/// <summary>The sizes of stretches of image data that are inflated ahead, and of the pieces that they come in.</summary>
/// <param name="Piece">Inflated bytes of a piece.</param>
/// <param name="Unit">Bytes of a unit of rows.</param>
/// <param name="Window">Bytes of the image data in hand at a time.</param>
internal readonly record struct StretchSizes(int Piece, long Unit, int Window)
{
    /// <summary>Pieces of each helper. The owner is to come to a stretch before they are full, of which those with symbols hold half as much.</summary>
    public const int Pieces = 12;

    /// <summary>Stretches of each helper: in work, and those whose pieces are still to be taken.</summary>
    public const int Stretches = 2;

    /// <summary>The most inflated bytes from where one stretch ends to the next; that many the owner inflates by itself while the helper fills its pieces.</summary>
    public double MaxGap => Pieces * (double)Piece / 2;

    /// <summary>Bytes before those of a piece: for what matches refer back to, and what is not taken yet.</summary>
    public long Room => Math.Max(Unit, Inflater.HistoryBytes);

    /// <summary>Symbols of a piece while there are markers among them.</summary>
    public nint Symbols => (nint)(PieceBuffer / sizeof(ushort)) - Inflater.HistoryBytes - MarkerKernel.OutputMargin;

    public long PieceBuffer => Math.Max(Room + Piece, 4L * Inflater.HistoryBytes) + InflateKernel.OutputMargin + Unfilter.Margin;

    /// <summary>The native memory for a helper.</summary>
    public long HelperBytes => Pieces * PieceBuffer + Stretches * (Window + Inflater.Bytes);
}

/// <summary>A part of a stretch of inflated data: bytes, or at its beginning symbols with markers. Made by a helper, and then the owner's.</summary>
internal sealed unsafe class StretchPiece(BufferArena lent)
{
    private readonly NativeBuffer _buffer = lent.Create();
    private StretchSizes _sizes;

    /// <summary>Whether it has symbols.</summary>
    public bool IsMarked { get; set; }

    /// <summary>Its bytes or symbols.</summary>
    public nint Length { get; set; }

    /// <summary>The first byte, with room before it.</summary>
    public byte* Bytes => _buffer.Pointer + _sizes.Room;

    /// <summary>The first symbol, with 32 KB symbols before it.</summary>
    public ushort* Symbols => (ushort*)_buffer.Pointer + Inflater.HistoryBytes;

    /// <summary>Takes the memory, for all that is done with it.</summary>
    public void Prepare(StretchSizes sizes)
    {
        _sizes = sizes;
        _buffer.Require(sizes.PieceBuffer);
    }

    /// <summary>Becomes the first piece of a stretch, of which all before is unknown.</summary>
    public void Begin()
    {
        (IsMarked, Length) = (true, 0);
        MarkerResolver.FillWindow(Symbols - Inflater.HistoryBytes);
    }

    /// <summary>Becomes the piece behind one that is full, or that has no markers in the 32 KB at its end.</summary>
    public void Begin(StretchPiece before, bool isMarked)
    {
        const long history = Inflater.HistoryBytes;
        (IsMarked, Length) = (isMarked, 0);
        if (isMarked)
            Buffer.MemoryCopy(before.Symbols + before.Length - history, Symbols - history, history * sizeof(ushort), history * sizeof(ushort));
        else if (before.IsMarked)
            MarkerResolver.Narrow(before.Symbols + before.Length - history, Bytes - history, (nint)history);
        else
            Buffer.MemoryCopy(before.Bytes + before.Length - history, Bytes - history, history, history);
    }
}

using ImageResize.Pixels.Memory;
using ImageResize.Png.Chunks;

namespace ImageResize.Png.Decoding;

/// <summary>
/// Brings the data of the IDAT chunks, as one stream, into a window that the inflater reads. The chunks must follow each other; the
/// first of another type ends the stream (PNG specification, 11.2.3). The CRC of each that is not empty is checked when it is entered.
/// The data of a further frame are in fdAT chunks, each behind a number (11.3.6.3).
/// </summary>
internal sealed unsafe class ImageDataReader(BufferArena arena)
{
    private readonly NativeBuffer _window = arena.Create();
    private byte* _source, _next, _chunkEnd;
    private int _length, _position, _prefix;
    private uint _type;
    private bool _isCut;
    private long _endOffset;

    /// <summary>The native memory at most.</summary>
    public const long MaxBytes = BufferAllocator.MaxWindowBytes;

    /// <summary>The data in the window that were not used.</summary>
    public byte* Begin { get; private set; }

    public byte* End { get; private set; }

    /// <summary>Whether no data come behind those in the window.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Whether a chunk that was entered had a wrong CRC.</summary>
    public bool HasWrongCrc { get; private set; }

    /// <summary>Begins at the first chunk of image data, or of those of a frame.</summary>
    public void Open(byte* source, int length, int firstChunk, bool isFrameData)
    {
        Begin = End = _window.Require(arena.Allocator.WindowBytes);
        (_type, _prefix) = isFrameData ? (ChunkType.FrameData, sizeof(uint)) : (ChunkType.ImageData, 0);
        Reset(source, length, firstChunk, 0);
        Fill(Begin);
    }

    /// <summary>Takes the memory.</summary>
    public void Prepare() => _window.Require(arena.Allocator.WindowBytes);

    /// <summary>Begins within the image data. The CRC of a chunk of which a part lies before is not checked.</summary>
    public void Open(byte* source, int length, ImageDataPlace place)
    {
        Begin = End = _window.Require(arena.Allocator.WindowBytes);
        (_type, _prefix) = (ChunkType.ImageData, 0);
        Reset(source, length, place.Chunk, place.Offset);
        if (Enter(checksCrc: place.Skip == 0))
            _next += Math.Min(place.Skip, _chunkEnd - _next);
        Fill(Begin);
    }

    /// <summary>Goes on where another one stands, whose data are used up to the position.</summary>
    public void CopyFrom(ImageDataReader other, byte* position)
    {
        _source = other._source;
        _next = other._next;
        _chunkEnd = other._chunkEnd;
        (_length, _position) = (other._length, other._position);
        (_type, _prefix, _isCut, _endOffset, IsLast) = (other._type, other._prefix, other._isCut, other._endOffset, other.IsLast);
        HasWrongCrc |= other.HasWrongCrc;
        nint kept = (nint)(other.End - position);
        Begin = _window.Pointer;
        Buffer.MemoryCopy(position, Begin, arena.Allocator.WindowBytes, kept);
        End = Begin + kept;
    }

    /// <summary>How many bytes of the image data lie before a position in the window.</summary>
    public long OffsetOf(byte* position) => _endOffset - (End - position);

    /// <summary>Drops what lies before the position, and fills the window up.</summary>
    public void Fill(byte* position)
    {
        byte* window = _window.Pointer;
        nint kept = (nint)(End - position), capacity = arena.Allocator.WindowBytes;
        Buffer.MemoryCopy(position, window, capacity, kept);
        Begin = window;
        End = window + kept;
        while (End < window + capacity && !IsLast)
        {
            if (_next == _chunkEnd && !Enter(checksCrc: true))
            {
                IsLast = true;
                break;
            }

            nint count = (nint)Math.Min(_chunkEnd - _next, window + capacity - End);
            Buffer.MemoryCopy(_next, End, count, count);
            _next += count;
            End += count;
            _endOffset += count;
        }
    }

    private void Reset(byte* source, int length, int chunk, long offset)
    {
        _source = source;
        _next = _chunkEnd = null;
        (_length, _position, _endOffset) = (length, chunk, offset);
        (IsLast, HasWrongCrc, _isCut) = (false, false, false);
    }

    /// <summary>Enters the next chunk of image data that is not empty; false if there is none.</summary>
    private bool Enter(bool checksCrc)
    {
        var source = new ReadOnlySpan<byte>(_source, _length);
        var reader = new ChunkReader(source, _position);
        while (!_isCut)
        {
            if (!reader.Next())
            {
                _isCut = source.Length - reader.Position < PngChunk.HeaderBytes;
                return false;
            }

            PngChunk chunk = reader.Chunk;
            if (chunk.Type != _type)
                return false;
            _position = reader.Position;
            _isCut = !reader.IsWhole;
            if (checksCrc && !_isCut && chunk.Length > 0 && !chunk.HasSoundCrc(source))
                HasWrongCrc = true;
            _next = _source + Math.Min((long)chunk.Offset + _prefix, _length);
            _chunkEnd = _source + Math.Min((long)chunk.Offset + chunk.Length, _length);
            if (_next < _chunkEnd)
                return true;
        }

        return false;
    }
}

using System.Buffers.Binary;
using System.Collections.Immutable;
using ImageResize.Png.Chunks;

namespace ImageResize.Png.Animation;

/// <summary>
/// Finds the frames of an animated PNG by its chunks, with the rules of the specification (third edition, 4.9 and 11.3.6): what is
/// out of order ends the animation, and the frames before it stay.
/// </summary>
internal ref struct AnimationReader
{
    private const int ControlLength = 8, FrameLength = 26;

    private readonly ReadOnlySpan<byte> _source;
    private readonly PngHeader _header;
    private readonly ImmutableArray<PngFrame>.Builder _frames;
    private PngFrame? _open;
    private uint _sequence;
    private bool _isBehindImage;

    private AnimationReader(ReadOnlySpan<byte> source, PngHeader header)
    {
        _source = source;
        _header = header;
        _frames = ImmutableArray.CreateBuilder<PngFrame>();
    }

    /// <summary>The animation of a file; null where it has none. Where no frame of it can be told, the image of the file stands for all.</summary>
    /// <param name="source">The whole file.</param>
    /// <param name="header">Its header.</param>
    public static PngAnimation? Read(ReadOnlySpan<byte> source, PngHeader header)
    {
        // Behind the image data it does not count (11.3.6.1).
        PngChunk control = header.Chunks.FirstOrDefault(chunk => chunk.Type == ChunkType.AnimationControl);
        if (control.Length != ControlLength || control.Offset > header.ImageDataOffset)
            return null;
        uint announced = BinaryPrimitives.ReadUInt32BigEndian(control.Of(source)), plays = BinaryPrimitives.ReadUInt32BigEndian(control.Of(source)[4..]);
        if (announced is 0 or > int.MaxValue)
            return null;
        var reader = new AnimationReader(source, header);
        PngDamageKind damage = reader.ReadFrames((int)announced);
        if (reader._frames.Count == 0)
        {
            // What is left is the image that others show.
            reader._frames.Add(new PngFrame(0, 0, header.Width, header.Height) { DataOffset = header.ImageDataOffset });
            damage |= PngDamageKind.InvalidAnimation;
        }

        return new PngAnimation(reader._frames.ToImmutable(), (int)Math.Min(plays, int.MaxValue))
        {
            Announced = (int)announced,
            Damage = damage == PngDamageKind.None && reader._frames.Count < announced ? PngDamageKind.Truncated : damage,
        };
    }

    private PngDamageKind ReadFrames(int announced)
    {
        var reader = new ChunkReader(_source, ChunkReader.Signature.Length);
        while (true)
        {
            int position = reader.Position;
            bool isPresent = reader.Next();
            if (!isPresent || reader.Chunk.Type is ChunkType.End or ChunkType.FrameControl)
            {
                if (_open is { } frame && !Close(frame))
                    return isPresent ? PngDamageKind.InvalidAnimation : PngDamageKind.Truncated;
                if (!isPresent || reader.Chunk.Type == ChunkType.End || _frames.Count == announced)
                    return PngDamageKind.None;
            }

            PngDamageKind damage = Take(reader, position);
            if (damage != PngDamageKind.None)
            {
                // The frame before stands, where it has data.
                if (_open is { } frame)
                    Close(frame);
                return damage;
            }
        }
    }

    private PngDamageKind Take(ChunkReader reader, int position)
    {
        PngChunk chunk = reader.Chunk;
        switch (chunk.Type)
        {
            case ChunkType.FrameControl:
                if (!reader.IsWhole)
                    return PngDamageKind.Truncated;
                _open = ReadFrame(chunk);
                return _open is null ? PngDamageKind.InvalidAnimation : PngDamageKind.None;
            case ChunkType.ImageData:
                _isBehindImage = true;
                // Without a frame's description before it, the image is for those who show no animation.
                if (_open is { DataOffset: 0 } frame)
                    _open = frame with { DataOffset = position };
                return PngDamageKind.None;
            case ChunkType.FrameData:
                return TakeData(reader, position);
            default:
                return PngDamageKind.None;
        }
    }

    private PngDamageKind TakeData(ChunkReader reader, int position)
    {
        PngChunk chunk = reader.Chunk;
        if (chunk.Length < sizeof(uint) || _source.Length - chunk.Offset < sizeof(uint))
            return reader.IsWhole ? PngDamageKind.InvalidAnimation : PngDamageKind.Truncated;
        bool isInOrder = BinaryPrimitives.ReadUInt32BigEndian(_source[chunk.Offset..]) == _sequence++;
        if (!isInOrder || _open is not { } frame || !(frame.HasFrameData || frame.DataOffset == 0))
            return PngDamageKind.InvalidAnimation;
        if (frame.DataOffset == 0)
            _open = frame with { DataOffset = position, HasFrameData = true };
        return PngDamageKind.None;
    }

    /// <summary>A frame's description; null where it cannot be.</summary>
    private PngFrame? ReadFrame(PngChunk chunk)
    {
        if (chunk.Length != FrameLength || !chunk.HasSoundCrc(_source))
            return null;
        ReadOnlySpan<byte> data = chunk.Of(_source);
        if (BinaryPrimitives.ReadUInt32BigEndian(data) != _sequence++)
            return null;
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data[4..]), height = BinaryPrimitives.ReadUInt32BigEndian(data[8..]);
        uint x = BinaryPrimitives.ReadUInt32BigEndian(data[12..]), y = BinaryPrimitives.ReadUInt32BigEndian(data[16..]);
        bool isInside = width > 0 && height > 0 && (ulong)x + width <= (ulong)_header.Width && (ulong)y + height <= (ulong)_header.Height;
        if (!isInside || data[24] > (byte)FrameDisposal.Previous || data[25] > 1)
            return null;
        var frame = new PngFrame((int)x, (int)y, (int)width, (int)height)
        {
            Delay = new FrameDelay(BinaryPrimitives.ReadUInt16BigEndian(data[20..]), BinaryPrimitives.ReadUInt16BigEndian(data[22..])),
            Disposal = (FrameDisposal)data[24],
            IsBlended = data[25] == 1,
        };
        // The image of the file has the size of the canvas.
        return _isBehindImage || frame.Covers(_header) ? frame : null;
    }

    /// <summary>Ends a frame; false where it has no data.</summary>
    private bool Close(PngFrame frame)
    {
        _open = null;
        if (frame.DataOffset == 0)
            return false;
        _frames.Add(frame);
        return true;
    }
}

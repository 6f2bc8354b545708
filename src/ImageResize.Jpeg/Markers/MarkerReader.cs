using System.Buffers.Binary;
using ImageResize.Metadata.Jpeg;

namespace ImageResize.Jpeg.Markers;

/// <summary>
/// Walks from marker to marker (ITU T.81, B.1.1). As libjpeg does, it skips bytes that belong to no marker and
/// counts them, accepts any number of fill bytes, and treats the end of the data as an end of image.
/// </summary>
internal ref struct MarkerReader(ReadOnlySpan<byte> source, int position)
{
    private readonly ReadOnlySpan<byte> _source = source;

    /// <summary>The offset of the next byte to look at.</summary>
    public int Position { get; set; } = position;

    /// <summary>The code of the marker last found.</summary>
    public byte Code { get; private set; }

    /// <summary>The parameters of that marker, without the length; empty where it stands alone.</summary>
    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>The offset of <see cref="Payload"/> in the source.</summary>
    public int PayloadOffset { get; private set; }

    /// <summary>Bytes skipped so far because they belong to no marker.</summary>
    public int ExtraneousBytes { get; private set; }

    /// <summary>Whether the end of the data stood in for a missing end-of-image marker.</summary>
    public bool EndIsMissing { get; private set; }

    /// <summary>Finds the next marker.</summary>
    /// <exception cref="JpegFormatException">The length of a marker segment is impossible.</exception>
    public void Next()
    {
        Code = FindCode();
        Payload = default;
        PayloadOffset = Position;
        if (Marker.StandsAlone(Code))
            return;
        if (_source.Length - Position < 2)
            throw new JpegFormatException("The file ends inside a marker segment.");
        int length = BinaryPrimitives.ReadUInt16BigEndian(_source[Position..]);
        if (length < 2)
            throw new JpegFormatException($"The marker segment FF{Code:X2} has an impossible length.");
        if (length > _source.Length - Position)
            throw new JpegFormatException("The file ends inside a marker segment.");
        PayloadOffset = Position + 2;
        Payload = _source.Slice(PayloadOffset, length - 2);
        Position += length;
    }

    private byte FindCode()
    {
        ReadOnlySpan<byte> source = _source;
        while (true)
        {
            int skip = source[Position..].IndexOf((byte)0xFF);
            if (skip < 0)
            {
                ExtraneousBytes += source.Length - Position;
                return EndOfData();
            }

            ExtraneousBytes += skip;
            Position += skip;
            while (Position < source.Length && source[Position] == 0xFF)
                Position++;
            if (Position == source.Length)
                return EndOfData();
            byte code = source[Position++];
            if (code != 0)
                return code;
            ExtraneousBytes += 2;
        }
    }

    private byte EndOfData()
    {
        Position = _source.Length;
        EndIsMissing = true;
        return Marker.Eoi;
    }
}

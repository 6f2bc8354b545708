using ImageResize.Pixels;

namespace ImageResize.MoreFormats.Containers;

/// <summary>The head of a JPEG XL code stream (ISO/IEC 18181-1, annex D): size and what the samples are, as far as colours.</summary>
/// <param name="Size">Pixels as stored, before the orientation.</param>
/// <param name="Orientation">EXIF's number for the turn that is to be done.</param>
/// <param name="Bits">Bits a sample.</param>
/// <param name="HasAlpha">Whether a further channel is alpha.</param>
/// <param name="IsAnimated">Whether there are frames that play.</param>
internal sealed record JxlHeader(PixelSize Size, int Orientation, int Bits, bool HasAlpha, bool IsAnimated)
{
    /// <summary>What the colours are.</summary>
    public JxlColor Color { get; init; } = JxlColor.Usual;

    /// <summary>Whether a further channel is the black of a press.</summary>
    public bool HasBlack { get; init; }

    private const int MaxExtraChannels = 256;
    private const uint Alpha = 0, Spot = 2, Black = 4, Cfa = 5;

    /// <summary>Width by height for the ratios that have a number of their own (table D.2).</summary>
    private static readonly (int Across, int Down)[] Ratios = [(0, 0), (1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1)];

    /// <summary>Reads it; null where it is none, or ends early.</summary>
    /// <param name="stream">The code stream from its first byte.</param>
    public static JxlHeader? Read(byte[] stream)
    {
        if (stream.Length < 3 || stream[0] != 0xFF || stream[1] != 0x0A)
            return null;
        var bits = new JxlBits(stream, 2);
        (long width, long height) = ReadSize(bits);
        var header = new JxlHeader(default, 1, 8, false, false);
        if (!bits.Flag())
            header = ReadMetadata(bits, header);
        if (bits.IsPastEnd || width is < 1 or > int.MaxValue || height is < 1 or > int.MaxValue)
            return null;
        return header with { Size = new PixelSize((int)width, (int)height) };
    }

    private static JxlHeader ReadMetadata(JxlBits bits, JxlHeader header)
    {
        if (bits.Flag())
        {
            header = header with { Orientation = 1 + (int)bits.Number(3) };
            if (bits.Flag())
                ReadSize(bits);
            if (bits.Flag())
                ReadPreview(bits);
            if (bits.Flag())
            {
                header = header with { IsAnimated = true };
                ReadAnimation(bits);
            }
        }

        header = header with { Bits = ReadDepth(bits) };
        bits.Flag();
        uint extra = bits.Choice((0, 0), (1, 0), (2, 4), (1, 12));
        for (uint i = 0; i < extra && i < MaxExtraChannels && !bits.IsPastEnd; i++)
        {
            uint type = ReadExtraChannel(bits);
            header = header with { HasAlpha = header.HasAlpha || type == Alpha, HasBlack = header.HasBlack || type == Black };
        }

        return header with { Color = JxlColor.Read(bits) };
    }

    private static (long Width, long Height) ReadSize(JxlBits bits)
    {
        bool isSmall = bits.Flag();
        long height = Side(bits, isSmall);
        (int across, int down) = Ratios[bits.Number(3)];
        return (across == 0 ? Side(bits, isSmall) : height * across / down, height);
    }

    private static long Side(JxlBits bits, bool isSmall) => isSmall ? 8 * (1 + (long)bits.Number(5)) : bits.Choice((1, 9), (1, 13), (1, 18), (1, 30));

    private static void ReadPreview(JxlBits bits)
    {
        bool isDivided = bits.Flag();
        (uint, int)[] side = isDivided ? [(16, 0), (32, 0), (1, 5), (33, 9)] : [(1, 6), (65, 8), (321, 10), (1345, 12)];
        bits.Choice(side[0], side[1], side[2], side[3]);
        if (bits.Number(3) == 0)
            bits.Choice(side[0], side[1], side[2], side[3]);
    }

    private static void ReadAnimation(JxlBits bits)
    {
        bits.Choice((100, 0), (1000, 0), (1, 10), (1, 30));
        bits.Choice((1, 0), (1001, 0), (1, 8), (1, 10));
        bits.Choice((0, 0), (0, 3), (0, 16), (0, 32));
        bits.Flag();
    }

    private static int ReadDepth(JxlBits bits)
    {
        if (!bits.Flag())
            return (int)bits.Choice((8, 0), (10, 0), (12, 0), (1, 6));
        int depth = (int)bits.Choice((32, 0), (16, 0), (24, 0), (1, 6));
        bits.Number(4);
        return depth;
    }

    /// <summary>What it is.</summary>
    private static uint ReadExtraChannel(JxlBits bits)
    {
        if (bits.Flag())
            return Alpha;
        uint type = bits.Enumeration();
        ReadDepth(bits);
        bits.Choice((0, 0), (3, 0), (4, 0), (1, 3));
        uint name = bits.Choice((0, 0), (0, 4), (16, 5), (48, 10));
        bits.Skip(8 * (int)name);
        if (type == Alpha)
            bits.Flag();
        else if (type == Spot)
            bits.Skip(4 * 16);
        else if (type == Cfa)
            bits.Choice((1, 0), (0, 2), (3, 4), (19, 8));
        return type;
    }
}

/// <summary>Bits of a code stream, the lowest of a byte first; zeros past the end, which <see cref="IsPastEnd"/> tells.</summary>
/// <param name="data">The code stream.</param>
/// <param name="start">The first byte.</param>
internal sealed class JxlBits(byte[] data, int start)
{
    private long _position = start * 8L;

    public bool IsPastEnd => _position > data.Length * 8L;

    public bool Flag() => Number(1) != 0;

    /// <summary>A number of up to 32 bits.</summary>
    public uint Number(int count)
    {
        uint value = 0;
        for (int i = 0; i < count; i++, _position++)
            if (_position < data.Length * 8L && (data[_position >> 3] >> (int)(_position & 7) & 1) != 0)
                value |= 1u << i;
        return value;
    }

    /// <summary>One of four: what is added, and how many bits follow (U32 of the specification).</summary>
    public uint Choice((uint Offset, int Bits) a, (uint Offset, int Bits) b, (uint Offset, int Bits) c, (uint Offset, int Bits) d)
    {
        (uint offset, int count) = Number(2) switch { 0 => a, 1 => b, 2 => c, _ => d };
        return offset + Number(count);
    }

    /// <summary>A value of an enumeration.</summary>
    public uint Enumeration() => Choice((0, 0), (1, 0), (2, 4), (18, 6));

    public void Skip(int count) => _position += count;
}

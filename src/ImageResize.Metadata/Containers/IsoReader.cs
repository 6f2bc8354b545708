using System.Buffers.Binary;
using System.Text;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// Reads numbers and texts of a box one after another. Past the end everything is zero and <see cref="IsPastEnd"/> says so, so
/// that a table need be checked only once.
/// </summary>
internal ref struct IsoReader(ReadOnlySpan<byte> data, int position, int end)
{
    private readonly ReadOnlySpan<byte> _data = data;

    public int Position { get; private set; } = position;

    public int End { get; } = Math.Min(end, data.Length);

    public bool IsPastEnd { get; private set; }

    /// <summary>A number of 0 to 8 bytes.</summary>
    public ulong Number(int bytes)
    {
        if (Position + bytes > End)
        {
            IsPastEnd = true;
            return 0;
        }

        ulong value = 0;
        for (int i = 0; i < bytes; i++)
            value = value << 8 | _data[Position++];
        return value;
    }

    public uint UInt32() => (uint)Number(4);

    public int UInt16() => (int)Number(2);

    public int Byte() => (int)Number(1);

    public string Type() => Encoding.Latin1.GetString([(byte)Byte(), (byte)Byte(), (byte)Byte(), (byte)Byte()]);

    /// <summary>A text up to a zero, or to the end.</summary>
    public string Text()
    {
        ReadOnlySpan<byte> rest = Position < End ? _data[Position..End] : default;
        int length = rest.IndexOf((byte)0);
        string text = Encoding.UTF8.GetString(length < 0 ? rest : rest[..length]);
        Position = length < 0 ? End : Position + length + 1;
        return text;
    }

    public static uint FourCharacters(ReadOnlySpan<byte> type) => BinaryPrimitives.ReadUInt32BigEndian(type);
}

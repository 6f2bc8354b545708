using System.Runtime.InteropServices;
using System.Text;

namespace ImageResize.Batch.Planning;

/// <summary>
/// Texts in a block of bytes, written at its end and read from its start: of each the number of characters that it
/// shares with the one before, and the rest, in one byte a character where all of it is ASCII and as it is elsewhere
/// (file names may hold what no encoding allows). Not thread safe.
/// </summary>
/// <param name="first">Bytes of the first text; a block is larger than usual where that is.</param>
internal sealed class TextBlock(int first)
{
    private const int UsualCapacity = 64 << 10;

    /// <summary>A number below 2^31 takes up to five bytes, seven bits in each.</summary>
    private const int MostBytesOfNumber = 5;

    private readonly byte[] _bytes = new byte[Math.Max(UsualCapacity, first)];
    private int _end;
    private int _position;

    /// <summary>Bytes.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>Whether all that was written was read.</summary>
    public bool IsReadToEnd => _position == _end;

    /// <summary>Bytes that a text takes at most.</summary>
    public static int MostBytes(string text) => text.Length * sizeof(char) + 2 * MostBytesOfNumber;

    /// <summary>Whether there is room for so many bytes.</summary>
    public bool HasRoom(int bytes) => _bytes.Length - _end >= bytes;

    /// <summary>Writes a text.</summary>
    public void Write(string text, string before)
    {
        int shared = text.AsSpan().CommonPrefixLength(before);
        ReadOnlySpan<char> rest = text.AsSpan(shared);
        bool isAscii = Ascii.IsValid(rest);
        WriteNumber(shared);
        WriteNumber(rest.Length << 1 | (isAscii ? 0 : 1));
        if (isAscii)
            _end += Encoding.ASCII.GetBytes(rest, _bytes.AsSpan(_end));
        else
        {
            MemoryMarshal.AsBytes(rest).CopyTo(_bytes.AsSpan(_end));
            _end += rest.Length * sizeof(char);
        }
    }

    /// <summary>Reads the next text.</summary>
    public string Read(string before)
    {
        int shared = ReadNumber();
        int length = ReadNumber();
        bool isAscii = (length & 1) == 0;
        length >>= 1;
        if (length == 0 && shared == before.Length)
            return before;
        ReadOnlySpan<byte> rest = _bytes.AsSpan(_position, isAscii ? length : length * sizeof(char));
        _position += rest.Length;
        return string.Concat(before.AsSpan(0, shared), isAscii ? Encoding.ASCII.GetString(rest) : MemoryMarshal.Cast<byte, char>(rest));
    }

    private void WriteNumber(int number)
    {
        for (; number >= 0x80; number >>= 7)
            _bytes[_end++] = (byte)(number | 0x80);
        _bytes[_end++] = (byte)number;
    }

    private int ReadNumber()
    {
        int number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = _bytes[_position++];
            number |= (part & 0x7F) << shift;
            if (part < 0x80)
                return number;
        }
    }
}

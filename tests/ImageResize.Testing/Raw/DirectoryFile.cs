using System.Buffers.Binary;
using System.Text;

namespace ImageResize.Testing.Raw;

/// <summary>An entry of a directory to be written: numbers, or bytes as they are.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Type">TIFF's type: 2 text, 3 of two bytes, 4 of four, 7 bytes.</param>
/// <param name="Numbers">The numbers.</param>
/// <param name="Content">The bytes, where they are no numbers.</param>
public sealed record DirectoryEntry(int Tag, int Type, long[] Numbers, byte[]? Content = null)
{
    /// <summary>One or more numbers of four bytes.</summary>
    public static DirectoryEntry Long(int tag, params long[] numbers) => new(tag, 4, numbers);

    /// <summary>A number of two bytes.</summary>
    public static DirectoryEntry Short(int tag, int number) => new(tag, 3, [number]);

    public static DirectoryEntry Text(int tag, string text) => new(tag, 2, [], Encoding.ASCII.GetBytes(text + "\0"));

    public static DirectoryEntry Bytes(int tag, byte[] content) => new(tag, 7, [], content);
}

/// <summary>Makes files of TIFF directories, and the like, from the leaves up: what is pointed to is added first.</summary>
public sealed class DirectoryFile
{
    private readonly MemoryStream _bytes = new();
    private readonly bool _isBigEndian;

    /// <summary>Begins with a signature of four bytes, and room for the offset of the first directory.</summary>
    public DirectoryFile(string signature = "II*\0")
    {
        _isBigEndian = signature[0] == 'M';
        _bytes.Write(Encoding.Latin1.GetBytes(signature));
        _bytes.Write(new byte[4]);
    }

    /// <summary>Adds bytes; the place is where they are.</summary>
    public long Add(byte[] content)
    {
        long at = _bytes.Length;
        _bytes.Write(content);
        if (_bytes.Length % 2 != 0)
            _bytes.WriteByte(0);
        return at;
    }

    /// <summary>Adds a directory, and where the next one is.</summary>
    public long Add(long next, params DirectoryEntry[] entries)
    {
        var table = new MemoryStream();
        table.Write(Number(entries.Length, 2));
        foreach (DirectoryEntry entry in entries.OrderBy(entry => entry.Tag))
        {
            byte[] value = entry.Content ?? [.. entry.Numbers.SelectMany(number => Number(number, entry.Type == 3 ? 2 : 4))];
            table.Write(Number(entry.Tag, 2));
            table.Write(Number(entry.Type, 2));
            table.Write(Number(entry.Content?.Length ?? entry.Numbers.Length, 4));
            table.Write(value.Length <= 4 ? [.. value, .. new byte[4 - value.Length]] : Number(Add(value), 4));
        }

        table.Write(Number(next, 4));
        return Add(table.ToArray());
    }

    /// <summary>The file, whose first directory is this.</summary>
    public byte[] Finish(long first)
    {
        byte[] file = _bytes.ToArray();
        Number(first, 4).CopyTo(file, 4);
        return file;
    }

    private byte[] Number(long value, int size)
    {
        byte[] bytes = new byte[4];
        if (_isBigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(bytes, unchecked((uint)(size == 2 ? value << 16 : value)));
        else
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, unchecked((uint)value));
        return bytes[..size];
    }
}

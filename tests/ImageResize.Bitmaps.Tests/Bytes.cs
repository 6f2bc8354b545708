using System.Buffers.Binary;
using System.Text;

namespace ImageResize.Bitmaps.Tests;

/// <summary>Writes the fields of a file one after the other, least significant byte first.</summary>
internal sealed class Bytes
{
    private readonly List<byte> _bytes = [];

    public int Count => _bytes.Count;

    public Bytes Text(string text)
    {
        _bytes.AddRange(Encoding.Latin1.GetBytes(text));
        return this;
    }

    public Bytes Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public Bytes U16(params int[] values)
    {
        foreach (int value in values)
            _bytes.AddRange([(byte)value, (byte)(value >> 8)]);
        return this;
    }

    public Bytes U32(params long[] values)
    {
        foreach (long value in values)
        {
            byte[] four = new byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(four, unchecked((uint)value));
            _bytes.AddRange(four);
        }

        return this;
    }

    public Bytes Zeros(int count)
    {
        _bytes.AddRange(new byte[count]);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];
}

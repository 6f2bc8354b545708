using System.Buffers.Binary;

namespace ImageResize.Jpeg.Markers;

/// <summary>The four quantisation tables that DQT markers define (ITU T.81, B.2.4.1), in zig-zag order.</summary>
internal sealed class QuantizationTables
{
    public const int Count = 4;

    private readonly ushort[] _values = new ushort[Count * 64];
    private int _defined;

    public void Clear() => _defined = 0;

    /// <summary>Reads the parameters of a DQT marker: any number of tables of 8 or 16 bits.</summary>
    /// <exception cref="JpegFormatException">They are impossible.</exception>
    public void Read(ReadOnlySpan<byte> payload)
    {
        while (!payload.IsEmpty)
        {
            int precision = payload[0] >> 4, table = payload[0] & 15;
            int length = precision == 0 ? 64 : 128;
            if (table >= Count || precision > 1 || payload.Length < 1 + length)
                throw new JpegFormatException("A quantisation table is impossible.");
            ReadOnlySpan<byte> elements = payload.Slice(1, length);
            Span<ushort> values = _values.AsSpan(table * 64, 64);
            for (int i = 0; i < 64; i++)
                values[i] = precision == 0 ? elements[i] : BinaryPrimitives.ReadUInt16BigEndian(elements[(2 * i)..]);
            _defined |= 1 << table;
            payload = payload[(1 + length)..];
        }
    }

    /// <exception cref="JpegFormatException">The table was never defined.</exception>
    public ReadOnlySpan<ushort> Get(int table)
    {
        if ((_defined >> table & 1) == 0)
            throw new JpegFormatException($"Quantisation table {table} is used but not defined.");
        return _values.AsSpan(table * 64, 64);
    }
}

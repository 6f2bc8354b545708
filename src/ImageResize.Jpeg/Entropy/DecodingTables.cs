using System.Buffers.Binary;
using ImageResize.Jpeg.Markers;
using ImageResize.Metadata.Jpeg;

namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// What the table and miscellaneous markers set (ITU T.81, B.2.4), as it stands at the current scan: quantisation tables,
/// Huffman tables and the restart interval.
/// </summary>
internal sealed class DecodingTables
{
    public const int TableCount = 4;

    public DecodingTables()
    {
        DcSpecifications = Create();
        AcSpecifications = Create();
    }

    public QuantizationTables Quantization { get; } = new();

    public HuffmanSpecification[] DcSpecifications { get; }

    public HuffmanSpecification[] AcSpecifications { get; }

    /// <summary>MCUs between restart markers; 0 for none.</summary>
    public int RestartInterval { get; private set; }

    /// <summary>The state at the start of an image.</summary>
    public void Clear()
    {
        Quantization.Clear();
        StandardHuffmanTables.Install(DcSpecifications, AcSpecifications);
        RestartInterval = 0;
    }

    /// <summary>Takes in a DQT, DHT or DRI segment, and ignores any other.</summary>
    /// <exception cref="JpegFormatException">The segment is impossible.</exception>
    public void Read(byte code, ReadOnlySpan<byte> payload)
    {
        switch (code)
        {
            case Marker.Dqt:
                Quantization.Read(payload);
                break;
            case Marker.Dht:
                ReadHuffmanTables(payload);
                break;
            case Marker.Dri:
                if (payload.Length < 2)
                    throw new JpegFormatException("The restart interval is too short.");
                RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(payload);
                break;
        }
    }

    private static HuffmanSpecification[] Create()
    {
        var specifications = new HuffmanSpecification[TableCount];
        for (int i = 0; i < TableCount; i++)
            specifications[i] = new HuffmanSpecification();
        return specifications;
    }

    private void ReadHuffmanTables(ReadOnlySpan<byte> payload)
    {
        while (payload.Length > HuffmanSpecification.MaxCodeLength)
        {
            int tableClass = payload[0] >> 4, identifier = payload[0] & 15;
            if (tableClass > 1 || identifier >= TableCount)
                throw new JpegFormatException("A Huffman table has an impossible identifier.");
            HuffmanSpecification table = (tableClass == 0 ? DcSpecifications : AcSpecifications)[identifier];
            payload = payload[(1 + table.Read(payload[1..]))..];
        }

        // Its length lies, and what follows was swallowed: no other decoder would read the file either.
        if (!payload.IsEmpty)
            throw new JpegFormatException("A Huffman table is longer than its codes.");
    }
}

using System.Buffers;
using System.Buffers.Binary;
using ImageResize.Jpeg.Markers;
using ImageResize.Metadata.Jpeg;

namespace ImageResize.Jpeg.Encoding;

/// <summary>Writes marker segments.</summary>
internal readonly struct MarkerWriter(IBufferWriter<byte> target)
{
    /// <summary>The most bytes that a segment can hold besides its length.</summary>
    public const int MaxPayload = 65_533;

    public IBufferWriter<byte> Target { get; } = target;

    public void WriteAlone(byte code) => Target.Write<byte>([0xFF, code]);

    /// <summary>Writes a segment of one or two parts.</summary>
    public void Write(byte code, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default)
    {
        int length = first.Length + second.Length;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxPayload);
        Span<byte> head = [0xFF, code, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(length + 2));
        Target.Write(head);
        Target.Write(first);
        Target.Write(second);
    }

    /// <summary>JFIF 1.1 without a thumbnail (ITU T.871, 10.1): a density, or pixels that are as wide as high and no unit.</summary>
    public void WriteJfif(double? dotsPerInch)
    {
        Span<byte> density = [0, 0, 1, 0, 1];
        if (dotsPerInch is { } told)
            JfifDensity.Write(density, told);
        WriteJfif(density);
    }

    /// <summary>The same with the five bytes of unit and density as another file has them.</summary>
    public void WriteJfif(ReadOnlySpan<byte> density) => Write(Marker.App0, [(byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 1, .. density, 0, 0]);

    public void WriteQuantizationTable(int identifier, ReadOnlySpan<byte> table) =>
        Write(Marker.Dqt, [(byte)identifier], table);

    public void WriteHuffmanTable(bool isAc, int identifier, OptimalHuffmanCode code)
    {
        Span<byte> head = stackalloc byte[17];
        head[0] = (byte)((isAc ? 0x10 : 0) | identifier);
        code.Counts.CopyTo(head[1..]);
        Write(Marker.Dht, head, code.Symbols);
    }

    public void WriteFrame(byte code, int width, int height, int components, bool halvesChroma)
    {
        Span<byte> frame = stackalloc byte[6 + 3 * components];
        frame[0] = 8;
        BinaryPrimitives.WriteUInt16BigEndian(frame[1..], (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(frame[3..], (ushort)width);
        frame[5] = (byte)components;
        for (int i = 0; i < components; i++)
        {
            frame[6 + 3 * i] = (byte)(i + 1);
            frame[7 + 3 * i] = (byte)(i == 0 && halvesChroma ? 0x22 : 0x11);
            frame[8 + 3 * i] = (byte)(i == 0 ? 0 : 1);
        }

        Write(code, frame);
    }

    public void WriteScan(ScanScript scan)
    {
        Span<byte> header = stackalloc byte[4 + 2 * scan.ComponentCount];
        header[0] = (byte)scan.ComponentCount;
        for (int i = 0; i < scan.ComponentCount; i++)
        {
            int component = scan.FirstComponent + i;
            header[1 + 2 * i] = (byte)(component + 1);
            header[2 + 2 * i] = (byte)(component == 0 ? 0 : 0x11);
        }

        header[^3] = (byte)scan.Start;
        header[^2] = (byte)scan.End;
        header[^1] = (byte)(scan.High << 4 | scan.Low);
        Write(Marker.Sos, header);
    }
}

using System.Buffers.Binary;
using ImageResize.Metadata.Jpeg;

namespace ImageResize.Jpeg.Markers;

/// <summary>
/// A frame header (ITU T.81, B.2.2) and the sizes that follow from it (A.1.1 and A.2): a minimum coded unit, MCU,
/// is 8 Hmax by 8 Vmax pixels, and every component contributes H by V blocks to it.
/// </summary>
internal sealed class FrameHeader
{
    private const int FixedLength = 6;
    private const int ComponentLength = 3;

    private FrameHeader(byte code, int precision, int width, int height, FrameComponent[] components)
    {
        Code = code;
        Precision = precision;
        Width = width;
        Height = height;
        // The sampling factors of a single component say nothing: its blocks are simply coded one after another.
        if (components.Length == 1)
            components[0] = components[0] with { H = 1, V = 1 };
        foreach (FrameComponent component in components)
        {
            MaxH = Math.Max(MaxH, component.H);
            MaxV = Math.Max(MaxV, component.V);
        }

        McusWide = DivideUp(width, 8 * MaxH);
        McusHigh = DivideUp(height, 8 * MaxV);
        for (int i = 0; i < components.Length; i++)
        {
            FrameComponent component = components[i];
            components[i] = component with
            {
                PaddedBlocksWide = McusWide * component.H,
                PaddedBlocksHigh = McusHigh * component.V,
                BlocksWide = DivideUp(DivideUp(width * component.H, MaxH), 8),
                BlocksHigh = DivideUp(DivideUp(height * component.V, MaxV), 8),
            };
        }

        Components = components;
    }

    public byte Code { get; }

    public int Precision { get; }

    public int Width { get; }

    /// <summary>Lines of the image; 0 where a DNL marker after the first scan gives them.</summary>
    public int Height { get; }

    public FrameComponent[] Components { get; }

    public int MaxH { get; } = 1;

    public int MaxV { get; } = 1;

    public int McusWide { get; }

    public int McusHigh { get; }

    public bool IsProgressive => Code == Marker.Sof2Progressive;

    /// <summary>Reads the parameters of a start-of-frame marker.</summary>
    /// <exception cref="JpegFormatException">They are impossible.</exception>
    public static FrameHeader Read(byte code, ReadOnlySpan<byte> payload)
    {
        if (payload.Length < FixedLength || payload.Length < FixedLength + payload[5] * ComponentLength)
            throw new JpegFormatException("The frame header is too short.");
        int height = BinaryPrimitives.ReadUInt16BigEndian(payload[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(payload[3..]);
        if (width == 0)
            throw new JpegFormatException("The frame header gives the image no width.");
        if (payload[5] == 0)
            throw new JpegFormatException("The frame header names no component.");
        var components = new FrameComponent[payload[5]];
        for (int i = 0; i < components.Length; i++)
        {
            ReadOnlySpan<byte> parameters = payload.Slice(FixedLength + i * ComponentLength, ComponentLength);
            int h = parameters[1] >> 4, v = parameters[1] & 15;
            if (h is < 1 or > 4 || v is < 1 or > 4)
                throw new JpegFormatException("The frame header gives a sampling factor outside 1 to 4.");
            components[i] = new FrameComponent { Id = parameters[0], H = h, V = v, QuantizationTable = parameters[2] & 3 };
        }

        return new FrameHeader(code, payload[0], width, height, components);
    }

    /// <summary>The same frame with the number of lines that a DNL marker gave.</summary>
    public FrameHeader WithHeight(int height) => new(Code, Precision, Width, height, [.. Components]);

    private static int DivideUp(int value, int by) => (value + by - 1) / by;
}

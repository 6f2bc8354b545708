using System.Buffers.Binary;

namespace ImageResize.Jpeg.Encoding;

/// <summary>The density of pixels as JFIF tells it (ECMA TR/98, 10.1).</summary>
internal static class JfifDensity
{
    private const byte PerInch = 1;

    /// <summary>Writes unit and density: five bytes.</summary>
    public static void Write(Span<byte> target, double dotsPerInch)
    {
        ushort density = (ushort)Math.Clamp(Math.Round(dotsPerInch), 1, ushort.MaxValue);
        target[0] = PerInch;
        BinaryPrimitives.WriteUInt16BigEndian(target[1..], density);
        BinaryPrimitives.WriteUInt16BigEndian(target[3..], density);
    }
}

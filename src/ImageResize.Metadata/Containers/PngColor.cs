using System.Buffers.Binary;
using ImageResize.Metadata.Color;

namespace ImageResize.Metadata.Containers;

/// <summary>What PNG's chunks say of the colours, in their order of precedence: cICP, (iCCP,) sRGB, gAMA with cHRM (11.3.2).</summary>
internal sealed class PngColor
{
    private CodePoints? _codePoints;
    private bool _isSrgb;
    private double? _gamma;
    private Primaries? _primaries;

    public void Add(uint type, byte[]? data)
    {
        switch (type)
        {
            case PngChunkType.CodePoints when data is { Length: 4 }:
                _codePoints ??= new CodePoints(data[0], data[1], data[2], data[3] != 0);
                break;
            case PngChunkType.StandardColor when data is { Length: >= 1 }:
                _isSrgb = true;
                break;
            case PngChunkType.Gamma when data is { Length: >= 4 }:
                _gamma ??= Number(data, 0);
                break;
            case PngChunkType.Chromaticities when data is { Length: >= 32 }:
                _primaries ??= new Primaries(Point(data, 8), Point(data, 16), Point(data, 24), Point(data, 0));
                break;
        }
    }

    public ColorDescription Describe(bool isGray)
    {
        ColorDescription color = _codePoints is { } points ? ColorDescription.FromCodePoints(points)
            : _isSrgb ? ColorDescription.Srgb
            : ColorDescription.FromChromaticities(_gamma, _primaries);
        color = color with { IsNarrowRange = _codePoints is { IsFullRange: false } };
        return isGray ? color with { Channels = ColorChannels.Gray, Matrix = null } : color;
    }

    private static Chromaticity Point(byte[] data, int at) => new(Number(data, at), Number(data, at + 4));

    private static double Number(byte[] data, int at) => BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(at)) / 100_000.0;
}

using System.Runtime.CompilerServices;
using ImageResize.WebP.Entropy;

namespace ImageResize.WebP.Headers;

/// <summary>Four kinds of macroblocks that differ in quantisation and filtering (RFC 6386, 9.3 and 10).</summary>
internal struct Segmentation
{
    public const int Count = 4;

    public bool IsUsed, HasMap, IsAbsolute;
    public FourNumbers Quantizer, FilterLevel;

    /// <summary>The probabilities of the three nodes of the tree of segments.</summary>
    public FourNumbers TreeProbabilities;

    public static Segmentation Read(ref BoolDecoder decoder)
    {
        const int QuantizerBits = 7, LevelBits = 6, Certain = 255;
        var read = new Segmentation { IsAbsolute = true, IsUsed = decoder.Flag() };
        if (!read.IsUsed)
            return read;
        read.HasMap = decoder.Flag();
        if (decoder.Flag())
        {
            read.IsAbsolute = decoder.Flag();
            for (int i = 0; i < Count; i++)
                read.Quantizer[i] = decoder.OptionalSigned(QuantizerBits);
            for (int i = 0; i < Count; i++)
                read.FilterLevel[i] = decoder.OptionalSigned(LevelBits);
        }

        for (int i = 0; read.HasMap && i < Count - 1; i++)
            read.TreeProbabilities[i] = decoder.Flag() ? decoder.Literal(8) : Certain;
        return read;
    }
}

/// <summary>A number for each segment.</summary>
[InlineArray(Segmentation.Count)]
internal struct FourNumbers
{
    private int _first;
}

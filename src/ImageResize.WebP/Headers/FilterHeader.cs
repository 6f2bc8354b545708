using ImageResize.WebP.Entropy;

namespace ImageResize.WebP.Headers;

/// <summary>How the loop filter is set (RFC 6386, 9.3 and 9.6).</summary>
internal struct FilterHeader
{
    /// <summary>Whether the simple filter is used, which leaves chroma alone.</summary>
    public bool IsSimple;

    /// <summary>0 for no filter at all, up to 63.</summary>
    public int Level;

    /// <summary>0 to 7.</summary>
    public int Sharpness;

    /// <summary>What is added to the level of all macroblocks of a key frame, and to that of those predicted in blocks of 4 by 4.</summary>
    public int IntraDelta, SubblockDelta;

    public static FilterHeader Read(ref BoolDecoder decoder)
    {
        const int Deltas = 4, DeltaBits = 6;
        var read = new FilterHeader { IsSimple = decoder.Flag(), Level = decoder.Literal(6), Sharpness = decoder.Literal(3) };
        bool hasDeltas = decoder.Flag();
        if (!hasDeltas || !decoder.Flag())
            return read;
        for (int i = 0; i < 2 * Deltas; i++)
        {
            int delta = decoder.OptionalSigned(DeltaBits);
            if (i == 0)
                read.IntraDelta = delta;
            else if (i == Deltas)
                read.SubblockDelta = delta;
        }

        return read;
    }
}

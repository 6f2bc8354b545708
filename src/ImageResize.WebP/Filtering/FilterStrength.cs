using ImageResize.WebP.Headers;

namespace ImageResize.WebP.Filtering;

/// <summary>How strongly the edges of a macroblock are filtered (RFC 6386, 15.2 to 15.4).</summary>
/// <param name="Limit">How far apart the samples at an edge within the macroblock may be; 0 for no filter at all.</param>
/// <param name="Interior">How far apart other neighbours may be.</param>
/// <param name="HighVariance">Beyond which difference the samples next to an edge are left as they are.</param>
internal readonly record struct FilterStrength(byte Limit, byte Interior, byte HighVariance)
{
    /// <summary>The limit at the edges of the macroblock itself.</summary>
    public byte OuterLimit => (byte)(Limit + 4);

    /// <summary>Of a segment's macroblocks.</summary>
    /// <param name="header">How the filter is set.</param>
    /// <param name="segments">What segments have of their own.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="hasSubblocks">Whether the macroblock's luma is predicted in blocks of 4 by 4.</param>
    public static FilterStrength Of(in FilterHeader header, in Segmentation segments, int segment, bool hasSubblocks)
    {
        const int MaxLevel = 63, StrongSharpness = 4, MaxInterior = 9, HighLevel = 40, MediumLevel = 15;
        int level = !segments.IsUsed ? header.Level : segments.IsAbsolute ? segments.FilterLevel[segment] : header.Level + segments.FilterLevel[segment];
        level = Math.Clamp(level + header.IntraDelta + (hasSubblocks ? header.SubblockDelta : 0), 0, MaxLevel);
        if (level == 0)
            return default;
        int interior = level;
        if (header.Sharpness > 0)
            interior = Math.Min(level >> (header.Sharpness > StrongSharpness ? 2 : 1), MaxInterior - header.Sharpness);
        interior = Math.Max(interior, 1);
        return new FilterStrength((byte)(2 * level + interior), (byte)interior, level >= HighLevel ? (byte)2 : level >= MediumLevel ? (byte)1 : (byte)0);
    }
}

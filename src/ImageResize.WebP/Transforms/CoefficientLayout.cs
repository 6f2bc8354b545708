namespace ImageResize.WebP.Transforms;

/// <summary>
/// How the coefficients of a macroblock stand in memory: in groups of four blocks, in which each row of 16 has the like rows of four
/// blocks, so that the vertical half of their transform needs no shuffles. Four groups are rows of luma blocks, the next two the
/// chroma planes; the block of DC coefficients stands alone behind them.
/// </summary>
internal static class CoefficientLayout
{
    /// <summary>Coefficients of a group.</summary>
    public const int GroupLength = 64;

    /// <summary>Coefficients of a row of a group.</summary>
    public const int RowLength = 16;

    /// <summary>Coefficients from one block's first to the next one's.</summary>
    public const int BlockStep = 4;

    /// <summary>Where the Y2 block begins.</summary>
    public const int Y2 = 6 * GroupLength;

    /// <summary>All coefficients of a macroblock.</summary>
    public const int Length = Y2 + 16;

    /// <summary>Where the coefficients stand that are coded one after the other (RFC 6386, 13), counted from the first of the block.</summary>
    public static ReadOnlySpan<byte> Places => [0, 1, 16, 32, 17, 2, 3, 18, 33, 48, 49, 34, 19, 35, 50, 51];

    /// <summary>The same in the block that stands alone.</summary>
    public static ReadOnlySpan<byte> PlacesAlone => [0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15];
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageResize.WebP.Transforms;

/// <summary>The second-order transform of the luma blocks' DC coefficients (RFC 6386, 14.3).</summary>
internal static unsafe class SecondOrderTransform
{
    /// <summary>Spreads a Y2 block over the blocks of luma, and clears it.</summary>
    /// <param name="source">16 coefficients.</param>
    /// <param name="end">The position behind the last that is there.</param>
    /// <param name="groups">Four groups, each a row of blocks.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Spread(short* source, int end, short* groups)
    {
        if (end > 1)
            Spread(source, groups);
        else
            Spread(source[0], groups);
        Vector128<short>.Zero.Store(source);
        Vector128<short>.Zero.Store(source + 8);
    }

    /// <summary>Spreads the second-order transform of the luma blocks' DC coefficients over the blocks (RFC 6386, 14.3).</summary>
    /// <param name="source">16 coefficients.</param>
    /// <param name="groups">Four groups, each a row of blocks.</param>
    private static void Spread(short* source, short* groups)
    {
        int* rows = stackalloc int[16];
        for (int i = 0; i < 4; i++)
        {
            int a = source[i] + source[12 + i], b = source[4 + i] + source[8 + i], c = source[4 + i] - source[8 + i], d = source[i] - source[12 + i];
            rows[i] = a + b;
            rows[4 + i] = d + c;
            rows[8 + i] = a - b;
            rows[12 + i] = d - c;
        }

        for (int i = 0; i < 4; i++)
        {
            int* row = rows + 4 * i;
            int dc = row[0] + 3, a = dc + row[3], b = row[1] + row[2], c = row[1] - row[2], d = dc - row[3];
            short* group = groups + i * CoefficientLayout.GroupLength;
            group[0] = (short)((a + b) >> 3);
            group[CoefficientLayout.BlockStep] = (short)((d + c) >> 3);
            group[2 * CoefficientLayout.BlockStep] = (short)((a - b) >> 3);
            group[3 * CoefficientLayout.BlockStep] = (short)((d - c) >> 3);
        }
    }

    /// <summary>The same where no coefficient but the first is there.</summary>
    private static void Spread(short first, short* groups)
    {
        short dc = (short)((first + 3) >> 3);
        for (int i = 0; i < 16; i++)
            groups[i / 4 * CoefficientLayout.GroupLength + i % 4 * CoefficientLayout.BlockStep] = dc;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageResize.Bitmaps.Gif;

/// <summary>Finds the colour that is nearest to a cell's mean, by looking at all of them, eight at a time. Belongs to one thread.</summary>
internal sealed class CellSearch
{
    private const int Most = 256;

    /// <summary>Further away than any two colours are.</summary>
    private const float Nowhere = 10_000;

    private readonly float[] _red = new float[Most], _green = new float[Most], _blue = new float[Most];
    private int _count;

    /// <summary>Takes other colours.</summary>
    /// <param name="colors">1 to 256 of them: red, green and blue behind something else.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Begin(ReadOnlySpan<Vector128<float>> colors)
    {
        _count = (colors.Length + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count;
        for (int i = 0; i < _count; i++)
            (_red[i], _green[i], _blue[i]) = i < colors.Length ? (colors[i][1], colors[i][2], colors[i][3]) : (Nowhere, Nowhere, Nowhere);
    }

    /// <summary>The number of the nearest colour.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="distance">The square of the weighted distance.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Find(in ColorCell cell, out float distance)
    {
        Vector256<float> red = Vector256.Create(cell.Red), green = Vector256.Create(cell.Green), blue = Vector256.Create(cell.Blue), least = Vector256.Create(float.MaxValue);
        Vector256<int> nearest = Vector256<int>.Zero, indices = Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7);
        for (int i = 0; i < _count; i += Vector256<float>.Count, indices += Vector256.Create(Vector256<int>.Count))
        {
            Vector256<float> farRed = Vector256.Create(_red.AsSpan(i)) - red, farGreen = Vector256.Create(_green.AsSpan(i)) - green, farBlue = Vector256.Create(_blue.AsSpan(i)) - blue;
            Vector256<float> far = ColorWeights.Red * farRed * farRed + ColorWeights.Green * farGreen * farGreen + ColorWeights.Blue * farBlue * farBlue;
            Vector256<int> isNearer = Vector256.LessThan(far, least).AsInt32();
            least = Vector256.Min(far, least);
            nearest = Vector256.ConditionalSelect(isNearer, indices, nearest);
        }

        int best = 0;
        for (int lane = 1; lane < Vector256<float>.Count; lane++)
            if (least[lane] < least[best])
                best = lane;
        distance = least[best];
        return nearest[best];
    }
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using ImageResize.Pixels.Memory;

namespace ImageResize.Pixels.Resampling;

/// <summary>
/// The weights of a Lanczos filter with three lobes, L(x) = sinc(x) sinc(x/3) (C. Duchon, "Lanczos filtering in one and two
/// dimensions", 1979), for every output sample of an axis, and where on the axis they begin. When reducing, the filter is
/// widened by the reduction. Weights that fall beyond an edge are added to that of the edge sample.
/// </summary>
internal sealed unsafe class LanczosWeights
{
    private const int Lobes = AxisMapping.Lobes;
    private const int TableSteps = 2048;

    /// <summary>Computing sines takes longer than reducing a small image, so L comes from a table, linearly interpolated.</summary>
    private static readonly float[] Table = CreateTable();

    private readonly NativeBuffer _starts, _weights;
    private AxisMapping _built;
    private int _builtAlignment;

    public LanczosWeights(BufferArena arena)
    {
        _starts = arena.Create();
        _weights = arena.Create();
    }

    /// <summary>Weights of each output sample, a multiple of the alignment.</summary>
    public int Taps { get; private set; }

    /// <summary>The first input sample of each output sample; never falling.</summary>
    public int* Starts => (int*)_starts.Pointer;

    public float* Weights => (float*)_weights.Pointer;

    public static long BytesFor(AxisMapping axis, int alignment)
    {
        long padded = PadOutputs(axis.OutputCount);
        return padded * sizeof(int) + padded * Align(axis.Taps, alignment) * sizeof(float);
    }

    /// <summary>Computes the weights, unless they are those computed last.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="alignment">The number of weights of each output sample is padded with zeros to a multiple of this; the number of output samples to one of eight.</param>
    public void Build(AxisMapping axis, int alignment)
    {
        if (axis == _built && alignment == _builtAlignment && _weights.Pointer != null)
            return;
        int taps = axis.Taps, padded = PadOutputs(axis.OutputCount);
        Taps = Align(taps, alignment);
        int* starts = (int*)_starts.RequireCleared((long)padded * sizeof(int));
        float* weights = (float*)_weights.RequireCleared((long)padded * Taps * sizeof(float));
        double widening = Math.Max(1, axis.Step), reach = Lobes * widening;
        for (int i = 0; i < axis.OutputCount; i++, weights += Taps)
        {
            double center = axis.Offset + (i + 0.5) * axis.Step - 0.5;
            int first = axis.IsIdentity ? (int)Math.Round(center) : (int)Math.Floor(center - reach) + 1;
            int last = axis.IsIdentity ? first : (int)Math.Ceiling(center + reach) - 1;
            int start = Math.Clamp(first, 0, axis.InputCount - taps);
            starts[i] = start;
            Fill(weights, start, first, last, axis.InputCount, center, widening, taps);
        }

        _built = axis;
        _builtAlignment = alignment;
    }

    private static int PadOutputs(int count) => Align(count, 8);

    private static int Align(int value, int to) => (value + to - 1) / to * to;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill(float* weights, int start, int first, int last, int inputCount, double center, double widening, int taps)
    {
        float sum = 0;
        for (int j = first; j <= last; j++)
        {
            float weight = Evaluate((float)((j - center) / widening));
            int tap = Math.Clamp(j, 0, inputCount - 1) - start;
            // Rounding can make the filter one sample wider than its taps, where its weight is next to nothing.
            if (tap < 0 || tap >= taps)
                continue;
            weights[tap] += weight;
            sum += weight;
        }

        Debug.Assert(sum > 0.5f);
        for (int tap = 0; tap < taps; tap++)
            weights[tap] /= sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Evaluate(float x)
    {
        float position = Math.Abs(x) * TableSteps;
        int index = (int)position;
        if (index >= Lobes * TableSteps)
            return 0;
        return Table[index] + (Table[index + 1] - Table[index]) * (position - index);
    }

    private static float[] CreateTable()
    {
        var table = new float[Lobes * TableSteps + 2];
        for (int i = 0; i < table.Length; i++)
            table[i] = (float)Lanczos((double)i / TableSteps);
        return table;
    }

    private static double Lanczos(double x)
    {
        if (x == 0)
            return 1;
        if (x >= Lobes)
            return 0;
        double angle = x * Math.PI;
        return Lobes * Math.Sin(angle) * Math.Sin(angle / Lobes) / (angle * angle);
    }
}

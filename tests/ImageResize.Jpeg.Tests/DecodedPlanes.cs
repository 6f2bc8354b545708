using ImageResize.Jpeg.Entropy;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Samples;
using ImageResize.Jpeg.Scaling;
using ImageResize.Jpeg.Simd;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Simd;

namespace ImageResize.Jpeg.Tests;

/// <summary>The samples that the decoder yields, and those that the definition of the DCT says it must.</summary>
internal sealed unsafe class DecodedPlanes : IStripSink
{
    private readonly ScalePlan _plan;

    private DecodedPlanes(ScalePlan plan)
    {
        _plan = plan;
        Planes = [.. plan.Components.Select(c => new float[c.Component.PaddedBlocksHigh * c.Rows, c.Component.PaddedBlocksWide * c.Columns])];
    }

    public float[][,] Planes { get; }

    public DecodingReport Report { get; } = new();

    /// <summary>Decodes at the size that an output needs.</summary>
    public static DecodedPlanes Decode(byte[] source, KernelWidth width, int outputWidth, int outputHeight)
    {
        JpegHeader header = JpegHeader.Read(source);
        var plan = new ScalePlan(header, [new JpegScaleOptions { Width = outputWidth, Height = outputHeight, Chroma = JpegChroma.Full }]);
        var result = new DecodedPlanes(plan);
        using var arena = new BufferArena(BufferAllocator.Default);
        fixed (byte* pointer = source)
            new FrameDecoder(arena, Kernels.Get(width), result.Report).Decode(pointer, source.Length, plan, result, default);
        return result;
    }

    public void Take(int component, float* rows, int stride, int firstRow, int count)
    {
        float[,] plane = Planes[component];
        for (int y = 0; y < count; y++)
        {
            for (int x = 0; x < plane.GetLength(1); x++)
                plane[firstRow + y, x] = rows[y * stride + x];
        }
    }

    /// <summary>The largest difference from the definition, over blocks that hold samples of the image.</summary>
    public double LargestError(SampleImage image)
    {
        double largest = 0;
        for (int i = 0; i < Planes.Length; i++)
        {
            SampleComponent component = image.Components[i];
            (int columns, int rows) = (_plan.Components[i].Columns, _plan.Components[i].Rows);
            for (int row = 0; row < component.RealHigh; row++)
            {
                for (int column = 0; column < component.RealWide; column++)
                    largest = Math.Max(largest, BlockError(Planes[i], component, column, row, columns, rows));
            }
        }

        return largest;
    }

    private static double BlockError(float[,] plane, SampleComponent component, int column, int row, int columns, int rows)
    {
        double largest = 0;
        double[,] expected = InverseDctByDefinition(component.Block(column, row), component.Steps, columns, rows);
        for (int y = 0; y < rows; y++)
        {
            for (int x = 0; x < columns; x++)
                largest = Math.Max(largest, Math.Abs(Math.Clamp(expected[y, x], -128, 127) - plane[row * rows + y, column * columns + x]));
        }

        return largest;
    }

    /// <summary>ITU T.81, A.3.3, over the lowest columns by rows coefficients.</summary>
    private static double[,] InverseDctByDefinition(ReadOnlySpan<short> block, ushort[] steps, int columns, int rows)
    {
        var samples = new double[rows, columns];
        for (int k = 0; k < 64; k++)
        {
            int u = ZigZag.ToNatural[k] & 7, v = ZigZag.ToNatural[k] >> 3;
            if (block[k] == 0 || u >= columns || v >= rows)
                continue;
            double value = block[k] * steps[k] * (u == 0 ? Math.Sqrt(0.5) : 1) * (v == 0 ? Math.Sqrt(0.5) : 1) / 4;
            for (int y = 0; y < rows; y++)
            {
                for (int x = 0; x < columns; x++)
                    samples[y, x] += value * Math.Cos((2 * x + 1) * u * Math.PI / (2 * columns)) * Math.Cos((2 * y + 1) * v * Math.PI / (2 * rows));
            }
        }

        return samples;
    }
}

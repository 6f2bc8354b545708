using System.Buffers;
using ImageResize.Jpeg.Dct;
using ImageResize.Jpeg.Encoding;
using ImageResize.Jpeg.Entropy;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Samples;
using ImageResize.Jpeg.Scaling;
using ImageResize.Jpeg.Simd;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Simd;

namespace ImageResize.Jpeg.Tests;

/// <summary>The scalar and the vector forms of the kernels agree.</summary>
public sealed unsafe class KernelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Unstuffing_gives_the_same_bytes_in_every_form(int length)
    {
        var random = new Random(length);
        for (int round = 0; round < 50; round++)
        {
            var source = new byte[length];
            random.NextBytes(source);
            for (int i = 0; i + 1 < length; i++)
            {
                if (random.Next(10) == 0)
                    (source[i], source[i + 1]) = (0xFF, random.Next(20) == 0 ? (byte)0xD9 : random.Next(5) == 0 ? (byte)0xFF : (byte)0);
            }

            var results = TestKernels.Available.Select(w => Unstuff(source, w)).ToArray();
            Assert.All(results, r => Assert.Equal(results[0], r));
        }
    }

    [Fact]
    public void Outputs_differ_by_at_most_one_between_the_forms()
    {
        foreach ((int width, int height) in ((int, int)[])[(300, 200), (150, 99), (77, 41), (20, 13), (3, 2)])
        {
            byte[][,] expected = Render(width, height, KernelWidth.Scalar);
            foreach (KernelWidth kernels in TestKernels.Available)
            {
                byte[][,] actual = Render(width, height, kernels);
                for (int i = 0; i < 3; i++)
                    Assert.InRange(LargestDifference(expected[i], actual[i]), 0, 1);
            }
        }
    }

    [Fact]
    public void Quantised_coefficients_differ_by_at_most_one_between_the_forms()
    {
        var random = new Random(1);
        float* reciprocals = stackalloc float[64], scratch = stackalloc float[ForwardDct<Lanes1>.ScratchFloats];
        short* expected = stackalloc short[64], actual = stackalloc short[64];
        byte* samples = stackalloc byte[64];
        for (int i = 0; i < 64; i++)
            reciprocals[i] = 1 / (8f * (1 + i));
        for (int round = 0; round < 200; round++)
        {
            for (int i = 0; i < 64; i++)
                samples[i] = (byte)random.Next(256);
            ForwardDct<Lanes1>.Transform(samples, 8, reciprocals, expected, scratch);
            foreach (KernelWidth width in TestKernels.Available)
            {
                ulong mask = Kernels.Get(width).ForwardTransform(samples, 8, reciprocals, actual, scratch);
                for (int i = 0; i < 64; i++)
                {
                    Assert.InRange(actual[i] - expected[i], -1, 1);
                    Assert.Equal(actual[i] != 0, (mask >> i & 1) != 0);
                }
            }
        }
    }

    private static string Unstuff(byte[] source, KernelWidth width)
    {
        var target = new byte[source.Length + Kernels.UnstuffSlack + 1];
        fixed (byte* from = source)
        fixed (byte* to = target)
        {
            byte* begin = from == null ? to : from;
            UnstuffResult result = Kernels.Get(width).Unstuff(begin, begin + source.Length, to, to + source.Length);
            return $"{result.AtMarker && source.Length > 0} {result.Source - begin} {Convert.ToHexString(target, 0, (int)(result.Target - to))}";
        }
    }

    private static byte[][,] Render(int width, int height, KernelWidth kernels)
    {
        byte[] source = Encoded.Sample(300, 200);
        JpegHeader header = JpegHeader.Read(source);
        var plan = new ScalePlan(header, [new JpegScaleOptions { Width = width, Height = height }]);
        using var arena = new BufferArena(BufferAllocator.Default);
        var renderer = new OutputRenderer(arena, Kernels.Get(kernels));
        renderer.Begin(plan, plan.Outputs[0]);
        fixed (byte* pointer = source)
            new FrameDecoder(arena, Kernels.Get(kernels), new DecodingReport()).Decode(pointer, source.Length, plan, new Sink(renderer), default);
        PlanarImage image = renderer.Finish();
        return [.. Enumerable.Range(0, 3).Select(i => Copy(image, i))];
    }

    private static byte[,] Copy(PlanarImage image, int index)
    {
        var plane = new byte[image.PlaneHeight(index), image.PlaneWidth(index)];
        for (int y = 0; y < plane.GetLength(0); y++)
        {
            for (int x = 0; x < plane.GetLength(1); x++)
                plane[y, x] = image.Plane(index)[y * image.Stride(index) + x];
        }

        return plane;
    }

    private static int LargestDifference(byte[,] a, byte[,] b) =>
        a.Cast<byte>().Zip(b.Cast<byte>(), (x, y) => Math.Abs(x - y)).Max();

    private sealed class Sink(OutputRenderer renderer) : IStripSink
    {
        public void Take(int component, float* rows, int stride, int firstRow, int count) =>
            renderer.Take(component, rows, stride, firstRow, count);
    }
}

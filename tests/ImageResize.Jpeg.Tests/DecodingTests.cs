using ImageResize.Jpeg.Samples;
using ImageResize.Jpeg.Scaling;
using ImageResize.Jpeg.Simd;
using ImageResize.Pixels.Simd;

namespace ImageResize.Jpeg.Tests;

/// <summary>What is decoded is what the standard defines, whatever the coding, the sampling and the kernels.</summary>
public sealed class DecodingTests
{
    private const double Tolerance = 0.02;

    private static readonly (int, int)[][] Samplings =
    [
        [(1, 1)],
        [(1, 1), (1, 1), (1, 1)],
        [(2, 2), (1, 1), (1, 1)],
        [(2, 1), (1, 1), (1, 1)],
        [(1, 2), (1, 1), (1, 1)],
        [(4, 1), (1, 1), (1, 1)],
        [(1, 4), (1, 2), (1, 1)],
        [(1, 1), (2, 2), (1, 2)],
        [(3, 2), (1, 1), (2, 1)],
    ];

    private static readonly SampleFormat[] Formats =
    [
        new(),
        new() { RestartInterval = 1 },
        new() { RestartInterval = 7, HasFillBytes = true },
        new() { SeparatesScans = true },
        new() { SeparatesScans = true, RestartInterval = 3, FrameMarker = 0xC1, HasWideTables = true },
        new() { HasLateHeight = true },
        new() { IsProgressive = true },
        new() { IsProgressive = true, RestartInterval = 5 },
        new() { IsProgressive = true, HasLateHeight = true, HasWideTables = true },
    ];

    public static TheoryData<int, int> Cases()
    {
        var cases = new TheoryData<int, int>();
        for (int sampling = 0; sampling < Samplings.Length; sampling++)
        {
            for (int format = 0; format < Formats.Length; format++)
                cases.Add(sampling, format);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_sampling_and_coding_decodes_to_what_the_standard_defines(int sampling, int format)
    {
        var image = new SampleImage(197, 131, 1, [.. Samplings[sampling]]);
        byte[] source = SampleWriter.Write(image, Formats[format]);
        foreach (KernelWidth width in TestKernels.Available)
        {
            DecodedPlanes planes = DecodedPlanes.Decode(source, width, 197, 131);
            Assert.Null(planes.Report.Damage);
            Assert.Equal(JpegWarnings.None, planes.Report.Warnings);
            Assert.InRange(planes.LargestError(image), 0, Tolerance);
        }
    }

    [Theory]
    [InlineData(98, 65)]
    [InlineData(50, 33)]
    [InlineData(24, 16)]
    [InlineData(10, 7)]
    [InlineData(1, 1)]
    [InlineData(197, 5)]
    [InlineData(5, 131)]
    public void Reduced_blocks_are_the_inverse_DCT_of_their_lowest_coefficients(int outputWidth, int outputHeight)
    {
        var image = new SampleImage(197, 131, 2, (2, 2), (1, 1), (1, 1));
        foreach (SampleFormat format in Formats)
        {
            byte[] source = SampleWriter.Write(image, format);
            foreach (KernelWidth width in TestKernels.Available)
                Assert.InRange(DecodedPlanes.Decode(source, width, outputWidth, outputHeight).LargestError(image), 0, Tolerance);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 8)]
    [InlineData(9, 1)]
    [InlineData(1, 17)]
    [InlineData(16, 16)]
    [InlineData(1030, 3)]
    public void Every_size_decodes(int width, int height)
    {
        var image = new SampleImage(width, height, 3, (2, 2), (1, 1), (1, 1));
        foreach (SampleFormat format in Formats)
        {
            byte[] source = SampleWriter.Write(image, format);
            Assert.InRange(DecodedPlanes.Decode(source, KernelWidths.Widest, width, height).LargestError(image), 0, Tolerance);
        }
    }

    [Fact]
    public void Tables_may_be_left_out_where_they_are_the_standard_ones()
    {
        byte[] source = Encoded.WithStandardTables(out byte[] withoutTables);
        DecodedPlanes expected = DecodedPlanes.Decode(source, KernelWidths.Widest, 16, 16), actual = DecodedPlanes.Decode(withoutTables, KernelWidths.Widest, 16, 16);
        Assert.Equal(expected.Planes[0], actual.Planes[0]);
    }

    [Fact]
    public void Tables_may_come_in_a_stream_of_their_own_before_the_image()
    {
        byte[] source = Encoded.Sample();
        int frame = 2;
        while (source[frame + 1] != 0xC0)
            frame += 2 + (source[frame + 2] << 8 | source[frame + 3]);
        byte[] divided = [.. source[..frame], 0xFF, 0xD9, 0xFF, 0xD8, .. source[frame..]];
        var options = new JpegScaleOptions { Width = 80, Height = 60 };
        Assert.Equal(Encoded.Scale(source, options), Encoded.Scale(divided, options, out JpegScaleResult result));
        Assert.Equal((JpegWarnings.None, null), (result.Warnings, result.Damage));
    }
}

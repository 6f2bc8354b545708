using System.Buffers;
using BenchmarkDotNet.Attributes;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Samples;
using ImageResize.Jpeg.Scaling;

namespace ImageResize.Jpeg.Benchmarks;

/// <summary>Whole made-up images of 2 megapixels, sequential and progressive, to several sizes.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class ScalerBenchmarks
{
    private readonly JpegScaler _scaler = new();
    private readonly ArrayBufferWriter<byte> _target = new(1 << 20);
    private byte[] _source = [];

    [Params(false, true)]
    public bool Progressive { get; set; }

    [Params(200, 800, 1600)]
    public int Width { get; set; }

    [GlobalSetup]
    public void Setup() => _source = SampleWriter.Write(
        new SampleImage(1600, 1200, 1, (2, 2), (1, 1), (1, 1)), new SampleFormat { IsProgressive = Progressive });

    [Benchmark]
    public int Scale()
    {
        _target.ResetWrittenCount();
        _scaler.Scale(_source, new JpegScaleOptions { Width = Width, Height = Width * 3 / 4 }, _target);
        return _target.WrittenCount;
    }

    [Benchmark]
    public int ReadHeader() => JpegHeader.Read(_source).Width;
}

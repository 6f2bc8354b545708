using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using ImageResize.Jpeg.Dct;
using ImageResize.Jpeg.Simd;
using ImageResize.Pixels.Simd;

namespace ImageResize.Jpeg.Benchmarks;

/// <summary>Each kernel in each of its forms. One operation is what the name says.</summary>
[ShortRunJob]
public unsafe class KernelBenchmarks
{
    private const int LineWidth = 2048;
    private const int DataLength = 1 << 16;

    private Kernels _kernels = null!;
    private byte* _source, _target;
    private short* _group;
    private float* _floats, _weights, _scratch;
    private int* _starts;

    [ParamsAllValues]
    public KernelForm Form { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _kernels = Kernels.Get((KernelWidth)Form);
        _source = (byte*)NativeMemory.AllocZeroed(DataLength + 64);
        _target = (byte*)NativeMemory.AllocZeroed(DataLength + 64);
        _group = (short*)NativeMemory.AllocZeroed(65 * 8 * sizeof(short));
        _floats = (float*)NativeMemory.AllocZeroed(16 * LineWidth * sizeof(float));
        _weights = (float*)NativeMemory.AllocZeroed(LineWidth * 16 * sizeof(float));
        _scratch = (float*)NativeMemory.AllocZeroed((nuint)InverseDct<Lanes1>.ScratchFloats * sizeof(float));
        _starts = (int*)NativeMemory.AllocZeroed(LineWidth * sizeof(int));
        var random = new Random(1);
        for (int i = 0; i < DataLength; i++)
            _source[i] = i > 0 && _source[i - 1] == 0xFF ? (byte)0 : (byte)random.Next(256);
        for (int i = 0; i < 64 * 8; i++)
            _group[i] = (short)random.Next(-30, 30);
        for (int i = 0; i < LineWidth / 2; i++)
            _starts[i] = i * 2 * (LineWidth - 16) / LineWidth;
    }

    [Benchmark]
    public long Unstuff64KiB() => _kernels.Unstuff(_source, _source + DataLength, _target, _target + DataLength).Target - _target;

    [Benchmark]
    public void InverseTransform8Blocks1x1() => Inverse(1);

    [Benchmark]
    public void InverseTransform8Blocks2x2() => Inverse(2);

    [Benchmark]
    public void InverseTransform8Blocks4x4() => Inverse(4);

    [Benchmark]
    public void InverseTransform8Blocks8x8() => Inverse(8);

    [Benchmark]
    public ulong ForwardTransform1Block() => _kernels.ForwardTransform(_source, 8, _weights, _group, _scratch);

    [Benchmark]
    public void Accumulate8LinesOf2048() => _kernels.Resampling.Accumulate(_floats, LineWidth, 8, _weights, _floats + 8 * LineWidth, LineWidth, true);

    [Benchmark]
    public void FilterLine2048To1024() => _kernels.Resampling.FilterLine(_floats, _starts, _weights, 16, _target, LineWidth / 2);

    private void Inverse(int size) =>
        _kernels.InverseTransform(_group, 1, size, size, _weights, _floats, LineWidth, _scratch);
}

using ImageResize.Jpeg.Dct;
using ImageResize.Jpeg.Resampling;

namespace ImageResize.Jpeg.Simd;

/// <summary>The kernels for one width of lanes.</summary>
internal sealed unsafe class Kernels<TLanes>(KernelWidth width) : Kernels
    where TLanes : struct, ILanes<TLanes>
{
    public override KernelWidth Width => width;

    public override UnstuffResult Unstuff(byte* source, byte* end, byte* target, byte* limit) => width switch
    {
        KernelWidth.Vector256 => Unstuffer.Run256(source, end, target, limit),
        KernelWidth.Vector128 => Unstuffer.Run128(source, end, target, limit),
        _ => Unstuffer.RunScalar(source, end, target, limit),
    };

    public override void InverseTransform(short* group, int columns, int rows, float* scale, float* target, nint stride, float* scratch) =>
        InverseDct<TLanes>.TransformGroup(group, columns, rows, scale, target, stride, scratch);

    public override ulong ForwardTransform(byte* samples, nint stride, float* reciprocals, short* block, float* scratch) =>
        ForwardDct<TLanes>.Transform(samples, stride, reciprocals, block, scratch);

    public override void Accumulate(float* rows, nint stride, int count, float* weights, float* sums, int width, bool first) =>
        VerticalFilter<TLanes>.Accumulate(rows, stride, count, weights, sums, width, first);

    public override void FilterLine(float* line, int* starts, float* weights, int taps, byte* target, int count) =>
        HorizontalFilter<TLanes>.Run(line, starts, weights, taps, target, count);
}

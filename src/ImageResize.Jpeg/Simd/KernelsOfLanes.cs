using System.Runtime.CompilerServices;
using ImageResize.Jpeg.Dct;
using ImageResize.Pixels.Simd;

namespace ImageResize.Jpeg.Simd;

/// <summary>The kernels for one width of lanes.</summary>
internal sealed unsafe class Kernels<TLanes>(KernelWidth width) : Kernels(width)
    where TLanes : struct, ILanes<TLanes>
{
    public override UnstuffResult Unstuff(byte* source, byte* end, byte* target, byte* limit) => Width switch
    {
        KernelWidth.Vector256 => Unstuffer.Run256(source, end, target, limit),
        KernelWidth.Vector128 => Unstuffer.Run128(source, end, target, limit),
        _ => Unstuffer.RunScalar(source, end, target, limit),
    };

    // Called for every piece or block; what is over a type of lanes is not compiled ahead of time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void InverseTransform(short* groups, int count, int columns, int rows, float* scale, float* target, nint stride, float* scratch) =>
        InverseDct<TLanes>.TransformGroups(groups, count, columns, rows, scale, target, stride, scratch);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override ulong ForwardTransform(byte* samples, nint stride, float* reciprocals, short* block, float* scratch) =>
        ForwardDct<TLanes>.Transform(samples, stride, reciprocals, block, scratch);
}

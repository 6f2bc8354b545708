using System.Runtime.CompilerServices;
using ImageResize.Jpeg.Dct;
using ImageResize.Jpeg.Simd;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Simd;

namespace ImageResize.Jpeg.Encoding;

/// <summary>The quantised blocks of a planar image, transformed when they are asked for.</summary>
internal sealed unsafe class BlockSource
{
    /// <summary>The native memory.</summary>
    public const long Bytes = ReciprocalBytes + BlockBytes + ScratchBytes;

    private const long ReciprocalBytes = 2 * 64 * sizeof(float);
    private const long BlockBytes = 64 * sizeof(short);
    private const long ScratchBytes = ForwardDct<Lanes1>.ScratchFloats * sizeof(float);

    private readonly Kernels _kernels;
    private readonly NativeBuffer _reciprocals, _block, _scratch;
    private readonly byte[][] _tables = [new byte[64], new byte[64]];

    public BlockSource(BufferArena arena, Kernels kernels)
    {
        _kernels = kernels;
        _reciprocals = arena.Create();
        _block = arena.Create();
        _scratch = arena.Create();
    }

    public PlanarImage Image { get; private set; } = null!;

    /// <summary>Blocks in an MCU of the whole image.</summary>
    public int BlocksInMcu => Image.PlaneCount == 1 ? 1 : Image.HalvesChroma ? 6 : 3;

    public int McusWide => DivideUp(Image.Width, McuSize);

    public int McusHigh => DivideUp(Image.Height, McuSize);

    private int McuSize => Image.HalvesChroma ? 16 : 8;

    public ReadOnlySpan<byte> QuantizationTable(int index) => _tables[index];

    public void Open(PlanarImage image, int quality)
    {
        Image = image;
        _block.Require(BlockBytes);
        _scratch.Require(ScratchBytes);
        float* reciprocals = (float*)_reciprocals.Require(ReciprocalBytes);
        for (int i = 0; i < 2; i++)
        {
            QualityScale.Fill(quality, i == 1, _tables[i]);
            Quantization.Fill(_tables[i], reciprocals + 64 * i);
        }
    }

    /// <summary>Blocks of a component, without those that only fill up MCUs.</summary>
    public (int Wide, int High) BlocksOf(int component) =>
        (DivideUp(Image.PlaneWidth(component), 8), DivideUp(Image.PlaneHeight(component), 8));

    /// <summary>
    /// A block of 64 coefficients in transposed order, valid until the next call, and in the zig-zag sequence the bits of those
    /// that are not zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public short* Transform(int component, int column, int row, out ulong nonZero)
    {
        int stride = Image.Stride(component);
        byte* samples = Image.Plane(component) + (nint)row * 8 * stride + column * 8;
        float* reciprocals = (float*)_reciprocals.Pointer + (component == 0 ? 0 : 64);
        short* block = (short*)_block.Pointer;
        nonZero = TransposedOrder.ToZigZag(_kernels.ForwardTransform(samples, stride, reciprocals, block, (float*)_scratch.Pointer));
        return block;
    }

    private static int DivideUp(int value, int by) => (value + by - 1) / by;
}

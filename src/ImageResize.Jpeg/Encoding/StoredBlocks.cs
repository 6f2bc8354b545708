using System.Numerics;
using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Encoding;

/// <summary>All quantised coefficients of an image in zig-zag order, for the scans of a progressive one.</summary>
internal sealed unsafe class StoredBlocks(BufferArena arena)
{
    public const long BlockBytes = 64 * sizeof(short);

    private readonly NativeBuffer _coefficients = arena.Create();
    private readonly long[] _firstBlock = new long[4];
    private readonly int[] _blocksWide = new int[3];

    public BlockSource Source { get; private set; } = null!;

    public void Fill(BlockSource source, CancellationToken cancellation)
    {
        Source = source;
        int components = source.Image.PlaneCount;
        for (int i = 0; i < components; i++)
        {
            int factor = i == 0 && source.Image.HalvesChroma ? 2 : 1;
            _blocksWide[i] = source.McusWide * factor;
            _firstBlock[i + 1] = _firstBlock[i] + (long)_blocksWide[i] * source.McusHigh * factor;
        }

        _coefficients.RequireCleared(_firstBlock[components] * BlockBytes);
        for (int i = 0; i < components; i++)
        {
            int rows = (int)((_firstBlock[i + 1] - _firstBlock[i]) / _blocksWide[i]);
            for (int row = 0; row < rows; row++)
            {
                cancellation.ThrowIfCancellationRequested();
                for (int column = 0; column < _blocksWide[i]; column++)
                    Store(source, i, column, row);
            }
        }
    }

    public short* Block(int component, int column, int row) =>
        (short*)_coefficients.Pointer + (_firstBlock[component] + (nint)row * _blocksWide[component] + column) * 64;

    private void Store(BlockSource source, int component, int column, int row)
    {
        short* block = source.Transform(component, column, row, out ulong nonZero), target = Block(component, column, row);
        for (; nonZero != 0; nonZero &= nonZero - 1)
        {
            int k = BitOperations.TrailingZeroCount(nonZero);
            target[k] = block[TransposedOrder.FromZigZag[k]];
        }
    }
}

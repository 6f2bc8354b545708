using System.Runtime.InteropServices;
using ImageResize.Pixels.Memory;

namespace ImageResize.WebP.Decoding;

/// <summary>
/// Rows of one plane while they are predicted, filtered and taken: some rows of macroblocks below each other, the last two of which
/// move to the top when it is full. Around the plane are the samples that prediction finds outside (RFC 6386, 12.2 and 12.3): 127
/// above, 129 to the left.
/// </summary>
internal sealed unsafe class PlaneWindow(BufferArena arena)
{
    /// <summary>Rows of macroblocks.</summary>
    public const int Capacity = 8;

    /// <summary>Rows of macroblocks that are kept when the window moves.</summary>
    public const int Kept = 2;

    /// <summary>Samples to the left of the plane, and to its right, which vectors may read and write.</summary>
    private const int Margin = 32;

    private const byte Above = 127, Left = 129;

    private readonly NativeBuffer _buffer = arena.Create();
    private int _first, _blockSize, _width;

    /// <summary>Bytes from one row to the next.</summary>
    public nint Stride { get; private set; }

    /// <summary>The memory for a plane of some macroblocks across, whose blocks have so many samples.</summary>
    public static long BytesFor(int columns, int blockSize) => StrideFor(columns, blockSize) * (1 + (long)Capacity * blockSize + 1);

    /// <summary>Begins a plane.</summary>
    public void Begin(int columns, int blockSize)
    {
        (_first, _blockSize, _width, Stride) = (0, blockSize, columns * blockSize, StrideFor(columns, blockSize));
        byte* memory = _buffer.RequireCleared(BytesFor(columns, blockSize));
        NativeMemory.Fill(memory, (nuint)Stride, Above);
        for (int y = 1; y <= Capacity * blockSize; y++)
            memory[y * Stride + Margin - 1] = Left;
    }

    /// <summary>Where a row of the plane begins: one that is in the window, or the one above the plane.</summary>
    public byte* Row(int y) => _buffer.Pointer + (y - _first * _blockSize + 1) * Stride + Margin;

    /// <summary>Makes room for a row of macroblocks; those before the two above it are gone then.</summary>
    public void Open(int row)
    {
        if (row - _first < Capacity)
            return;
        byte* kept = Row((row - Kept) * _blockSize) - Margin;
        long length = Kept * _blockSize * Stride;
        _first = row - Kept;
        Buffer.MemoryCopy(kept, Row(_first * _blockSize) - Margin, length, length);
    }

    /// <summary>Repeats the last sample of the lowest row of a row of macroblocks behind it, where blocks below look for it.</summary>
    public void ExtendLast(int row)
    {
        byte* end = Row(row * _blockSize + _blockSize - 1) + _width;
        *(uint*)end = end[-1] * 0x01010101u;
    }

    /// <summary>Rows whose distance is a power of two would share few places in the cache.</summary>
    private static nint StrideFor(int columns, int blockSize)
    {
        const int Line = 64, Page = 1024;
        int bytes = (columns * blockSize + 2 * Margin + Line - 1) / Line * Line;
        return bytes % Page == 0 ? bytes + Line : bytes;
    }
}

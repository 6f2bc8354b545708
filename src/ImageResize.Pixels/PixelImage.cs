using System.Runtime.CompilerServices;
using ImageResize.Pixels.Memory;

namespace ImageResize.Pixels;

/// <summary>
/// An image of interleaved pixels in native memory. Behind each row are <see cref="RowSlack"/> bytes that kernels may write.
/// </summary>
internal sealed unsafe class PixelImage(BufferArena arena)
{
    /// <summary>Bytes behind the pixels of a row, at least.</summary>
    public const int RowSlack = 32;

    private readonly NativeBuffer _buffer = arena.Create();

    public int Width { get; private set; }

    public int Height { get; private set; }

    public PixelFormat Format { get; private set; }

    /// <summary>Bytes from one row to the next.</summary>
    public nint Stride { get; private set; }

    public static long BytesFor(int width, int height, PixelFormat format) => StrideOf(width, format) * height;

    /// <summary>Makes room; the samples are undefined.</summary>
    public void Allocate(int width, int height, PixelFormat format)
    {
        (Width, Height, Format, Stride) = (width, height, format, (nint)StrideOf(width, format));
        _buffer.Require(BytesFor(width, height, format));
    }

    public byte* Row(int y) => _buffer.Pointer + y * Stride;

    /// <summary>The samples of a row.</summary>
    public ReadOnlySpan<byte> RowBytes(int y) => new(Row(y), Width * Format.BytesPerPixel);

    /// <summary>Where the first row begins; it and the rows behind it have <see cref="Length"/> bytes.</summary>
    public IntPtr Address => (IntPtr)_buffer.Pointer;

    /// <summary>Bytes of all rows, with what is behind them.</summary>
    public long Length => Stride * Height;

    /// <summary>Takes pixels that lie row by row without gaps.</summary>
    public void CopyFrom(ReadOnlySpan<byte> pixels)
    {
        int bytes = Width * Format.BytesPerPixel;
        for (int y = 0; y < Height; y++)
            pixels.Slice(y * bytes, bytes).CopyTo(new Span<byte>(Row(y), bytes));
    }

    /// <summary>Writes the pixels, turned upright, to the target.</summary>
    public void CopyUpright(PixelImage target, Orientation orientation)
    {
        (int width, int height) = orientation.Swaps ? (Height, Width) : (Width, Height);
        target.Allocate(width, height, Format);
        // Where the pixel of the upright origin is stored, and the steps to its right and lower neighbours.
        byte* origin = Row(orientation.MirrorsY ? Height - 1 : 0) + (nint)(orientation.MirrorsX ? Width - 1 : 0) * Format.BytesPerPixel;
        nint storedX = orientation.MirrorsX ? -Format.BytesPerPixel : Format.BytesPerPixel, storedY = orientation.MirrorsY ? -Stride : Stride;
        (nint stepX, nint stepY) = orientation.Swaps ? (storedY, storedX) : (storedX, storedY);
        switch (Format.BytesPerPixel)
        {
            case 1: Copy<byte>(origin, stepX, stepY, target); break;
            case 2: Copy<ushort>(origin, stepX, stepY, target); break;
            case 3: Copy<Bytes3>(origin, stepX, stepY, target); break;
            case 4: Copy<uint>(origin, stepX, stepY, target); break;
            case 6: Copy<Bytes6>(origin, stepX, stepY, target); break;
            default: Copy<ulong>(origin, stepX, stepY, target); break;
        }
    }

    private static long StrideOf(int width, PixelFormat format) => ((long)width * format.BytesPerPixel + RowSlack + 31) / 32 * 32;

    /// <summary>In tiles, so that their lines stay in the cache where rows become columns.</summary>
    private static void Copy<TPixel>(byte* origin, nint stepX, nint stepY, PixelImage target)
        where TPixel : unmanaged
    {
        const int Tile = 32;
        for (int tileY = 0; tileY < target.Height; tileY += Tile)
        {
            int endY = Math.Min(tileY + Tile, target.Height);
            for (int tileX = 0; tileX < target.Width; tileX += Tile)
            {
                int endX = Math.Min(tileX + Tile, target.Width);
                for (int y = tileY; y < endY; y++)
                {
                    byte* from = origin + y * stepY + tileX * stepX;
                    var line = (TPixel*)target.Row(y);
                    for (int x = tileX; x < endX; x++, from += stepX)
                        line[x] = Unsafe.ReadUnaligned<TPixel>(from);
                }
            }
        }
    }

    [InlineArray(3)]
    private struct Bytes3
    {
        private byte _first;
    }

    [InlineArray(6)]
    private struct Bytes6
    {
        private byte _first;
    }
}

using System.Runtime.CompilerServices;
using ImageResize.Pixels.Memory;

namespace ImageResize.Pixels;

/// <summary>
/// An image of interleaved pixels in native memory, one row right behind the other, as other libraries take them. Kernels may write
/// <see cref="RowSlack"/> bytes beyond the end of a row, so rows are filled from top to bottom.
/// </summary>
internal sealed unsafe class PixelImage(BufferArena arena)
{
    /// <summary>Bytes behind the pixels of the last row.</summary>
    public const int RowSlack = 32;

    private readonly NativeBuffer _buffer = arena.Create();

    public int Width { get; private set; }

    public int Height { get; private set; }

    public PixelFormat Format { get; private set; }

    /// <summary>Bytes from one row to the next.</summary>
    public nint Stride { get; private set; }

    /// <summary>Bytes of all pixels.</summary>
    public long Length => (long)Stride * Height;

    public static long BytesFor(int width, int height, PixelFormat format) => (long)width * format.BytesPerPixel * height + RowSlack;

    /// <summary>Makes room; the samples are undefined.</summary>
    public void Allocate(int width, int height, PixelFormat format)
    {
        (Width, Height, Format, Stride) = (width, height, format, (nint)width * format.BytesPerPixel);
        _buffer.Require(BytesFor(width, height, format));
    }

    /// <summary>Where the pixels are, for libraries that take them as they lie.</summary>
    public nint Address => (nint)_buffer.Pointer;

    public byte* Row(int y) => _buffer.Pointer + y * Stride;

    /// <summary>The samples of a row.</summary>
    public ReadOnlySpan<byte> RowBytes(int y) => new(Row(y), Width * Format.BytesPerPixel);

    /// <summary>Copies all pixels from where another library has them, likewise without gaps.</summary>
    /// <param name="source">The first of <see cref="Length"/> bytes.</param>
    public void CopyFrom(nint source) => Buffer.MemoryCopy((void*)source, _buffer.Pointer, Length, Length);

    /// <summary>Copies the first rows from where another library has them, likewise without gaps.</summary>
    /// <param name="source">The first of their bytes.</param>
    /// <param name="rows">How many rows, up to all.</param>
    public void CopyFrom(nint source, int rows) => Buffer.MemoryCopy((void*)source, _buffer.Pointer, Length, Stride * (long)rows);

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

using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Encoding;

/// <summary>
/// The planes of an output before it is encoded, one byte a sample. Every plane is padded to whole MCUs, as the encoder
/// needs it.
/// </summary>
internal sealed unsafe class PlanarImage(BufferArena arena)
{
    public const int MaxPlanes = 3;

    private readonly NativeBuffer[] _buffers = [arena.Create(), arena.Create(), arena.Create()];

    public int Width { get; private set; }

    public int Height { get; private set; }

    public int PlaneCount { get; private set; }

    /// <summary>Whether planes 1 and 2 have half the width and height.</summary>
    public bool HalvesChroma { get; private set; }

    /// <summary>The native memory of an image's planes, in bytes, with those that it is turned in where <paramref name="isTurned"/>.</summary>
    public static long BytesFor(int width, int height, int planeCount, bool isHalf, bool isTurned)
    {
        long bytes = 0;
        for (int i = 0; i < planeCount; i++)
        {
            bytes += PlaneBytes(width, height, isHalf, i);
            if (isTurned)
                bytes += PlaneBytes(height, width, isHalf, i) + PlaneBytes(width, height, isHalf, i);
        }

        return bytes;
    }

    /// <summary>Makes room; the samples are undefined.</summary>
    public void Allocate(int width, int height, int planeCount, bool halvesChroma)
    {
        (Width, Height, PlaneCount, HalvesChroma) = (width, height, planeCount, halvesChroma);
        for (int i = 0; i < planeCount; i++)
            _buffers[i].Require(PlaneBytes(width, height, halvesChroma, i));
    }

    public byte* Plane(int index) => _buffers[index].Pointer;

    /// <summary>A line of a plane.</summary>
    public byte* Line(int index, int y) => Plane(index) + (nint)y * Stride(index);

    /// <summary>Bytes from one line of a plane to the next: a multiple of 16 in full resolution, of 8 in half of it.</summary>
    public int Stride(int index) => PaddedSize(Width, HalvesChroma, index);

    public int PlaneWidth(int index) => PlaneSize(Width, HalvesChroma, index);

    public int PlaneHeight(int index) => PlaneSize(Height, HalvesChroma, index);

    public int PaddedHeight(int index) => PaddedSize(Height, HalvesChroma, index);

    /// <summary>Repeats the last column and row into the padding, which costs the fewest bits.</summary>
    public void Pad()
    {
        for (int i = 0; i < PlaneCount; i++)
        {
            int width = PlaneWidth(i), height = PlaneHeight(i), stride = Stride(i);
            byte* plane = Plane(i);
            for (int y = 0; y < height; y++)
            {
                byte* line = plane + (nint)y * stride;
                new Span<byte>(line + width, stride - width).Repeat(line[width - 1]);
            }

            var last = new ReadOnlySpan<byte>(plane + (nint)(height - 1) * stride, stride);
            for (int y = height; y < PaddedHeight(i); y++)
                last.CopyTo(new Span<byte>(plane + (nint)y * stride, stride));
        }
    }

    /// <summary>Halves planes 1 and 2 in place, averaging two by two samples.</summary>
    public void HalveChroma()
    {
        int oldStride = Stride(1), width = Width, height = Height;
        HalvesChroma = true;
        for (int i = 1; i < PlaneCount; i++)
        {
            byte* plane = Plane(i);
            int stride = Stride(i);
            for (int y = 0; y < PlaneHeight(i); y++)
            {
                byte* upper = plane + (nint)(2 * y) * oldStride;
                byte* lower = 2 * y + 1 < height ? upper + oldStride : upper;
                byte* target = plane + (nint)y * stride;
                for (int x = 0; x < PlaneWidth(i); x++)
                {
                    int left = 2 * x, right = Math.Min(left + 1, width - 1);
                    target[x] = (byte)((upper[left] + upper[right] + lower[left] + lower[right] + 2) >> 2);
                }
            }
        }
    }

    private static int PlaneSize(int size, bool isHalf, int index) => isHalf && index > 0 ? (size + 1) / 2 : size;

    /// <summary>Luma is always padded to 16, so that halving the colour planes leaves it as it is.</summary>
    private static int PaddedSize(int size, bool isHalf, int index)
    {
        int padded = (size + 15) / 16 * 16;
        return isHalf && index > 0 ? padded / 2 : padded;
    }

    private static long PlaneBytes(int width, int height, bool isHalf, int index) =>
        (long)PaddedSize(width, isHalf, index) * PaddedSize(height, isHalf, index);
}

using ImageResize.Jpeg.Encoding;
using ImageResize.Pixels;

namespace ImageResize.Jpeg.Scaling;

/// <summary>
/// Turns planes upright. This happens after resampling, on the small planes, and in tiles, so that the lines of the tile
/// stay in the cache where rows become columns.
/// </summary>
internal static unsafe class OrientationTransform
{
    private const int Tile = 32;

    /// <summary>Writes the upright planes of the source to the target.</summary>
    public static void Apply(PlanarImage source, PlanarImage target, Orientation orientation)
    {
        (int width, int height) = orientation.Swaps ? (source.Height, source.Width) : (source.Width, source.Height);
        target.Allocate(width, height, source.PlaneCount, source.HalvesChroma);
        for (int i = 0; i < source.PlaneCount; i++)
        {
            int columns = source.PlaneWidth(i), rows = source.PlaneHeight(i), stride = source.Stride(i);
            // Where the sample of the upright origin is stored, and the steps to its right and lower neighbours.
            byte* origin = source.Plane(i) + (orientation.MirrorsX ? columns - 1 : 0) + (nint)(orientation.MirrorsY ? rows - 1 : 0) * stride;
            nint storedX = orientation.MirrorsX ? -1 : 1, storedY = orientation.MirrorsY ? -stride : stride;
            (nint stepX, nint stepY) = orientation.Swaps ? (storedY, storedX) : (storedX, storedY);
            Copy(origin, stepX, stepY, target.Plane(i), target.Stride(i), target.PlaneWidth(i), target.PlaneHeight(i));
        }
    }

    private static void Copy(byte* origin, nint stepX, nint stepY, byte* target, int targetStride, int width, int height)
    {
        for (int tileY = 0; tileY < height; tileY += Tile)
        {
            int endY = Math.Min(tileY + Tile, height);
            for (int tileX = 0; tileX < width; tileX += Tile)
            {
                int endX = Math.Min(tileX + Tile, width);
                for (int y = tileY; y < endY; y++)
                {
                    byte* from = origin + y * stepY + tileX * stepX;
                    byte* line = target + (nint)y * targetStride;
                    for (int x = tileX; x < endX; x++, from += stepX)
                        line[x] = *from;
                }
            }
        }
    }
}

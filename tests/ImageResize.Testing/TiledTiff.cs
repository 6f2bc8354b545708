using System.IO.Compression;
using ImageResize.Testing.Raw;
using NetVips;

namespace ImageResize.Testing;

/// <summary>A TIFF in tiles whose directory stands before all pixels, as files for the web do (Cloud Optimized GeoTIFF); libvips puts it behind them.</summary>
public static class TiledTiff
{
    private const int Side = 32;

    /// <summary>Writes the picture.</summary>
    /// <param name="image">8 bits, three channels, sides that are multiples of 32.</param>
    /// <param name="isDeflated">Whether tiles are compressed.</param>
    /// <param name="isSparse">Whether the last tile is left out.</param>
    public static byte[] Write(Image image, bool isDeflated = false, bool isSparse = false)
    {
        var tiles = new List<byte[]>();
        for (int y = 0; y < image.Height; y += Side)
        {
            for (int x = 0; x < image.Width; x += Side)
            {
                using Image tile = image.ExtractArea(x, y, Side, Side);
                tiles.Add(isDeflated ? Deflate(tile.WriteToMemory<byte>()) : tile.WriteToMemory<byte>());
            }
        }

        if (isSparse)
            tiles[^1] = [];
        byte[] Head(long dataOffset)
        {
            long[] offsets = [.. tiles.Select((tile, i) => tile.Length == 0 ? 0 : dataOffset + tiles.Take(i).Sum(one => one.Length))];
            var file = new DirectoryFile();
            return file.Finish(file.Add(
                0, DirectoryEntry.Long(256, image.Width), DirectoryEntry.Long(257, image.Height), new DirectoryEntry(258, 3, [8, 8, 8]), DirectoryEntry.Short(259, isDeflated ? 8 : 1), DirectoryEntry.Short(262, 2), DirectoryEntry.Short(277, 3),
                DirectoryEntry.Short(322, Side), DirectoryEntry.Short(323, Side), DirectoryEntry.Long(324, offsets), DirectoryEntry.Long(325, [.. tiles.Select(tile => (long)tile.Length)])));
        }

        return [.. Head(Head(0).Length), .. tiles.SelectMany(tile => tile)];
    }

    private static byte[] Deflate(byte[] data)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Fastest))
            zlib.Write(data);
        return stream.ToArray();
    }
}

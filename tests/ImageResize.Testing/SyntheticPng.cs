using System.Buffers.Binary;
using System.IO.Compression;

namespace ImageResize.Testing;

/// <summary>
/// Writes PNG files of any size without ever holding one: the four corners in colour, an 8-bit RGB picture whose rows
/// repeat, so that a gigapixel is a few megabytes on disk.
/// </summary>
public static class SyntheticPng
{
    private const int Channels = 3;
    private const int ChunkBytes = 1 << 20;

    /// <summary>Where the pixels of each pass begin and how far they are apart (W3C PNG, 8.2).</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Writes the file.</summary>
    public static void Write(string path, int width, int height, bool interlaced = false)
    {
        using FileStream file = File.Create(path);
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9], header[12]) = (8, 2, interlaced ? (byte)1 : (byte)0);
        PngChunk.Write(file, "IHDR", header);
        using (var data = new BufferedStream(new DataChunks(file), ChunkBytes))
        using (var packed = new ZLibStream(data, CompressionLevel.Fastest))
        {
            foreach ((int x, int y, int stepX, int stepY) in interlaced ? Adam7 : [(0, 0, 1, 1)])
                WritePass(packed, width, height, x, y, stepX, stepY);
        }

        PngChunk.Write(file, "IEND", []);
    }

    private static void WritePass(Stream packed, int width, int height, int x, int y, int stepX, int stepY)
    {
        int columns = (width - x + stepX - 1) / stepX;
        if (columns <= 0)
            return;
        byte[] top = Row(columns, width, x, stepX, Rgb.Red, Rgb.Green);
        byte[] bottom = Row(columns, width, x, stepX, Rgb.Yellow, Rgb.Blue);
        for (int row = y; row < height; row += stepY)
            packed.Write(row < height / 2 ? top : bottom);
    }

    /// <summary>A row without a filter: its zero byte, then the pixels.</summary>
    private static byte[] Row(int columns, int width, int x, int stepX, Rgb left, Rgb right)
    {
        byte[] row = new byte[1 + columns * Channels];
        for (int i = 0; i < columns; i++)
        {
            Rgb color = x + i * stepX < width / 2 ? left : right;
            (row[1 + i * Channels], row[2 + i * Channels], row[3 + i * Channels]) = ((byte)color.R, (byte)color.G, (byte)color.B);
        }

        return row;
    }

    /// <summary>Each write becomes a chunk of data.</summary>
    private sealed class DataChunks(Stream file) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => PngChunk.Write(file, "IDAT", buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

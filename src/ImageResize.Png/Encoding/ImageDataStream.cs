using System.IO.Compression;
using ImageResize.Png.Chunks;

namespace ImageResize.Png.Encoding;

/// <summary>
/// Deflates rows into IDAT chunks. The platform's zlib is faster than any deflater of our own that was tried: with its run
/// length strategy where rows are filtered, because differences seldom repeat, and at level 4 where they are not.
/// </summary>
internal sealed class ImageDataStream : Stream
{
    private const int ChunkBytes = 128 * 1024;
    private const int Level = 4;

    private readonly ChunkWriter? _chunks;
    private readonly byte[] _buffer;
    private int _filled;

    /// <summary>Writes chunks, or without a writer counts bytes alone.</summary>
    public ImageDataStream(ChunkWriter? chunks, byte[] buffer)
    {
        _chunks = chunks;
        _buffer = buffer;
    }

    /// <summary>Bytes written so far.</summary>
    public long Written { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>A buffer for chunks, which can be used again.</summary>
    public static byte[] CreateBuffer() => GC.AllocateUninitializedArray<byte>(ChunkBytes);

    /// <summary>The stream that rows are written to.</summary>
    public static ZLibStream Deflate(ImageDataStream target, bool isFiltered) => new(
        target,
        new ZLibCompressionOptions
        {
            CompressionLevel = Level,
            CompressionStrategy = isFiltered ? ZLibCompressionStrategy.RunLengthEncoding : ZLibCompressionStrategy.Default,
        },
        leaveOpen: true);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Written += buffer.Length;
        while (_chunks is not null && !buffer.IsEmpty)
        {
            int count = Math.Min(buffer.Length, _buffer.Length - _filled);
            buffer[..count].CopyTo(_buffer.AsSpan(_filled));
            _filled += count;
            buffer = buffer[count..];
            if (_filled == _buffer.Length)
                WriteChunk();
        }
    }

    /// <summary>Writes what is left as the last chunk.</summary>
    public void Complete()
    {
        if (_filled > 0)
            WriteChunk();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void WriteChunk()
    {
        _chunks!.Write(ChunkType.ImageData, _buffer.AsSpan(0, _filled));
        _filled = 0;
    }
}

using System.Buffers.Binary;
using ImageResize.Png.Chunks;

namespace ImageResize.Png.Encoding;

/// <summary>Puts what is deflated into IDAT chunks, or that of a further frame of an animation into fdAT chunks.</summary>
internal sealed class ImageDataStream : Stream
{
    private const int ChunkBytes = 128 * 1024;

    private readonly ChunkWriter? _chunks;
    private readonly byte[] _buffer;
    private readonly FrameNumbers? _numbers;
    private int _filled;

    /// <summary>Writes chunks, or without a writer counts bytes alone.</summary>
    /// <param name="chunks">Where to write.</param>
    /// <param name="buffer">From <see cref="CreateBuffer"/>.</param>
    /// <param name="numbers">The numbers of the chunks of a further frame; null for the image of the file.</param>
    public ImageDataStream(ChunkWriter? chunks, byte[] buffer, FrameNumbers? numbers = null)
    {
        (_chunks, _buffer, _numbers) = (chunks, buffer, numbers);
        _filled = FirstByte;
    }

    /// <summary>Bytes written so far.</summary>
    public long Written { get; private set; }

    /// <summary>The number is before the data.</summary>
    private int FirstByte => _numbers is null ? 0 : sizeof(uint);

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
        if (_filled > FirstByte)
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
        if (_numbers is not null)
            BinaryPrimitives.WriteUInt32BigEndian(_buffer, _numbers.Next());
        _chunks!.Write(_numbers is null ? ChunkType.ImageData : ChunkType.FrameData, _buffer.AsSpan(0, _filled));
        _filled = FirstByte;
    }
}

/// <summary>The numbers of the chunks of an animation, which say their order (PNG specification, third edition, 4.9).</summary>
internal sealed class FrameNumbers
{
    private uint _next;

    /// <summary>The next number.</summary>
    public uint Next() => _next++;
}

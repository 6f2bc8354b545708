using System.IO.Compression;

namespace ImageResize.Tiff.Compression;

/// <summary>Decodes zlib streams by the runtime's inflater, up to their checksums.</summary>
internal sealed unsafe class DeflateDecoder : SegmentDecoder, IDisposable
{
    private SegmentStream? _stream;
    private ZLibStream? _inflater;

    /// <inheritdoc/>
    public override void Begin(SegmentBytes bytes)
    {
        Dispose();
        _stream = new SegmentStream(bytes);
        _inflater = new ZLibStream(_stream, CompressionMode.Decompress);
    }

    /// <inheritdoc/>
    public override int Decode(byte* target, int wanted, int room)
    {
        try
        {
            return _inflater!.ReadAtLeast(new Span<byte>(target, wanted), wanted, throwOnEndOfStream: false) == wanted ? wanted : NotSound;
        }
        catch (Exception e) when (IsNotSound(e))
        {
            return NotSound;
        }
    }

    /// <summary>Whether the stream ends where it should, with its checksum: the inflater asks for bytes in vain where that is cut off.</summary>
    public override bool IsComplete()
    {
        try
        {
            return _inflater!.ReadByte() < 0 && !_stream!.RanDry;
        }
        catch (Exception e) when (IsNotSound(e))
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _inflater?.Dispose();

    /// <summary>Of a stream that needs a dictionary the runtime tells by an exception that is not public, an I/O error by its base.</summary>
    private bool IsNotSound(Exception e) => e is InvalidDataException || (e is IOException && !_stream!.HasFailed);

    /// <summary>The bytes of a segment as a stream.</summary>
    private sealed class SegmentStream(SegmentBytes bytes) : Stream
    {
        /// <summary>Whether more bytes were asked for than there are.</summary>
        public bool RanDry { get; private set; }

        /// <summary>Whether the file could not be read.</summary>
        public bool HasFailed { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            HasFailed = true;
            ReadOnlySpan<byte> next = bytes.Look();
            HasFailed = false;
            int count = Math.Min(next.Length, buffer.Length);
            next[..count].CopyTo(buffer);
            bytes.Take(count);
            RanDry |= count == 0;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

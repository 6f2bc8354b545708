using System.Buffers;
using System.Buffers.Binary;

namespace ImageResize.Png.Chunks;

/// <summary>Writes chunks.</summary>
internal sealed class ChunkWriter(IBufferWriter<byte> target)
{
    public void WriteSignature() => target.Write(ChunkReader.Signature);

    public void Write(uint type, ReadOnlySpan<byte> data)
    {
        Span<byte> head = target.GetSpan(PngChunk.HeaderBytes);
        BinaryPrimitives.WriteInt32BigEndian(head, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(head[4..], type);
        uint crc = Crc32.Append(Crc32.Append(0, head.Slice(4, 4)), data);
        target.Advance(PngChunk.HeaderBytes);
        target.Write(data);
        Span<byte> tail = target.GetSpan(PngChunk.CrcBytes);
        BinaryPrimitives.WriteUInt32BigEndian(tail, crc);
        target.Advance(PngChunk.CrcBytes);
    }
}

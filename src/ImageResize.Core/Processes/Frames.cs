using System.Buffers.Binary;

namespace ImageResize.Processes;

/// <summary>What a frame between the two processes is.</summary>
internal enum FrameKind : byte
{
    /// <summary>Parent to child, once: where the shared input is.</summary>
    Start = 1,

    /// <summary>Child to parent, once: it is ready, and what it is.</summary>
    Ready = 2,

    /// <summary>Parent to child: something to do.</summary>
    Request = 3,

    /// <summary>Child to parent: what became of it.</summary>
    Reply = 4,

    /// <summary>Child to parent, as many as the reply says: bytes of an output.</summary>
    Data = 5,
}

/// <summary>
/// Messages on a pipe: eight bytes of length (little endian), one of <see cref="FrameKind"/>, and the content. Both sides check the
/// kind and the length before they take memory for it: a child may be taken over by the image it decodes. Stateless.
/// </summary>
internal static class Frames
{
    /// <summary>Bytes that a message in text may have. A reply holds texts of decoders, which are short.</summary>
    public const int LongestMessage = 8 << 20;

    private const int HeaderLength = sizeof(long) + 1;

    /// <summary>Writes a frame whole.</summary>
    /// <exception cref="IOException">Nobody reads any more.</exception>
    public static void Write(Stream pipe, FrameKind kind, ReadOnlySpan<byte> content)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        BinaryPrimitives.WriteInt64LittleEndian(header, content.Length);
        header[sizeof(long)] = (byte)kind;
        pipe.Write(header);
        pipe.Write(content);
        pipe.Flush();
    }

    /// <summary>Reads the header of a frame of an expected kind; gives the length of its content, which is to be read next.</summary>
    /// <param name="pipe">The pipe.</param>
    /// <param name="kind">The only kind that is right here.</param>
    /// <param name="longest">Bytes that it may have.</param>
    /// <exception cref="EndOfStreamException">The other side is gone.</exception>
    /// <exception cref="InvalidDataException">It is another kind, or longer.</exception>
    public static long ReadHeader(Stream pipe, FrameKind kind, long longest)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        pipe.ReadExactly(header);
        long length = BinaryPrimitives.ReadInt64LittleEndian(header);
        if (header[sizeof(long)] != (byte)kind)
            throw new InvalidDataException($"A frame of kind {header[sizeof(long)]} came where one of kind {(byte)kind} was due.");
        return length >= 0 && length <= longest ? length : throw new InvalidDataException($"A frame of {length} bytes came where {longest} are allowed.");
    }

    /// <summary>Reads a message whole.</summary>
    /// <inheritdoc cref="ReadHeader"/>
    public static byte[] ReadMessage(Stream pipe, FrameKind kind)
    {
        byte[] content = new byte[ReadHeader(pipe, kind, LongestMessage)];
        pipe.ReadExactly(content);
        return content;
    }
}

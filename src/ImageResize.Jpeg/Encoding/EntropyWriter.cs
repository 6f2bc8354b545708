using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ImageResize.Jpeg.Encoding;

/// <summary>Writes tokens as Huffman codes, with byte stuffing (ITU T.81, F.1.2.3), four bytes at a time where none is 0xFF.</summary>
internal sealed unsafe class EntropyWriter
{
    private const int TokensAtATime = 4096;

    /// <summary>A code and its bits have at most 32 bits, of which every byte may need stuffing.</summary>
    private const int MaxTokenBytes = 8;

    private readonly uint[] _codes = new uint[Token.IndexCount];
    private ulong _bits;
    private int _count;

    /// <summary>The codes of a table from 0 to 3.</summary>
    public Span<uint> CodesOf(int table) => _codes.AsSpan(table * Token.TableSize, Token.TableSize);

    public void Write(uint* tokens, uint* end, IBufferWriter<byte> target)
    {
        while (tokens < end)
        {
            uint* part = tokens + Math.Min(end - tokens, TokensAtATime);
            Span<byte> space = target.GetSpan(TokensAtATime * MaxTokenBytes + MaxTokenBytes);
            fixed (byte* begin = space)
            fixed (uint* codes = _codes)
                target.Advance((int)(WriteAll(tokens, part, codes, begin) - begin));
            tokens = part;
        }
    }

    /// <summary>Fills the last byte up with ones.</summary>
    public void Flush(IBufferWriter<byte> target)
    {
        Span<byte> space = target.GetSpan(2 * MaxTokenBytes);
        int written = 0;
        while (_count > 0)
        {
            int take = Math.Min(_count, 8);
            byte value = (byte)((_bits >> (_count - take) << (8 - take)) | (0xFFu >> take));
            space[written++] = value;
            if (value == 0xFF)
                space[written++] = 0;
            _count -= take;
        }

        target.Advance(written);
        _bits = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private byte* WriteAll(uint* token, uint* end, uint* codes, byte* target)
    {
        ulong bits = _bits;
        int count = _count;
        for (; token < end; token++)
        {
            uint value = *token, code = codes[value & (Token.IndexCount - 1)];
            int extra = (int)(value >> Token.IndexBits & 31), length = (int)(code & 255) + extra;
            bits = bits << length | (ulong)(code >> 8) << extra | value >> 16;
            count += length;
            if (count < 32)
                continue;
            count -= 32;
            uint word = (uint)(bits >> count);
            // A byte of ones carries into the bit above when one is added, and loses its own highest bit.
            if (((word & ~(word + 0x01010101)) & 0x80808080) == 0)
            {
                *(uint*)target = BinaryPrimitives.ReverseEndianness(word);
                target += 4;
                continue;
            }

            for (int shift = 24; shift >= 0; shift -= 8)
            {
                byte next = (byte)(word >> shift);
                *target++ = next;
                if (next == 0xFF)
                    *target++ = 0;
            }
        }

        _bits = bits;
        _count = count;
        return target;
    }
}

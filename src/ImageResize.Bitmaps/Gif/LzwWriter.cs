using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageResize.Bitmaps.Gif;

/// <summary>
/// Codes the indices of a frame by LZW of variable width in sub-blocks (GIF89a, appendix F). Strings are found in a hash table of
/// their prefix and their last index. When all 4,096 codes are given, it begins anew. Belongs to one thread.
/// </summary>
internal sealed class LzwWriter
{
    private const int MaxCodes = 4096, LongestBlock = 255;

    /// <summary>Twice as many entries as there are codes, in 32 KB.</summary>
    private const int TableBits = 13;

    /// <summary>No entry is like it: no string's prefix is the last code.</summary>
    private const uint Free = uint.MaxValue;

    /// <summary>Entries: 12 bits of the prefix' code, 8 of the index behind it, 12 of the code of both.</summary>
    private readonly uint[] _strings = new uint[1 << TableBits];
    private readonly byte[] _block = new byte[1 + LongestBlock];
    private readonly IBufferWriter<byte> _target;
    private ulong _bits;
    private int _bitCount, _length, _codeBits;

    /// <param name="target">Where blocks go.</param>
    public LzwWriter(IBufferWriter<byte> target) => _target = target;

    /// <summary>Writes a part of an image: its code size, its blocks and the one that ends them.</summary>
    /// <param name="indices">The indices of the whole image, row by row.</param>
    /// <param name="stride">Indices from one row to the next.</param>
    /// <param name="part">The part, which has a pixel at least.</param>
    /// <param name="indexBits">Bits of the largest index, 1 to 8.</param>
    public void Write(ReadOnlySpan<byte> indices, int stride, GifRectangle part, int indexBits)
    {
        // Codes have two bits more than one index, at least three (appendix F, "ESTABLISH CODE SIZE").
        int dataBits = Math.Max(2, indexBits), clear = 1 << dataBits, next = clear + 2;
        _target.Write([(byte)dataBits]);
        (_bits, _bitCount, _length) = (0, 0, 0);
        _codeBits = dataBits + 1;
        Forget();
        Put(clear);
        int prefix = -1;
        for (int y = part.Top; y < part.Top + part.Height; y++)
            prefix = Add(indices.Slice(y * stride + part.Left, part.Width), prefix, clear, ref next);
        Put(prefix);
        if (next == 1 << _codeBits && next < MaxCodes)
            _codeBits++;
        Put(clear + 1);
        if (_bitCount > 0)
            PutByte((byte)_bits);
        Flush();
        _target.Write([(byte)0]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Add(ReadOnlySpan<byte> row, int prefix, int clear, ref int next)
    {
        Debug.Assert(row.Length > 0);
        uint[] strings = _strings;
        int x = 0, codes = next;
        if (prefix < 0)
            prefix = row[x++];
        for (; x < row.Length; x++)
        {
            byte index = row[x];
            uint key = (uint)prefix << 8 | index, slot = key * 0x9E37_79B1 >> 32 - TableBits, entry;
            while ((entry = strings[slot]) != Free && entry >> 12 != key)
                slot = slot + 1 & (1 << TableBits) - 1;
            if (entry != Free)
            {
                prefix = (int)(entry & MaxCodes - 1);
                continue;
            }

            Put(prefix);
            prefix = index;
            if (codes < MaxCodes)
            {
                strings[slot] = key << 12 | (uint)codes;
                if (codes == 1 << _codeBits)
                    _codeBits++;
                codes++;
                continue;
            }

            Put(clear);
            Forget();
            codes = clear + 2;
            _codeBits = int.Log2(clear) + 1;
        }

        next = codes;
        return prefix;
    }

    /// <summary>Frees all entries. Span.Fill is not compiled ahead of time.</summary>
    private void Forget()
    {
        for (int i = 0; i < _strings.Length; i += Vector128<uint>.Count)
            Vector128.StoreUnsafe(Vector128<uint>.AllBitsSet, ref _strings[i]);
    }

    private void Put(int code)
    {
        _bits |= (ulong)(uint)code << _bitCount;
        _bitCount += _codeBits;
        for (; _bitCount >= 8; _bitCount -= 8, _bits >>= 8)
            PutByte((byte)_bits);
    }

    private void PutByte(byte value)
    {
        _block[1 + _length++] = value;
        if (_length == LongestBlock)
            Flush();
    }

    private void Flush()
    {
        if (_length == 0)
            return;
        _block[0] = (byte)_length;
        _target.Write(_block.AsSpan(0, 1 + _length));
        _length = 0;
    }
}

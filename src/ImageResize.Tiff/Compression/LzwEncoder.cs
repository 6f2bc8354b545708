using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ImageResize.Pixels.Memory;

namespace ImageResize.Tiff.Compression;

/// <summary>
/// Codes LZW with the most significant bit first, whose codes become longer one code early (TIFF 6.0, section 13). The strings are in one table
/// of 64 KB with open addressing: an entry is the code of the string's first part, its last byte and its own code in 32 bits.
/// For one thread.
/// </summary>
/// <param name="arena">The worker's buffers.</param>
internal sealed unsafe class LzwEncoder(BufferArena arena)
{
    private const uint Clear = 256, End = 257, First = 258;

    /// <summary>When the table has so many strings it is cleared.</summary>
    private const uint Full = 4094;

    private const int FirstWidth = 9;

    /// <summary>Of the strings, by their first part and their last byte; four times as many places as there are strings.</summary>
    private const int PlaceBits = 14;

    /// <summary>An entry's bits below those that tell the string are its code. An empty one is 0.</summary>
    private const int CodeBits = 12;

    /// <summary>An odd number that takes the bytes, which are alike in photographs, far apart.</summary>
    private const uint Spread = 7735;

    private readonly NativeBuffer _table = arena.Create();
    private byte* _start, _output;
    private ulong _pending;
    private uint _prefix, _next, _limit;
    private int _bits, _width;
    private bool _isBegun;

    /// <summary>The most bytes that so many become, and what may be written beyond.</summary>
    public static long MostBytes(long count) => count + count / 2 + count / 1024 + 64;

    /// <summary>Begins a strip.</summary>
    /// <param name="target">Has room for <see cref="MostBytes"/> of it.</param>
    public void Begin(byte* target)
    {
        _start = _output = target;
        (_pending, _bits, _isBegun) = (0, 0, false);
        (_width, _next, _limit) = (FirstWidth, First, 1U << FirstWidth);
        _table.RequireCleared(sizeof(uint) << PlaceBits);
        Put(Clear);
    }

    /// <summary>Codes the next bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Encode(byte* bytes, int count)
    {
        byte* end = bytes + count;
        if (!_isBegun && count > 0)
        {
            _prefix = *bytes++;
            _isBegun = true;
        }

        var table = (uint*)_table.Pointer;
        byte* output = _output;
        ulong pending = _pending;
        uint prefix = _prefix, next = _next, limit = _limit;
        int bits = _bits, width = _width;
        while (bytes < end)
        {
            uint value = *bytes++, key = (prefix + 1) << 8 | value, place = prefix << (PlaceBits - CodeBits) ^ (value * Spread & ((1U << PlaceBits) - 1)), entry = table[place];
            while (entry >> CodeBits != key && entry != 0)
            {
                // Another string's place: on by an odd number, so that all are tried, which strings that meet here do not share.
                place = (place + (value << 1 | 1)) & ((1U << PlaceBits) - 1);
                entry = table[place];
            }

            if (entry != 0)
            {
                prefix = entry & ((1U << CodeBits) - 1);
                continue;
            }

            pending = pending << width | prefix;
            bits += width;
            Unsafe.WriteUnaligned(output, BinaryPrimitives.ReverseEndianness(pending << (64 - bits)));
            output += bits >> 3;
            bits &= 7;
            table[place] = key << CodeBits | next++;
            prefix = value;
            if (next != limit)
                continue;
            _output = output;
            (_pending, _bits, _width, _next) = (pending, bits, width, next);
            Grow();
            output = _output;
            (pending, bits, width, next, limit) = (_pending, _bits, _width, _next, _limit);
        }

        _output = output;
        (_pending, _bits, _width, _next, _limit, _prefix) = (pending, bits, width, next, limit, prefix);
    }

    /// <summary>Ends the strip; the bytes that it became.</summary>
    public int Finish()
    {
        if (_isBegun)
        {
            Put(_prefix);
            if (++_next == _limit)
                Grow();
        }

        Put(End);
        if (_bits > 0)
            *_output++ = (byte)(_pending << (8 - _bits));
        return (int)(_output - _start);
    }

    /// <summary>Codes become longer, or all strings are forgotten.</summary>
    private void Grow()
    {
        if (_next < Full)
        {
            _width++;
            _limit = Math.Min(1U << _width, Full);
            return;
        }

        Put(Clear);
        NativeMemory.Clear(_table.Pointer, sizeof(uint) << PlaceBits);
        (_width, _next, _limit) = (FirstWidth, First, 1U << FirstWidth);
    }

    private void Put(uint code)
    {
        _pending = _pending << _width | code;
        for (_bits += _width; _bits >= 8; _bits -= 8)
            *_output++ = (byte)(_pending >> (_bits - 8));
    }
}

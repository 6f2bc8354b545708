using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using ImageResize.Pixels.Memory;

namespace ImageResize.Tiff.Compression;

/// <summary>
/// Decodes LZW with the most significant bit first, whose codes become longer one code early (TIFF 6.0, section 13). A string of the table
/// is what was put out before, so that an entry is where that is and how long; strings of up to seven bytes are in their entry, and are written by
/// one store. Strips must begin with the code that clears the table, must clear it before it is full, and their last string must end
/// with them. Codes behind it are not looked at. A piece ends where the table is cleared, since nothing before is needed any more.
/// </summary>
/// <param name="arena">The worker's buffers.</param>
internal sealed unsafe class LzwDecoder(BufferArena arena) : SegmentDecoder
{
    private const uint Clear = 256, End = 257;
    private const int First = 258, FirstWidth = 9, LongestWidth = 12, TableSize = 1 << LongestWidth;

    /// <summary>The longest string that lies in its entry.</summary>
    private const int ShortBytes = 7;

    /// <summary>An entry's highest byte is the length of a short string, or this; then the bits below are the length, and the 32 lowest the place.</summary>
    private const ulong LongMark = 0xFFUL << 56;

    private const int LengthShift = 56, LongLengthShift = 32;
    private const ulong OneByte = 1UL << LengthShift;

    /// <summary>Bytes of codes from one that clears the table to the next, and one more, at most.</summary>
    private const int MostCodeBytes = (TableSize - First + 4) * LongestWidth / 8;

    /// <summary>Bytes that may be read beyond a code.</summary>
    private const int ReadAhead = sizeof(ulong);

    private readonly NativeBuffer _table = arena.Create();
    private SegmentBytes _bytes = null!;
    private int _bit, _used;
    private bool _isBegun, _isFull;

    /// <summary>The strings between two codes that clear the table are one byte longer each at most.</summary>
    public override int MostSurplus => (TableSize - First + 2) * (TableSize - First + 3) / 2;

    /// <inheritdoc/>
    public override void Begin(SegmentBytes bytes)
    {
        (_bytes, _bit, _isBegun, _isFull) = (bytes, 0, false, false);

        // The arena may have freed it after an image.
        if (_table.Capacity > 0)
            return;
        var table = (ulong*)_table.RequireCleared(TableSize * sizeof(ulong));
        for (uint i = 0; i < Clear; i++)
            table[i] = OneByte | i;
        _used = First;
    }

    /// <inheritdoc/>
    public override int Decode(byte* target, int wanted, int room)
    {
        if (_isFull)
            return NotSound;
        int done = 0;
        while (done < wanted)
        {
            ReadOnlySpan<byte> bytes = _bytes.Look();
            int count;
            fixed (byte* codes = bytes)
                count = Decode(codes, bytes.Length, bytes.Length == _bytes.Left, target + done, wanted - done, room - done);
            if (count <= 0)
                return NotSound;
            _bytes.Take(_bit >> 3);
            _bit &= 7;
            done += count;
        }

        return done;
    }

    /// <summary>A string of more than seven bytes, which were put out at a place.</summary>
    private static ulong Long(nint place, int length) => LongMark | (ulong)(uint)length << LongLengthShift | (uint)place;

    private static int LengthOf(ulong entry) => entry >= LongMark ? (int)(entry >> LongLengthShift & 0xFFFFFF) : (int)(entry >> LengthShift);

    /// <summary>A code near the end of the bytes; beyond it, 0.</summary>
    private static uint ReadNearEnd(byte* codes, int length, int bit, int width)
    {
        ulong bits = 0;
        for (int i = 0, at = bit >> 3; i < sizeof(ulong); i++, at++)
            bits = bits << 8 | (at < length ? codes[at] : 0U);
        return (uint)(bits << (bit & 7) >> (64 - width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Read(byte* codes, int bit, int width) =>
        (uint)(BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(codes + (bit >> 3))) << (bit & 7) >> (64 - width));

    /// <summary>Copies bytes that lie before the target and do not reach into it; up to 15 more are written.</summary>
    private static void Copy(byte* source, byte* target, int count)
    {
        for (int i = 0; i < count; i += 2 * sizeof(ulong))
        {
            ulong low = Unsafe.ReadUnaligned<ulong>(source + i), high = Unsafe.ReadUnaligned<ulong>(source + i + sizeof(ulong));
            Unsafe.WriteUnaligned(target + i, low);
            Unsafe.WriteUnaligned(target + i + sizeof(ulong), high);
        }
    }

    /// <summary>Decodes up to a code that clears the table, behind which enough was put out or few bytes are left.</summary>
    /// <param name="codes">The next codes.</param>
    /// <param name="length">How many bytes they are.</param>
    /// <param name="areLast">Whether the segment has no more.</param>
    /// <param name="target">Where to write.</param>
    /// <param name="wanted">Bytes that are wanted at least.</param>
    /// <param name="room">Bytes that there is room for.</param>
    /// <returns>The bytes put out; -1 where they are not sound.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Decode(byte* codes, int length, bool areLast, byte* target, int wanted, int room)
    {
        var table = (ulong*)_table.Pointer;
        byte* output = target, end = target + room;
        int bit = _bit;
        if (!_isBegun)
        {
            if (length < 2 || ReadNearEnd(codes, length, bit, FirstWidth) != Clear)
                return NotSound;
            bit += FirstWidth;
            _isBegun = true;
        }

        // Each turn begins behind a code that clears the table.
        while (output - target < wanted && (areLast || length - (bit >> 3) > MostCodeBytes))
        {
            Unsafe.InitBlock(table + First, 0, (uint)(_used - First) * sizeof(ulong));
            _used = TableSize;
            if (bit + FirstWidth > length * 8L)
                return NotSound;
            uint code = ReadNearEnd(codes, length, bit, FirstWidth);
            bit += FirstWidth;
            if (code == Clear)
            {
                _used = First;
                continue;
            }

            if (code > Clear)
                return NotSound;
            ulong last = table[code];
            int lastLength = 1, next = First, width = FirstWidth;
            *output++ = (byte)code;
            while (true)
            {
                if (output == end)
                {
                    _isFull = true;
                    break;
                }

                // Short strings, as long as the codes have this length and neither bytes nor room end.
                int limit = (1 << width) - 1;
                nint count = Math.Min(Math.Min(limit, TableSize) - next - 1, ((length - ReadAhead) * 8L - bit) / width is var left && left > 0 ? (nint)left : 0);
                if (lastLength < ShortBytes)
                {
                    byte* lastOutput = end - ShortBytes;
                    int lastShift = 8 * lastLength;
                    while (--count >= 0 && output <= lastOutput)
                    {
                        ulong entry = table[Read(codes, bit, width)];
                        uint entryLength = (uint)(entry >> LengthShift);
                        if (entryLength - 1 >= ShortBytes - 1)
                            break;
                        bit += width;
                        Unsafe.WriteUnaligned(output, entry);
                        table[next++] = last + OneByte + ((entry & 0xFF) << lastShift);
                        last = entry;
                        lastShift = (int)entryLength * 8;
                        output += entryLength;
                    }

                    lastLength = lastShift / 8;
                }

                // One code of any kind.
                if (bit + width > length * 8L)
                    return NotSound;
                code = (bit >> 3) + ReadAhead <= length ? Read(codes, bit, width) : ReadNearEnd(codes, length, bit, width);
                bit += width;
                if (code == Clear)
                    break;
                if (code == End || code > next || next >= TableSize)
                    return NotSound;
                int stringLength = code == next ? lastLength + 1 : LengthOf(table[code]);
                if (stringLength > end - output)
                    return NotSound;
                byte* lastString = output - lastLength;
                if (code == next)
                {
                    // The last string and its own first byte.
                    Copy(lastString, output, lastLength);
                    output[lastLength] = *lastString;
                }
                else if (table[code] >= LongMark)
                {
                    Copy(target + (uint)table[code], output, stringLength);
                }
                else
                {
                    Unsafe.WriteUnaligned(output, table[code]);
                }

                table[next] = lastLength < ShortBytes ? last + OneByte + ((ulong)*output << (8 * lastLength)) : Long((nint)(lastString - target), lastLength + 1);
                next++;
                last = table[code];
                lastLength = stringLength;
                output += stringLength;
                if (next == limit && width < LongestWidth)
                    width++;
            }

            _used = next;
            if (_isFull)
                break;
        }

        _bit = bit;
        return (int)(output - target);
    }
}

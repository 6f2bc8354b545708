using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using ImageResize.Pixels.Memory;
using ImageResize.Png.Inflating;

namespace ImageResize.Png.Deflating;

/// <summary>
/// Deflates rows that are filtered into a zlib stream (RFC 1950 and 1951), searching for runs of one byte alone, because differences seldom repeat
/// otherwise. What remains of deflating is then counting bytes, a code for each block, and writing it. Belongs to one thread, and keeps its buffers.
/// </summary>
internal sealed unsafe class RunDeflater(BufferArena arena) : IRowDeflater
{
    /// <summary>Bytes of a block, so that photos are smallest. A stored block holds 65,535 at most.</summary>
    private const int BlockBytes = 32 * 1024;

    private const int Left = 64, MaxMatch = 258, StoredHeader = 8, Counters = 1024;

    /// <summary>A coded block is no longer than a stored one would be, and a few bytes are written beyond the last.</summary>
    private const int OutputBytes = BlockBytes + 1024;

    /// <summary>A run takes four bytes at least, of which the first is no part of it.</summary>
    private const int MaxRuns = BlockBytes / 4 + 1;

    private static readonly byte[] LengthSymbols = MakeLengthSymbols();

    private readonly NativeBuffer _buffer = arena.Create();
    private readonly BlockCodes _codes = new();
    private readonly int[] _frequencies = new int[BlockCodes.Symbols];
    private Stream _target = null!;
    private byte* _block;
    private int* _counters;
    private (int Start, int Length)* _runs;
    private BitWriter _writer;
    private int _filled, _runCount, _matches;
    private long _extraBits;
    private uint _adler;
    private bool _isFirst;

    /// <summary>The native memory.</summary>
    public static long Bytes => Left + BlockBytes + RunFinder.Margin + OutputBytes + sizeof(int) * Counters + 8 * MaxRuns;

    private byte* Output => _block + BlockBytes + RunFinder.Margin;

    /// <summary>Begins a stream.</summary>
    public void Begin(Stream target)
    {
        _block = _buffer.RequireCleared(Bytes) + Left;
        _counters = (int*)(Output + OutputBytes);
        _runs = ((int Start, int Length)*)(_counters + Counters);
        _writer = new BitWriter(Output);
        (_target, _filled, _adler, _isFirst) = (target, 0, Adler32.Initial, true);
        _codes.Reset();
        // A window of 32 KB, and the level that is the default (RFC 1950, 2.2).
        target.Write([0x78, 0x9C]);
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            if (_filled == BlockBytes)
                WriteBlock(isFinal: false);
            int count = Math.Min(data.Length, BlockBytes - _filled);
            data[..count].CopyTo(new Span<byte>(_block + _filled, count));
            _filled += count;
            data = data[count..];
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        // Nothing came where the work was stopped: then the stream is of no use.
        if (_filled > 0)
            WriteBlock(isFinal: true);
        _writer.Align();
        Drain();
        Span<byte> adler = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(adler, _adler);
        _target.Write(adler);
    }

    private static byte[] MakeLengthSymbols()
    {
        var symbols = new byte[MaxMatch + 1];
        for (int length = RunFinder.MinMatch; length <= MaxMatch; length++)
        {
            int rest = length - RunFinder.MinMatch, extra = rest < 8 ? 0 : int.Log2(rest) - 2;
            symbols[length] = (byte)(length == MaxMatch ? 28 : 4 * extra + (rest >> extra));
        }

        return symbols;
    }

    /// <summary>The bits that a length brings with it, by its symbol counted from the first.</summary>
    private static int ExtraBits(int symbol) => symbol is < 8 or 28 ? 0 : symbol / 4 - 1;

    private void WriteBlock(bool isFinal)
    {
        _adler = Adler32.Append(_adler, _block, _filled);
        // Before the first byte is none that it could be like.
        if (_isFirst)
            _block[-1] = (byte)~*_block;
        _isFirst = false;
        FindRuns();
        long bits = _codes.Build(_frequencies, _matches) + _extraBits;
        if (bits > 8L * (_filled + StoredHeader))
            WriteStored(isFinal);
        else
            WriteCoded(isFinal);
        Drain();
        _block[-1] = _block[Math.Max(_filled, 1) - 1];
        _filled = 0;
    }

    /// <summary>Finds the runs that are worth it by the codes of the block before, and counts symbols.</summary>
    private void FindRuns()
    {
        (_runCount, _matches, _extraBits) = (0, 0, 0);
        Span<int> lengths = _frequencies.AsSpan(BlockCodes.EndOfBlock);
        lengths.Clear();
        byte* from = _block;
        ReadOnlySpan<byte> bits = _codes.Lengths;
        int next = 0;
        while ((next = RunFinder.Find(_block, next, _filled)) < _filled)
        {
            byte value = _block[next];
            int length = new ReadOnlySpan<byte>(_block + next, Math.Min(_filled - next, MaxMatch)).IndexOfAnyExcept(value);
            length = length < 0 ? Math.Min(_filled - next, MaxMatch) : length;
            int symbol = LengthSymbols[length], cost = bits[BlockCodes.EndOfBlock + 1 + symbol];
            // A length that has no code yet will have a long one.
            cost = (cost == 0 ? BlockCodes.MaxCodeBits : cost) + ExtraBits(symbol) + _codes.DistanceBits;
            if (length * bits[value] >= cost || bits[value] == 0)
            {
                RunFinder.Count(from, _block + next, _counters);
                _runs[_runCount++] = (next, length);
                lengths[1 + symbol]++;
                _matches++;
                _extraBits += ExtraBits(symbol);
                from = _block + next + length;
            }

            next += length;
        }

        RunFinder.Count(from, _block + _filled, _counters);
        RunFinder.Total(_counters, _frequencies);
        lengths[0] = 1;
    }

    private void WriteCoded(bool isFinal)
    {
        _codes.WriteHeader(ref _writer, isFinal);
        fixed (uint* codes = _codes.Codes)
        {
            byte* from = _block;
            for (int i = 0; i < _runCount; i++)
            {
                (int start, int length) = _runs[i];
                WriteLiterals(from, _block + start, codes, ref _writer);
                int symbol = LengthSymbols[length], extra = ExtraBits(symbol);
                _writer.Put(codes[BlockCodes.EndOfBlock + 1 + symbol]);
                // The low bits of the length, and the code of the distance, which is zero.
                _writer.Put((uint)(length - RunFinder.MinMatch) & (1u << extra) - 1, extra + _codes.DistanceBits);
                from = _block + start + length;
            }

            WriteLiterals(from, _block + _filled, codes, ref _writer);
            _writer.Put(codes[BlockCodes.EndOfBlock]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteLiterals(byte* from, byte* end, uint* codes, ref BitWriter target)
    {
        BitWriter writer = target;
        for (; end - from >= 4; from += 4)
        {
            uint bytes = *(uint*)from, code = codes[(byte)bytes];
            writer.Add((ushort)code, (int)(code >> 16));
            code = codes[(byte)(bytes >> 8)];
            writer.Add((ushort)code, (int)(code >> 16));
            code = codes[(byte)(bytes >> 16)];
            writer.Add((ushort)code, (int)(code >> 16));
            code = codes[bytes >> 24];
            writer.Add((ushort)code, (int)(code >> 16));
            writer.Flush();
        }

        for (; from < end; from++)
            writer.Put(codes[*from]);
        target = writer;
    }

    private void WriteStored(bool isFinal)
    {
        _writer.Put(isFinal ? 1u : 0, 3);
        _writer.Align();
        _writer.Put((uint)_filled | (ulong)(ushort)~_filled << 16, 32);
        _writer.Write(_block, _filled);
    }

    /// <summary>Hands on what is written.</summary>
    private void Drain()
    {
        _target.Write(new ReadOnlySpan<byte>(Output, (int)(_writer.Next - Output)));
        _writer.Restart(Output);
    }
}

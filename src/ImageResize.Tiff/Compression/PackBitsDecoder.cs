namespace ImageResize.Tiff.Compression;

/// <summary>Decodes runs of equal and of different bytes, none of which goes on in the next row (TIFF 6.0, section 9).</summary>
/// <param name="rowBytes">Bytes of a row.</param>
internal sealed unsafe class PackBitsDecoder(int rowBytes) : SegmentDecoder
{
    /// <summary>The header that stands for nothing.</summary>
    private const byte NoRun = 128;

    private SegmentBytes _bytes = null!;
    private int _left, _leftOfRow;
    private bool _isRepeated, _isBroken;
    private byte _value;

    /// <inheritdoc/>
    public override void Begin(SegmentBytes bytes) => (_bytes, _left, _leftOfRow, _isBroken) = (bytes, 0, rowBytes, false);

    /// <inheritdoc/>
    public override int Decode(byte* target, int wanted, int room)
    {
        int done = 0;
        while (done < wanted)
        {
            ReadOnlySpan<byte> bytes = _bytes.Look();
            int used = 0, before = done;
            while (done < wanted && (_left > 0 || BeginRun(bytes, ref used)))
            {
                int count = Math.Min(_left, wanted - done);
                if (_isRepeated)
                {
                    new Span<byte>(target + done, count).Fill(_value);
                }
                else
                {
                    count = Math.Min(count, bytes.Length - used);
                    if (count == 0)
                        break;
                    bytes.Slice(used, count).CopyTo(new Span<byte>(target + done, count));
                    used += count;
                }

                done += count;
                _left -= count;
            }

            if (_isBroken || (used == 0 && done == before))
                return NotSound;
            _bytes.Take(used);
        }

        return wanted;
    }

    /// <inheritdoc/>
    public override bool IsComplete() => _left == 0;

    /// <summary>Begins the next run; false where the bytes do not tell its kind, or it goes beyond the row.</summary>
    private bool BeginRun(ReadOnlySpan<byte> bytes, ref int used)
    {
        while (used < bytes.Length && bytes[used] == NoRun)
            used++;
        if (used + 1 >= bytes.Length)
            return false;
        byte header = bytes[used++];
        _isRepeated = header > NoRun;
        _left = _isRepeated ? 257 - header : header + 1;
        if (_isRepeated)
            _value = bytes[used++];
        _isBroken = _left > _leftOfRow;
        if (_isBroken)
            return false;
        _leftOfRow = _leftOfRow == _left ? rowBytes : _leftOfRow - _left;
        return true;
    }
}

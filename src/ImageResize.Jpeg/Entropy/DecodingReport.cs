namespace ImageResize.Jpeg.Entropy;

/// <summary>Collects what is odd and what is damaged while an image is decoded.</summary>
internal sealed class DecodingReport
{
    private JpegDamageKind _kinds;
    private long _firstOffset;
    private long _units, _lostUnits;

    public JpegWarnings Warnings { get; private set; }

    public JpegDamage? Damage =>
        _kinds == JpegDamageKind.None ? null : new JpegDamage(_kinds, _firstOffset, _units == 0 ? 0 : (double)_lostUnits / _units);

    public void Clear()
    {
        Warnings = JpegWarnings.None;
        _kinds = JpegDamageKind.None;
        _firstOffset = _units = _lostUnits = 0;
    }

    public void Warn(JpegWarnings warning) => Warnings |= warning;

    public void AddDamage(JpegDamageKind kind, long offset)
    {
        if (_kinds == JpegDamageKind.None)
            _firstOffset = offset;
        _kinds |= kind;
    }

    public void AddUnits(long count) => _units += count;

    public void AddLostUnits(long count) => _lostUnits += count;

    /// <summary>Translates the fault bits of kernels.</summary>
    public void AddFaults(uint faults, long offset)
    {
        if ((faults & HuffmanEntry.EndOfBlock) != 0)
            AddDamage(JpegDamageKind.InvalidHuffmanCode, offset);
        else if (faults != 0)
            AddDamage(JpegDamageKind.CoefficientOverrun, offset);
    }
}

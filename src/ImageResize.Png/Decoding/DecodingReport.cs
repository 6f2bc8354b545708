namespace ImageResize.Png.Decoding;

/// <summary>Collects what a decoder meets.</summary>
internal sealed class DecodingReport
{
    private PngDamageKind _kinds;
    private double _lostFraction;

    public PngWarnings Warnings { get; private set; }

    /// <summary>The damage so far; null for none.</summary>
    public PngDamage? Damage => _kinds == PngDamageKind.None ? null : new PngDamage(_kinds, _lostFraction);

    /// <summary>Whether there is nothing to tell.</summary>
    public bool IsEmpty => Damage is null && Warnings == PngWarnings.None;

    public void Clear()
    {
        _kinds = PngDamageKind.None;
        _lostFraction = 0;
        Warnings = PngWarnings.None;
    }

    public void Warn(PngWarnings warning) => Warnings |= warning;

    public void AddDamage(PngDamageKind kind, double lostFraction = 0)
    {
        _kinds |= kind;
        _lostFraction = Math.Max(_lostFraction, lostFraction);
    }
}

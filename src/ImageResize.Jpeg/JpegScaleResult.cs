namespace ImageResize.Jpeg;

/// <summary>What became of one source.</summary>
/// <param name="Header">The header of the source.</param>
/// <param name="Warnings">Oddities that did no harm.</param>
/// <param name="Damage">What was damaged and salvaged; null for a sound source.</param>
public sealed record JpegScaleResult(JpegHeader Header, JpegWarnings Warnings, JpegDamage? Damage)
{
    /// <summary>The part of the time that went into encoding, all outputs together.</summary>
    public TimeSpan EncodingTime { get; init; }
}

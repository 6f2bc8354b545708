namespace ImageResize.Imaging;

/// <summary>What becomes of a truncated or corrupt image (the parameter <c>-OnDamage</c>).</summary>
public enum DamagePolicy
{
    /// <summary>It fails: half an image must not pass for a whole one.</summary>
    Fail,

    /// <summary>What can be decoded is written, and the result bears a warning.</summary>
    Salvage,
}

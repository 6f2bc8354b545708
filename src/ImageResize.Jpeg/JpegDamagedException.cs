namespace ImageResize.Jpeg;

/// <summary>The image data are damaged and <see cref="JpegScaleOptions.OnDamage"/> is <see cref="JpegDamagePolicy.Fail"/>. Nothing was written.</summary>
public sealed class JpegDamagedException : JpegException
{
    internal JpegDamagedException(JpegDamage damage) : base(damage.ToString())
    {
        Damage = damage;
    }

    /// <summary>What is damaged, and how much of the image.</summary>
    public JpegDamage Damage { get; }
}

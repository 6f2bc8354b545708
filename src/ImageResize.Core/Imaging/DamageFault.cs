namespace ImageResize.Imaging;

/// <summary>The words for a damaged image: one place for every engine, so that the same damage is told alike for every output.</summary>
internal static class DamageFault
{
    /// <summary>Pixels are lost or make no sense.</summary>
    /// <param name="format">The image's format.</param>
    /// <param name="reason">What is wrong, without a full stop.</param>
    /// <param name="policy">What was to become of damage; the way out that was taken already is not named again.</param>
    /// <param name="cause">The exception that told us, where there is one.</param>
    public static Fault Of(ImageFormat format, string reason, DamagePolicy policy, Exception? cause = null) => new(
        ImageErrorId.Damaged,
        $"The {FormatTraits.Of(format).Name} data is truncated or corrupt ({reason.TrimEnd('.')}). Restore the file from a backup or its source{(policy == DamagePolicy.Fail ? ", or keep what can be decoded with -OnDamage Salvage" : null)}.")
    {
        Cause = cause,
    };

    /// <summary>Not even the header can be read, so there is nothing to salvage.</summary>
    public static Fault OfHeader(ImageFormat format, string reason, Exception? cause = null) => Of(format, reason, DamagePolicy.Salvage, cause);
}

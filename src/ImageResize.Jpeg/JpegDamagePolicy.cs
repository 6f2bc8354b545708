namespace ImageResize.Jpeg;

/// <summary>What to do about true damage.</summary>
public enum JpegDamagePolicy
{
    /// <summary>Throw <see cref="JpegDamagedException"/> and write nothing.</summary>
    Fail,

    /// <summary>Decode what can be decoded, as libjpeg does: resume at the next restart marker, leave the rest grey.</summary>
    Salvage,
}

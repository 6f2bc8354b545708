namespace ImageResize.Metadata.Sources;

/// <summary>
/// How many bytes of texts, profiles, EXIF, XMP and IPTC are taken from one image in sum, after inflation. A few thousand
/// bytes of PNG inflate to gigabytes; what lies beyond the limit is listed, and not taken. Belongs to one reading.
/// </summary>
internal sealed class MetadataLimit(long bytes = MetadataLimit.DefaultBytes)
{
    /// <summary>32 MB: the largest sound metadata are XMP packets with a depth map, of some megabytes.</summary>
    public const long DefaultBytes = 32 << 20;

    /// <summary>What a block costs besides its bytes, so that a million empty ones are not free.</summary>
    private const int Overhead = 128;

    /// <summary>What may still be taken, in bytes.</summary>
    public long Left { get; private set; } = bytes;

    /// <summary>What may still be inflated, in bytes: what turns out to be too long has been inflated in vain.</summary>
    public long InflationLeft { get; private set; } = 2 * bytes;

    /// <summary>How many blocks were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Counts bytes that were inflated, whether they are kept or not.</summary>
    public void CountInflated(long length) => InflationLeft -= length;

    public bool TryTake(long length)
    {
        if (length > Left - Overhead)
        {
            Refused++;
            return false;
        }

        Left -= length + Overhead;
        return true;
    }
}

namespace ImageResize.Metadata.Color;

/// <summary>
/// The profiles that were read last, and what they describe: the photos of a batch have a few, again and again, and a curve of 1,024 points
/// read anew twice an image is 100 KB for the garbage collector. Thread safe.
/// </summary>
internal static class KnownProfiles
{
    /// <summary>So many are kept, of at most that many bytes.</summary>
    private const int Most = 4, LongestProfile = 16 << 10;

    /// <summary>Is replaced as a whole, so that readers need no lock.</summary>
    private static volatile Known[] _known = [];

    /// <summary>What a profile describes.</summary>
    /// <param name="profile">Its bytes.</param>
    /// <param name="read">Reads it where it is not known; called by several threads at once.</param>
    public static ColorDescription Describe(ReadOnlySpan<byte> profile, Func<ReadOnlySpan<byte>, ColorDescription> read)
    {
        Known[] known = _known;
        foreach (Known one in known)
            if (profile.SequenceEqual(one.Profile))
                return one.Description;
        ColorDescription description = read(profile);
        if (profile.Length <= LongestProfile)
            _known = [new Known(profile.ToArray(), description), .. known.AsSpan(0, Math.Min(known.Length, Most - 1))];
        return description;
    }

    private sealed record Known(byte[] Profile, ColorDescription Description);
}

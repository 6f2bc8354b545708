namespace ImageResize.Pixels.Resampling;

/// <summary>
/// How one axis of an output plane lies over the decoded plane: output sample i covers the decoded samples from
/// Offset + i Step to Offset + (i + 1) Step.
/// </summary>
/// <param name="InputCount">Decoded samples on the axis.</param>
/// <param name="OutputCount">Output samples on the axis.</param>
/// <param name="Offset">Where output sample 0 begins, in decoded samples; beyond an edge, the edge sample is repeated.</param>
/// <param name="Step">Decoded samples for one output sample; below 1 when enlarging.</param>
internal readonly record struct AxisMapping(int InputCount, int OutputCount, double Offset, double Step)
{
    /// <summary>The half-width of the Lanczos filter, in output samples when reducing.</summary>
    public const int Lobes = 3;

    /// <summary>Whether every output sample is exactly an input sample.</summary>
    public bool IsIdentity => Step == 1 && Offset == Math.Floor(Offset);

    /// <summary>Input samples that an output sample depends on, at most.</summary>
    public int Taps => IsIdentity ? 1 : Math.Min(InputCount, (int)Math.Ceiling(2 * Lobes * Math.Max(1, Step)));

    /// <summary>The first input sample that is needed.</summary>
    public int First => (int)Math.Clamp(Math.Floor(Offset - Lobes * Math.Max(1, Step)) - 1, 0, InputCount - Taps);

    /// <summary>One more than the last input sample that is needed.</summary>
    public int End => (int)Math.Clamp(Math.Ceiling(Offset + OutputCount * Step + Lobes * Math.Max(1, Step)) + 1, Math.Min(First + Taps, InputCount), InputCount);
}

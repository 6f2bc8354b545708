using System.Runtime.CompilerServices;

namespace ImageResize.Jpeg.Entropy;

/// <summary>A place between two MCUs of a sequential scan, and all that decoding needs to know to go on from there.</summary>
internal struct ScanPosition
{
    /// <summary>Where the byte of the next bit lies in the source.</summary>
    public long Offset;

    /// <summary>The bits of that byte that are taken, 0 to 7.</summary>
    public int Bit;

    /// <summary>The MCUs before, from the start of the scan.</summary>
    public long Mcu;

    /// <summary>The DC prediction of each component.</summary>
    public Predictions Predictions;

    /// <summary>MCUs until the next restart marker, at least 1; <see cref="int.MaxValue"/> where there are none.</summary>
    public int LeftInInterval;

    /// <summary>The next restart marker.</summary>
    public byte ExpectedRestart;
}

/// <summary>
/// A DC prediction for each component. Only the low 16 bits are of use to anybody, since no coefficient has more (see
/// <see cref="SequentialKernel"/>); so sums may be formed of differences in any order.
/// </summary>
[InlineArray(ScanLimits.MaxComponents)]
internal struct Predictions
{
    private int _first;
}

/// <summary>The limits of a scan.</summary>
internal static class ScanLimits
{
    /// <summary>Components (ITU T.81, B.2.3).</summary>
    public const int MaxComponents = 4;
}

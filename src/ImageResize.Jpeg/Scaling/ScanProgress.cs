using ImageResize.Jpeg.Entropy;
using ImageResize.Jpeg.Markers;
using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Scaling;

/// <summary>
/// Which bits of which coefficients the scans of an image brought, to tell a complete image from one that ends between two
/// scans.
/// </summary>
internal sealed class ScanProgress
{
    private const sbyte Never = -1;

    private readonly FrameHeader _frame;
    private readonly sbyte[][] _missingBits;

    public ScanProgress(FrameHeader frame)
    {
        _frame = frame;
        _missingBits = new sbyte[frame.Components.Length][];
        for (int i = 0; i < _missingBits.Length; i++)
        {
            _missingBits[i] = new sbyte[64];
            _missingBits[i].AsSpan().Repeat(Never);
        }
    }

    public void Add(ScanHeader scan)
    {
        foreach (ScanComponent component in scan.Components)
            _missingBits[component.Index].AsSpan(scan.SpectralStart, scan.SpectralEnd - scan.SpectralStart + 1).Repeat((sbyte)scan.SuccessiveLow);
    }

    /// <summary>
    /// Notes what is missing: a component that never came, always; a refinement that never came, where the end-of-image
    /// marker is missing too. An image may leave out scans on purpose, if it ends as it should.
    /// </summary>
    public void Report(DecodingReport report, bool endIsMissing, long length)
    {
        if (endIsMissing)
            report.Warn(JpegWarnings.EndOfImageMissing);
        foreach (sbyte[] bits in _missingBits)
        {
            bool isMissing = bits[0] == Never || (endIsMissing && _frame.IsProgressive && bits.AsSpan().ContainsAnyExcept((sbyte)0));
            if (isMissing)
                report.AddDamage(JpegDamageKind.MissingScan, length);
        }
    }
}

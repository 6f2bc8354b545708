using ImageResize.Jpeg.Entropy;
using ImageResize.Jpeg.Markers;

namespace ImageResize.Jpeg.Scaling;

/// <summary>How large the slices of a scan are: so that what they are decoded from and to stays in the second-level cache, with room for parts that have less detail than the rest.</summary>
/// <param name="CutBytes">Bytes of the source in a slice; with restart markers there are a few more, up to the next one.</param>
/// <param name="DataBytes">Bytes that there is room for: of a slice, or with restart markers of an interval.</param>
/// <param name="Capacity">MCUs that a slice has room for; a multiple of eight.</param>
/// <param name="RestartInterval">MCUs between restart markers; 0 for none.</param>
internal readonly record struct SliceSizes(int CutBytes, int DataBytes, int Capacity, int RestartInterval)
{
    /// <summary>Bytes of coefficients in a slice of the average detail at most.</summary>
    private const int CoefficientBytes = 1 << 20;

    /// <summary>Bytes of coefficients that a slice may have room for where a restart interval asks for it.</summary>
    private const int MaxCoefficientBytes = 8 << 20;

    /// <summary>Bytes of an interval at most that there may be room for.</summary>
    private const int MaxIntervalBytes = 2 << 20;

    /// <summary>Room for MCUs that a slice has at least; more than those whose starts are noted.</summary>
    private const int MinCapacity = 2 * ScanSlice.MaxStarts;

    /// <summary>Of flat parts of an image a slice holds more MCUs than of the average.</summary>
    private const double Spare = 2;

    /// <summary>Chooses the sizes for a scan of so many bytes; false where it cannot be cut.</summary>
    public static bool TryChoose(ScanDecoder scans, FrameHeader frame, long bytes, Parallelism parallelism, out SliceSizes sizes)
    {
        int bytesPerMcu = McuRun.BytesPerMcu(scans.Layout);
        double dataPerMcu = Math.Max(0.25, (double)bytes / ((long)frame.McusWide * frame.McusHigh));
        int least = Math.Min(parallelism.MinSliceBytes, parallelism.MaxSliceBytes);
        int cutBytes = (int)Math.Clamp(CoefficientBytes / bytesPerMcu * dataPerMcu, least, parallelism.MaxSliceBytes);
        long wanted = Math.Max(MinCapacity, (long)(Math.Min(Spare * cutBytes / dataPerMcu, 2.0 * CoefficientBytes / bytesPerMcu)));
        wanted = (Math.Max(wanted, scans.RestartInterval) + 7) / 8 * 8;
        int dataBytes = (int)Math.Max(cutBytes, Math.Min(2 * Spare * scans.RestartInterval * dataPerMcu, MaxIntervalBytes));
        sizes = new SliceSizes(cutBytes, dataBytes, (int)wanted, scans.RestartInterval);
        return wanted * bytesPerMcu <= MaxCoefficientBytes;
    }
}

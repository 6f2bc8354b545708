namespace ImageResize.Jpeg.Markers;

/// <summary>
/// A scan header (ITU T.81, B.2.3): which components the scan codes, with which tables, and for progressive frames
/// the band of coefficients (Ss to Se) and the bits of them (Ah, Al).
/// </summary>
internal sealed class ScanHeader
{
    private ScanHeader(ScanComponent[] components, int spectralStart, int spectralEnd, int successiveHigh, int successiveLow)
    {
        Components = components;
        SpectralStart = spectralStart;
        SpectralEnd = spectralEnd;
        SuccessiveHigh = successiveHigh;
        SuccessiveLow = successiveLow;
    }

    public ScanComponent[] Components { get; }

    public int SpectralStart { get; }

    public int SpectralEnd { get; }

    public int SuccessiveHigh { get; }

    public int SuccessiveLow { get; }

    public bool IsRefinement => SuccessiveHigh != 0;

    /// <summary>Reads the parameters of a start-of-scan marker and checks them against the frame.</summary>
    /// <exception cref="JpegFormatException">They are impossible.</exception>
    public static ScanHeader Read(ReadOnlySpan<byte> payload, FrameHeader frame)
    {
        if (payload.Length < 1 || payload.Length < 4 + payload[0] * 2)
            throw new JpegFormatException("A scan header is too short.");
        int count = payload[0];
        if (count is < 1 or > 4 || count > frame.Components.Length)
            throw new JpegFormatException("A scan header names an impossible number of components.");
        var components = new ScanComponent[count];
        for (int i = 0; i < count; i++)
        {
            byte id = payload[1 + i * 2], tables = payload[2 + i * 2];
            int index = Array.FindIndex(frame.Components, c => c.Id == id);
            if (index < 0 || Array.Exists(components[..i], c => c.Index == index))
                throw new JpegFormatException("A scan header names a component that the frame does not have, or one twice.");
            if (tables >> 4 > 3 || (tables & 15) > 3)
                throw new JpegFormatException("A scan header names a Huffman table outside 0 to 3.");
            components[i] = new ScanComponent(index, tables >> 4, tables & 15);
        }

        ReadOnlySpan<byte> band = payload[(1 + count * 2)..];
        if (!frame.IsProgressive)
            return new ScanHeader(components, 0, 63, 0, 0);
        var scan = new ScanHeader(components, band[0], band[1], band[2] >> 4, band[2] & 15);
        scan.CheckProgression();
        return scan;
    }

    private void CheckProgression()
    {
        bool isDc = SpectralStart == 0;
        bool possible = isDc
            ? SpectralEnd == 0
            : SpectralEnd >= SpectralStart && SpectralEnd <= 63 && Components.Length == 1;
        if (!possible || SuccessiveLow > 13 || (IsRefinement && SuccessiveHigh != SuccessiveLow + 1))
            throw new JpegFormatException("A progressive scan has impossible parameters.");
    }
}

/// <summary>A component of a scan header: its place in the frame, and its DC and AC Huffman tables (0 to 3).</summary>
internal readonly record struct ScanComponent(int Index, int DcTable, int AcTable);

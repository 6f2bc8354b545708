using ImageResize.Metadata.Jpeg;

namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// Cuts the data of a scan into slices of about the same length: behind restart markers where there are any, else at bytes that
/// are not in the middle of a stuffed pair.
/// </summary>
/// <param name="source">The source.</param>
/// <param name="length">Its bytes.</param>
/// <param name="start">A place in the scan that is known.</param>
/// <param name="sliceBytes">Bytes of a slice.</param>
/// <param name="searchedBytes">Bytes that are searched for a restart marker, of which an interval has fewer.</param>
/// <param name="restartInterval">MCUs between restart markers; 0 for none.</param>
internal sealed unsafe class SliceCutter(byte* source, long length, in ScanPosition start, int sliceBytes, int searchedBytes, int restartInterval)
{
    private ScanPosition _next = start;
    private bool _isGuess;

    /// <summary>The next slice; false where the rest had better be left to the serial way.</summary>
    public bool TryCut(out SliceRange range)
    {
        range = default;
        if (length - _next.Offset < 2L * sliceBytes + EntropySegment.McuBytes)
            return false;
        return restartInterval > 0 ? TryCutBehindMarker(out range) : TryCutAnywhere(out range);
    }

    private bool TryCutAnywhere(out SliceRange range)
    {
        long end = _next.Offset + sliceBytes;
        while (end > _next.Offset + 1 && source[end - 1] == 0xFF)
            end--;
        range = default;
        if (source[end - 1] == 0xFF)
            return false;
        range = new SliceRange(_next, end, _isGuess);
        _next = new ScanPosition { Offset = end, LeftInInterval = int.MaxValue };
        _isGuess = true;
        return true;
    }

    private bool TryCutBehindMarker(out SliceRange range)
    {
        byte* from = source + _next.Offset + sliceBytes;
        if (from[-1] == 0xFF)
            from--;
        byte* marker = Stuffing.FindMarker(from, source + Math.Min(length, _next.Offset + sliceBytes + searchedBytes));
        range = default;
        if (marker == null || !Marker.IsRestart(marker[1]))
            return false;
        range = new SliceRange(_next, marker - source, false);
        _next = new ScanPosition
        {
            Offset = marker - source + ScanDecoder.MarkerBytes,
            LeftInInterval = restartInterval,
            ExpectedRestart = ScanDecoder.NextRestart(marker[1]),
        };
        return true;
    }
}

using ImageResize.Jpeg.Markers;
using ImageResize.Metadata.Jpeg;

namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// Finds the place to go on at after a restart interval (ITU T.81, E.2.4). Where the marker is not the expected one, the
/// choice is that of libjpeg (the comment of jpeg_resync_to_restart in its jdmarker.c explains it): one of the next two
/// restart markers means that data were lost, so the interval is given up and the marker kept for the next one; one of the
/// last two, or no valid marker, is passed over; any other number is taken for the expected one.
/// </summary>
internal static class RestartSynchronizer
{
    /// <summary>Returns whether the segment now stands behind a restart marker, so that data follow.</summary>
    public static bool Synchronize(EntropySegment segment, byte expected, DecodingReport report)
    {
        while (true)
        {
            byte marker = segment.PeekMarker();
            if (marker == expected)
            {
                segment.PassMarker();
                return true;
            }

            report.Warn(JpegWarnings.RestartNumber);
            int ahead = (marker - expected) & 7;
            bool isRestart = Marker.IsRestart(marker);
            if (isRestart && ahead is not (1 or 2 or 6 or 7))
            {
                segment.PassMarker();
                return true;
            }

            bool isPast = isRestart && ahead is (6 or 7);
            bool isInvalid = marker < Marker.Sof0Baseline;
            if (!isPast && !isInvalid)
                return false;
            segment.PassMarker();
            segment.SkipToNextMarker();
        }
    }
}

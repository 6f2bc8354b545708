using ImageResize.Jpeg.Entropy;
using ImageResize.Jpeg.Markers;
using ImageResize.Metadata.Jpeg;

namespace ImageResize.Jpeg.Scaling;

/// <summary>
/// Decides before decoding which scans of a progressive image matter. A scan whose band holds no coefficient that the
/// scaled blocks need can be passed over unread, unless a later refinement that is needed must know which coefficients it
/// left zero. So the scan headers are read first, from marker to marker, and judged from the last to the first. A
/// thumbnail at an eighth of the size or less needs only the DC scans, a tenth of the file.
/// </summary>
internal sealed class ScanSchedule
{
    /// <summary>More scans than this are taken for an attack: real images have about ten, the standard allows about a thousand.</summary>
    public const int MaxScans = 1000;

    private readonly Dictionary<int, bool> _needed = [];
    private readonly bool[] _needsHistory;

    private ScanSchedule(int components)
    {
        _needsHistory = new bool[components];
    }

    /// <param name="source">The file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="plans">What is needed of each component.</param>
    /// <param name="isCheck">Whether every scan is decoded, needed or not.</param>
    /// <exception cref="JpegFormatException">There are too many scans.</exception>
    public static ScanSchedule Create(ReadOnlySpan<byte> source, JpegHeader header, ComponentPlan[] plans, bool isCheck)
    {
        List<(int Offset, ScanHeader Scan)> scans = ReadScanHeaders(source, header);
        var schedule = new ScanSchedule(plans.Length);
        ulong[] tracked = [.. plans.Select(p => CoefficientPlane.MaskOf(p.Columns, p.Rows))];
        for (int i = scans.Count - 1; i >= 0; i--)
        {
            ScanHeader scan = scans[i].Scan;
            int component = scan.Components[0].Index;
            ulong band = ulong.MaxValue >> (63 - scan.SpectralEnd) & ulong.MaxValue << scan.SpectralStart;
            bool isNeeded = isCheck || scan.SpectralStart == 0 || (band & tracked[component]) != 0;
            schedule._needed[scans[i].Offset] = isNeeded;
            if (isNeeded && scan.IsRefinement && scan.SpectralStart > 0)
            {
                tracked[component] |= band;
                schedule._needsHistory[component] = true;
            }
        }

        return schedule;
    }

    /// <summary>Whether to decode the scan whose parameters are at the offset; null if it was not found.</summary>
    public bool? IsNeeded(int offset) => _needed.TryGetValue(offset, out bool isNeeded) ? isNeeded : null;

    public bool NeedsHistory(int component) => _needsHistory[component];

    private static List<(int Offset, ScanHeader Scan)> ReadScanHeaders(ReadOnlySpan<byte> source, JpegHeader header)
    {
        var scans = new List<(int, ScanHeader)>();
        int end = header.FirstScanOffset - 4;
        try
        {
            var reader = new MarkerReader(source, end);
            for (reader.Next(); reader.Code != Marker.Eoi; reader.Next())
            {
                if (reader.Code != Marker.Sos)
                    continue;
                if (scans.Count == MaxScans)
                    throw new JpegFormatException("The image has too many scans.");
                scans.Add((reader.PayloadOffset, ScanHeader.Read(reader.Payload, header.Frame)));
            }
        }
        catch (JpegFormatException) when (scans.Count is > 0 and < MaxScans)
        {
            // What cannot be read here cannot be decoded either; the decoder comes to the same place and says so.
        }

        return scans;
    }
}

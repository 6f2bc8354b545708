namespace ImageResize.Jpeg.Markers;

/// <summary>A component of a scan header: its place in the frame, and its DC and AC Huffman tables (0 to 3).</summary>
internal readonly record struct ScanComponent(int Index, int DcTable, int AcTable);

namespace ImageResize.Jpeg.Entropy;

/// <summary>The procedures that decode scans (ITU T.81, F.2 and G.2).</summary>
internal enum ScanKind
{
    Sequential,
    DcFirst,
    DcRefinement,
    AcFirst,
    AcRefinement,
}

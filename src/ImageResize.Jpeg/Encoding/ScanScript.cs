namespace ImageResize.Jpeg.Encoding;

/// <summary>One scan to write: its components, its band of coefficients, and the bits of them (ITU T.81, B.2.3).</summary>
internal readonly record struct ScanScript(int FirstComponent, int ComponentCount, int Start, int End, int High, int Low)
{
    /// <summary>The scan of sequential images.</summary>
    public static ScanScript Sequential(int components) => new(0, components, 0, 63, 0, 0);

    /// <summary>
    /// The order of progressive scans that libjpeg made customary: the DC of everything, then coarse AC, luminance first, and
    /// last bits at the end.
    /// </summary>
    public static ScanScript[] Progressive(int components) => components == 1
        ?
        [
            new(0, 1, 0, 0, 0, 1), new(0, 1, 1, 5, 0, 2), new(0, 1, 6, 63, 0, 2),
            new(0, 1, 1, 63, 2, 1), new(0, 1, 0, 0, 1, 0), new(0, 1, 1, 63, 1, 0),
        ]
        :
        [
            new(0, components, 0, 0, 0, 1), new(0, 1, 1, 5, 0, 2),
            new(2, 1, 1, 63, 0, 1), new(1, 1, 1, 63, 0, 1),
            new(0, 1, 6, 63, 0, 2), new(0, 1, 1, 63, 2, 1),
            new(0, components, 0, 0, 1, 0), new(2, 1, 1, 63, 1, 0), new(1, 1, 1, 63, 1, 0), new(0, 1, 1, 63, 1, 0),
        ];
}

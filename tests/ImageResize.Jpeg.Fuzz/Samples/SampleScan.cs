namespace ImageResize.Jpeg.Samples;

/// <summary>One scan to write.</summary>
internal readonly record struct SampleScan(int[] Components, int Start, int End, int High, int Low);

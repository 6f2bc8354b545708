namespace ImageResize.WebP.Decoding;

/// <summary>Takes the finished rows of the planes as the decoder goes down the image.</summary>
internal unsafe interface IPlaneSink
{
    /// <summary>
    /// Takes rows of a plane. Where they are fewer than eight, memory for eight is readable, and so are 32 bytes behind a row.
    /// </summary>
    /// <param name="plane">0 luma, 1 blue difference, 2 red difference; the latter have half the resolution.</param>
    /// <param name="rows">The first sample of the first.</param>
    /// <param name="stride">Bytes from one to the next.</param>
    /// <param name="firstRow">Which row of the plane the first is.</param>
    /// <param name="count">How many, 1 to 8.</param>
    void Take(int plane, byte* rows, nint stride, int firstRow, int count);
}

namespace ImageResize.Png.Decoding;

/// <summary>Takes in rows of pixels as the decoder goes down the image.</summary>
internal unsafe interface IRowSink
{
    /// <summary>
    /// Rows firstRow to firstRow + count - 1, at most eight, in the format of the header. Memory for eight is readable, and
    /// <see cref="Unfilter.Margin"/> bytes behind each.
    /// </summary>
    void Take(byte* rows, nint stride, int firstRow, int count);
}

/// <summary>Makes rows of pixels from inflated data, a unit of whole stored rows at a time.</summary>
internal abstract unsafe class RowReader
{
    /// <summary>Inflated bytes of the whole image: every stored row has a filter byte and is padded to whole bytes.</summary>
    public abstract long TotalBytes { get; }

    /// <summary>Bytes of a unit at most.</summary>
    public abstract long MaxUnitBytes { get; }

    /// <summary>Bytes of the next unit; 0 when all have come.</summary>
    public abstract int NextUnitBytes { get; }

    /// <summary>The part of the stored rows that has come, 0 to 1.</summary>
    public abstract double Progress { get; }

    /// <summary>Takes in a unit; false where a row has no known filter.</summary>
    public abstract bool Take(byte* data);

    /// <summary>Takes in the whole rows of a unit that ends early, and leaves those that never come transparent or black.</summary>
    public abstract void Abandon(byte* data, nint length);
}

namespace ImageResize.Jpeg.Scaling;

/// <summary>Takes in decoded samples as the decoder goes down the image.</summary>
internal unsafe interface IStripSink
{
    /// <summary>
    /// Lines of a component, from firstRow on; samples are floats around zero. Only the columns that the plan needs are valid.
    /// </summary>
    void Take(int component, float* rows, int stride, int firstRow, int count);
}

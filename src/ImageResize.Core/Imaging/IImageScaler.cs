namespace ImageResize.Imaging;

/// <summary>
/// Turns an input into scaled, encoded outputs. An instance belongs to one worker, keeps its buffers from image to
/// image, and is not thread safe.
/// </summary>
internal interface IImageScaler : IDisposable
{
    /// <summary>Reads the header.</summary>
    /// <exception cref="ImageResizeException">The image is damaged or cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    ImageHeader ReadHeader(ImageInput input, ImageFormat format, CancellationToken cancellation);

    /// <summary>
    /// Makes all outputs of one input. What fails is told in its <see cref="ScaleJob.Fault"/>; the others go on.
    /// </summary>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    void Scale(ImageInput input, ImageHeader header, IReadOnlyList<ScaleJob> jobs, StageClock clock, CancellationToken cancellation);
}

namespace ImageResize.Imaging;

/// <summary>
/// One way to make outputs. What an engine takes on it decides by the header and the request alone, never by limits or by
/// what else is going on, so that an image comes out the same in every run. Belongs to one worker.
/// </summary>
internal interface IImageEngine : IDisposable
{
    /// <summary>The header of a file; null where a later engine had better read it.</summary>
    /// <exception cref="ImageResizeException">The image is damaged or cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    ImageHeader? ReadHeader(ImageInput input, ImageFormat format, CancellationToken cancellation);

    /// <summary>Whether it makes an output.</summary>
    bool CanMake(ImageHeader header, ScaleRequest request);

    /// <summary>Whether it takes a file of so many bytes from memory.</summary>
    bool ReadsWhole(ImageHeader header, long fileLength);

    /// <summary>Bytes that making these outputs takes at most, the file left out.</summary>
    long EstimateMemory(ImageHeader header, IReadOnlyList<ScaleRequest> requests);

    /// <inheritdoc cref="IImageScaler.Scale"/>
    IEnumerable<ScaleResult> Scale(ImageInput input, ImageHeader header, IReadOnlyList<ScaleOutput> outputs, StageClock clock, CancellationToken cancellation);
}

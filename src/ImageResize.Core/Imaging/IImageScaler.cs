using ImageResize.Files;
using ImageResize.Metrics;

namespace ImageResize.Imaging;

/// <summary>An engine that turns an input into a scaled, encoded output. Implementations are thread safe.</summary>
public interface IImageScaler
{
    /// <summary>The engine's name and version, for the result.</summary>
    string Engine { get; }

    /// <summary>Reads the header.</summary>
    /// <exception cref="ImageResizeException">The image is damaged or cannot be read.</exception>
    ImageHeader ReadHeader(ImageInput input, ImageFormat format);

    /// <summary>Scales and encodes into <paramref name="target"/>; returns what the user should know of the image.</summary>
    /// <exception cref="ImageResizeException">The image is damaged, or cannot be read or encoded.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    IReadOnlyList<string> Scale(ImageInput input, ImageHeader header, ScaleRequest request, Stream target, StageClock clock, CancellationToken cancellation);
}

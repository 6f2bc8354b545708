using ImageResize.Imaging.Engines.Jpeg;
using ImageResize.Imaging.Engines.Vips;

namespace ImageResize.Imaging.Engines;

/// <summary>
/// Chooses the engine for each output: our own JPEG scaler for JPEG to JPEG, libvips for everything else and for the
/// few JPEGs that the scaler leaves to others. Nothing but the result's engine tells which.
/// </summary>
internal sealed class ImageScaler : IImageScaler
{
    private readonly JpegEngine _jpeg = new();
    private readonly VipsEngine _vips = new();

    /// <inheritdoc/>
    public ImageHeader ReadHeader(ImageInput input, ImageFormat format, CancellationToken cancellation) =>
        format == ImageFormat.Jpeg && JpegEngine.TryReadHeader(input) is { } header ? header : _vips.ReadHeader(input, format, cancellation);

    /// <inheritdoc/>
    public void Scale(ImageInput input, ImageHeader header, IReadOnlyList<ScaleJob> jobs, StageClock clock, CancellationToken cancellation)
    {
        ScaleJob[] ours = [.. jobs.Where(job => JpegEngine.CanDo(header, job.Request))];
        if (ours.Length > 0)
            _jpeg.Scale(input, header, ours, clock, cancellation);
        foreach (ScaleJob job in jobs)
            if (!ours.Contains(job))
                _vips.Scale(input, header, job, clock, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _jpeg.Dispose();
}

using ImageResize.Batch;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Metadata;
using ImageResize.Processes;

namespace ImageResize.Report.Content;

/// <summary>Makes thumbnails with the engines of the batch, one after the other. Not thread safe.</summary>
/// <param name="children">The processes in which libvips works; null for this one.</param>
internal sealed class ThumbnailMaker(ChildProcessPool? children = null) : IDisposable
{
    private const int Quality = 60;

    /// <summary>Twice the size that a page shows it at, for fine screens.</summary>
    private static readonly TargetSize Box = TargetSize.Box(280, 210);

    private readonly ImageScaler _scaler = new(children);
    private readonly InputBuffers _buffers = new();
    private readonly OutputBuffer _encoded = new();

    /// <summary>The thumbnail of an image; null where the file is gone or shows nothing.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Thumbnail? Make(string path, CancellationToken cancellation)
    {
        try
        {
            using ImageInput input = ImageInput.Open(path, LocalFileLayer.Instance, _buffers);
            ImageHeader header = ImageInspector.Inspect(input, (file, kind) => _scaler.ReadHeader(file, kind, cancellation));
            if (header.TotalPixels > ConvertOptions.DefaultMaxPixels)
                return null;
            return Scale(input, header, header.HasAlpha ? ImageFormat.WebP : ImageFormat.Jpeg, cancellation);
        }
        catch (ImageResizeException)
        {
            return null;
        }
        finally
        {
            _buffers.Trim();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scaler.Dispose();
        _buffers.Dispose();
        _encoded.Dispose();
    }

    private Thumbnail? Scale(ImageInput input, ImageHeader header, ImageFormat format, CancellationToken cancellation)
    {
        PixelSize size = ResizeGeometry.Plan(header.Size, Box, ResizeMode.Fit, allowEnlarge: false);
        _encoded.Clear();
        var output = new ScaleOutput(new ScaleRequest(size, format, Quality, MetadataPolicy.None, AllFrames: false) { OnDamage = DamagePolicy.Salvage }, _encoded);
        ScaleResult result = _scaler.Scale(input, header, [output], new StageClock(), cancellation)[0];
        return result.Fault is null ? new Thumbnail(_encoded.Written.ToArray(), format == ImageFormat.Jpeg ? "image/jpeg" : "image/webp") : null;
    }
}

/// <summary>A small picture.</summary>
/// <param name="Content">The encoded bytes.</param>
/// <param name="MediaType">Such as image/jpeg.</param>
internal sealed record Thumbnail(byte[] Content, string MediaType)
{
    /// <summary>The picture as an address that needs no file.</summary>
    public string DataUri => $"data:{MediaType};base64,{Convert.ToBase64String(Content)}";
}
